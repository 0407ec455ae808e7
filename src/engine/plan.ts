// From a model's graph to an order of work: which layer runs when on what, with every shape known. Says what is wrong with a graph that cannot run.
import type { AppError } from '../shared/errors.ts';
import type { Shape } from './compile/onnx-graph.ts';
import { LayerConfig, modelInvalid } from './layers/config.ts';
import type { Layer, WeightSpec } from './layers/layer.ts';
import { layerClasses } from './layers/registry.ts';
import type { LayerCall, Model, ModelLayer, TensorReference } from './model.ts';

/** One call of one layer. Values are known by a key that is unique in the plan; shapes are in Keras' order. */
export type PlanStep = {
  readonly layer: string;
  readonly className: string;
  readonly isTrainable: boolean;
  readonly instance: Layer;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly shape: Shape;
};

export type PlanValue = { readonly layer: string; readonly key: string; readonly shape: Shape };

/** A weight of the model: `key` is `layer/weight`; `isTrainable` is false for frozen layers and for statistics. */
export type ModelWeight = WeightSpec & { readonly key: string };

/** The layer of a weight's key. */
export const layerOf = (key: string): string => key.slice(0, key.lastIndexOf('/'));

export type Plan = {
  readonly steps: readonly PlanStep[];
  readonly inputs: readonly PlanValue[];
  readonly outputs: readonly PlanValue[];
  readonly weights: readonly ModelWeight[];
  /** The shape of any value of the outer graph. */
  shapeOf(reference: TensorReference): Shape;
};

/** @throws AppError `model-invalid` naming the layer for an unknown class, a config, shape or connection that cannot be. */
export function planModel(model: Model): Plan {
  const work: Work = { steps: [], weights: new Map(), owners: new Map(), shapes: new Map(), aliases: new Map() };
  planInto(work, model, '');
  const value = (reference: TensorReference): PlanValue => {
    const key = resolve(work, keyOf('', reference));
    return { layer: reference.layer, key, shape: work.shapes.get(key)! };
  };
  return {
    steps: work.steps,
    inputs: model.inputs.map(value),
    outputs: model.outputs.map(value),
    weights: [...work.weights.values()],
    shapeOf: reference => value(reference).shape,
  };
}

/** The value a layer of the model gives at its first call. */
export function layerOutput(plan: Plan, layer: string): PlanValue {
  const found = [
    ...plan.steps.map(step => ({ layer: step.layer, key: step.output, shape: step.shape })),
    ...plan.inputs,
  ].find(value => value.layer === layer);
  if (!found) throw modelInvalid(layer, 'a layer of the model', 'no layer of this name');
  return found;
}

type Work = {
  readonly steps: PlanStep[];
  readonly weights: Map<string, ModelWeight>;
  /** The layer that each weight belongs to. */
  readonly owners: Map<string, ModelLayer>;
  readonly shapes: Map<string, Shape>;
  /** Values of nested models that are values of the model outside. */
  readonly aliases: Map<string, string>;
};

const keyOf = (scope: string, { layer, call, tensor }: TensorReference): string => `${scope}${layer}:${call}:${tensor}`;

function resolve(work: Work, key: string): string {
  const alias = work.aliases.get(key);
  return alias === undefined ? key : resolve(work, alias);
}

function planInto(work: Work, model: Model, scope: string): void {
  checkEnds(model);
  const waiting = model.layers.flatMap(layer => layer.calls.map((call, index) => ({ layer, call, index })));
  const isKnown = (reference: TensorReference): boolean => work.shapes.has(resolve(work, keyOf(scope, reference)));
  while (waiting.length > 0) {
    const ready = waiting.findIndex(({ call }) => call.inputs.every(isKnown));
    if (ready < 0) throw unreachable(model, waiting, isKnown);
    const [{ layer, call, index }] = waiting.splice(ready, 1) as [(typeof waiting)[number]];
    const inputs = call.inputs.map(reference => resolve(work, keyOf(scope, reference)));
    if (layer.nested) planNested(work, layer, layer.nested, inputs, scope, index);
    else planCall(work, layer, inputs, keyOf(scope, { layer: layer.name, call: index, tensor: 0 }));
  }
}

