// Splits a model where its training begins: what frozen layers alone compute is computed once per photo, and a training step does the rest.
import { modelInvalid } from './layers/config.ts';
import type { LayerCall, Model, ModelLayer, TensorReference } from './model.ts';
import { layerOf, planModel } from './plan.ts';

export type SplitModel = {
  /** From the model's inputs to the boundary; null where training begins at the inputs themselves. */
  readonly frozen: Model | null;
  /** From the boundary, which has become inputs of the names of the layers that give it, to the model's outputs. */
  readonly trainable: Model;
};

/**
 * Cuts at the deepest frozen boundary. Dropout that comes before the first trainable layer stays in the training step: it drops
 * anew each time. A nested model is cut around, not into.
 * @throws AppError `model-invalid` where nothing is trainable.
 */
export function splitModel(model: Model): SplitModel {
  const plan = planModel(model);
  const layers = new Map(model.layers.map(layer => [layer.name, layer]));
  const trainable = new Set(plan.weights.filter(weight => weight.isTrainable).map(({ key }) => layerOf(key)));
  const isMoving = (layer: ModelLayer): boolean =>
    layer.nested?.layers.some(isMoving) ?? (trainable.has(layer.name) || layer.className === 'Dropout');

  const moving = new Set<string>();
  const seen = new Set<string>();
  const visit = (layer: ModelLayer, index: number): void => {
    const call = `${layer.name}:${index}`;
    if (seen.has(call)) return;
    seen.add(call);
    const { inputs } = layer.calls[index]!;
    for (const input of inputs) visit(layers.get(input.layer)!, input.call);
    if (inputs.some(input => moving.has(callOf(input))) || (inputs.length > 0 && isMoving(layer))) moving.add(call);
  };
  for (const output of model.outputs) visit(layers.get(output.layer)!, output.call);
  if (!model.outputs.some(output => moving.has(callOf(output))))
    throw modelInvalid(model.outputs[0]!.layer, 'at least one trainable layer', 'all frozen');

  const boundary = boundaryOf(model, moving, call => {
    const [layer, index] = [layers.get(call.layer)!, call.call];
    const hasWeights = layer.nested !== undefined || plan.weights.some(({ key }) => layerOf(key) === layer.name);
    return hasWeights ? undefined : layer.calls[index]!.inputs;
  });
  const inputs = new Set(model.inputs.map(tensorOf));
  const computed = boundary.filter(reference => !inputs.has(tensorOf(reference)));
  const given = boundaryInputs(model, moving, boundary, reference => plan.shapeOf(reference));

  return {
    frozen: computed.length === 0 ? null : part(model, call => !moving.has(call), computed),
    trainable: part(model, call => moving.has(call), model.outputs, given),
  };
}

/** What of the model leads to these values, which become its outputs; an input that does not is left out. */
export function modelUpTo(model: Model, outputs: readonly TensorReference[]): Model {
  return part(model, () => true, outputs);
}

const callOf = ({ layer, call }: TensorReference): string => `${layer}:${call}`;
const tensorOf = ({ layer, call, tensor }: TensorReference): string => `${layer}:${call}:${tensor}`;

/**
 * The frozen values that moving calls and the model's outputs read. What a layer without weights makes of other boundary values is
 * made in the step, which adds it to `moving`: fewer values to keep for each photo.
 */
function boundaryOf(
  model: Model,
  moving: Set<string>,
  /** The inputs of a call of a layer without weights. */
  madeOf: (value: TensorReference) => readonly TensorReference[] | undefined,
): readonly TensorReference[] {
  for (;;) {
    const read = model.layers.flatMap(layer =>
      layer.calls.flatMap(({ inputs }, index) => (moving.has(`${layer.name}:${index}`) ? inputs : [])),
    );
    const frozen = [...read, ...model.outputs].filter(reference => !moving.has(callOf(reference)));
    const boundary = new Map(frozen.map(reference => [tensorOf(reference), reference]));
    const spared = [...boundary.values()].find(value => {
      const inputs = madeOf(value) ?? [];
      return inputs.length > 0 && inputs.every(input => boundary.has(tensorOf(input)));
    });
    if (!spared) return [...boundary.values()];
    moving.add(callOf(spared));
  }
}

type Given = { readonly input: ModelLayer; readonly as: TensorReference };

/** An input for each value that the trainable part reads from outside, by that value. */
function boundaryInputs(
  model: Model,
  moving: ReadonlySet<string>,
  boundary: readonly TensorReference[],
  shapeOf: (reference: TensorReference) => readonly (number | null)[],
): ReadonlyMap<string, Given> {
  const names = new Set(model.layers.map(({ name }) => name));
  const isOnBothSides = (name: string): boolean => [...moving].some(call => call.startsWith(`${name}:`));
  const taken = new Set<string>();
  return new Map(
    boundary.map(reference => {
      let name = reference.layer;
      const isTaken = (): boolean =>
        taken.has(name) || isOnBothSides(name) || (name !== reference.layer && names.has(name));
      for (let count = 2; isTaken(); count++) name = `${reference.layer}_${count}`;
      taken.add(name);
      const config = { name, batch_shape: shapeOf(reference), dtype: 'float32' };
      const input = { name, className: 'InputLayer', config, calls: [{ inputs: [] }] };
      return [tensorOf(reference), { input, as: { layer: name, call: 0, tensor: 0 } }] as const;
    }),
  );
}

/** The calls that belong to a part and lead to `outputs`, numbered anew, with inputs in place of `given` values. */
function part(
  model: Model,
  belongs: (call: string) => boolean,
  outputs: readonly TensorReference[],
  given: ReadonlyMap<string, Given> = new Map(),
): Model {
  const byName = new Map(model.layers.map(layer => [layer.name, layer]));
  const needed = new Set<string>();
  const need = (reference: TensorReference): void => {
    const call = callOf(reference);
    if (given.has(tensorOf(reference)) || needed.has(call) || !belongs(call)) return;
    needed.add(call);
    byName.get(reference.layer)!.calls[reference.call]!.inputs.forEach(need);
  };
  outputs.forEach(need);
  const numbers = new Map<string, number>();
  const renumber = (reference: TensorReference): TensorReference =>
    given.get(tensorOf(reference))?.as ?? { ...reference, call: numbers.get(callOf(reference))! };
  // Numbered first: a call may read a later call of a layer that stands before it.
  for (const { name, calls } of model.layers) {
    calls
      .filter((_, index) => needed.has(`${name}:${index}`))
      .forEach((call, number) => {
        numbers.set(`${name}:${calls.indexOf(call)}`, number);
      });
  }
  const layers = model.layers.flatMap((layer): ModelLayer[] => {
    const calls = layer.calls
      .filter((_, index) => needed.has(`${layer.name}:${index}`))
      .map(({ inputs }): LayerCall => ({ inputs: inputs.map(renumber) }));
    return calls.length === 0 ? [] : [{ ...layer, calls }];
  });
  const own = model.inputs.filter(({ layer }) => layers.some(({ name }) => name === layer));
  const inputs = [...given.values()];
  return {
    name: model.name,
    layers: [...inputs.map(({ input }) => input), ...layers],
    inputs: [...own, ...inputs.map(({ as }) => as)],
    outputs: outputs.map(renumber),
  };
}