function planCall(work: Work, layer: ModelLayer, inputs: readonly string[], output: string): void {
  // A nested model's input layer stands for a value outside, which is known already.
  if (work.aliases.has(output)) return;
  const instance = readLayer(layer);
  const shapes = inputs.map(key => work.shapes.get(key)!);
  if (layer.className !== 'InputLayer' && shapes.length === 0) throw modelInvalid(layer.name, 'an input', 'none');
  const shape = instance.outputShape(shapes);
  if (shape.length > 4) throw modelInvalid(layer.name, 'at most 4 axes', `${shape.length} axes`);
  work.shapes.set(output, shape);
  if (layer.className === 'InputLayer') return;
  const isTrainable = layer.config['trainable'] !== false;
  for (const spec of instance.weights(shapes)) {
    const key = `${layer.name}/${spec.name}`;
    const known = work.weights.get(key);
    if (known && work.owners.get(key) !== layer)
      throw modelInvalid(layer.name, 'a name of its own', 'a layer of another nested model with the same name');
    work.owners.set(key, layer);
    if (known && known.shape.join() !== spec.shape.join())
      throw modelInvalid(
        layer.name,
        `inputs for its ${spec.name} [${known.shape.join(', ')}]`,
        `[${spec.shape.join(', ')}]`,
      );
    work.weights.set(key, { ...spec, key, isTrainable: isTrainable && spec.isTrainable });
  }
  work.steps.push({ layer: layer.name, className: layer.className, isTrainable, instance, inputs, output, shape });
}

function planNested(
  work: Work,
  layer: ModelLayer,
  nested: Model,
  inputs: readonly string[],
  scope: string,
  call: number,
): void {
  if (nested.inputs.length !== inputs.length)
    throw modelInvalid(layer.name, `${nested.inputs.length} inputs`, inputs.length);
  const inside = `${scope}${layer.name}#${call}/`;
  nested.inputs.forEach((reference, place) => work.aliases.set(keyOf(inside, reference), inputs[place]!));
  planInto(work, nested, inside);
  nested.outputs.forEach((reference, tensor) =>
    work.aliases.set(keyOf(scope, { layer: layer.name, call, tensor }), keyOf(inside, reference)),
  );
}

/** @throws AppError `model-invalid` for a class the engine does not have or a config it cannot compute. */
function readLayer(layer: ModelLayer): Layer {
  const known = layerClasses.get(layer.className);
  if (!known)
    throw modelInvalid(layer.name, `a layer class of ${[...layerClasses.keys()].join(', ')}`, layer.className);
  return known.read(new LayerConfig(layer.name, layer.config));
}

/** What goes in and comes out: layers that exist, each fed and each named once. */
function checkEnds(model: Model): void {
  if (model.inputs.length === 0) throw modelInvalid(model.name, 'at least one input', 'none');
  if (model.outputs.length === 0) throw modelInvalid(model.name, 'at least one output', 'none');
  for (const [ends, what] of [
    [model.inputs, 'an input'],
    [model.outputs, 'an output'],
  ] as const) {
    ends.forEach((reference, place) => {
      checkReference(model, reference.layer, reference);
      const isTwice = ends.findIndex(other => keyOf('', other) === keyOf('', reference)) < place;
      if (isTwice) throw modelInvalid(reference.layer, `${what} of the model once`, 'twice');
    });
  }
  const listed = new Set(model.inputs.map(({ layer }) => layer));
  for (const { name, className, calls } of model.layers) {
    if (calls.length === 0) throw modelInvalid(name, 'a layer that reads another one', 'a layer without any input');
    const isInput = className === 'InputLayer';
    if (isInput && !listed.has(name)) throw modelInvalid(name, 'an input that the model lists', 'one that it does not');
    if (!isInput && listed.has(name)) throw modelInvalid(name, 'an InputLayer as input of the model', className);
  }
}

/** Refuses what points to nothing. */
function checkReference(model: Model, from: string, { layer, call, tensor }: TensorReference): void {
  const source = model.layers.find(({ name }) => name === layer);
  if (!source) throw modelInvalid(from, 'a layer that exists', layer);
  const calls = source.calls.length;
  if (call >= calls) throw modelInvalid(from, `a call of ${layer} below ${calls}`, call);
  const tensors = source.nested?.outputs.length ?? 1;
  if (tensor >= tensors) throw modelInvalid(from, `an output of ${layer} below ${tensors}`, tensor);
}

type Waiting = { readonly layer: ModelLayer; readonly call: LayerCall; readonly index: number };

/** Why none of the calls that wait can ever run: one reads what does not exist, or they wait for each other. */
function unreachable(
  model: Model,
  waiting: readonly Waiting[],
  isKnown: (reference: TensorReference) => boolean,
): AppError {
  for (const { layer, call } of waiting) for (const input of call.inputs) checkReference(model, layer.name, input);
  // Whatever is waited for is itself waiting, so that going back from any call leads round in a circle.
  const path: Waiting[] = [waiting[0]!];
  for (;;) {
    const missing = path.at(-1)!.call.inputs.find(input => !isKnown(input))!;
    const next = waiting.find(({ layer, index }) => layer.name === missing.layer && index === missing.call)!;
    const start = path.indexOf(next);
    path.push(next);
    if (start < 0) continue;
    const circle = path.slice(start).map(({ layer }) => layer.name);
    return modelInvalid(circle[0]!, 'a graph without cycles', circle.toReversed().join(' → '));
  }
}
