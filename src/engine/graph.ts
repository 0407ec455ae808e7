// Reads and writes models as Keras writes them (`model.to_json()`): Keras 3 and Keras 2 functional configs, and Sequential ones.
import { modelInvalid } from './layers/config.ts';
import type { LayerCall, Model, ModelLayer, TensorReference } from './model.ts';
import { planModel } from './plan.ts';
import type { Plan } from './plan.ts';

export type { Model } from './model.ts';

type Json = Readonly<Record<string, unknown>>;
const deepestNesting = 8;

/**
 * The model of a Keras config, `{ class_name: 'Functional' | 'Model' | 'Sequential', config }`, checked: every layer class is
 * known, every config readable, every shape fits.
 * @throws AppError `model-invalid` naming the layer, what was expected and what came.
 */
export function readModel(json: unknown): Model {
  const model = readGraph(json, 'model', 0);
  planModel(model);
  return model;
}

/** The object that Keras 3's `model_from_json` reads. */
export function writeModel(model: Model): unknown {
  return writeGraph(model, planModel(model));
}

function readGraph(json: unknown, name: string, depth: number): Model {
  if (depth > deepestNesting) throw modelInvalid(name, `models nested at most ${deepestNesting} deep`, 'more');
  const { class_name: className, config } = record(json, name, 'a Keras model config');
  // Keras 2 wrote the layers of a Sequential without a config around them.
  const values = Array.isArray(config) ? { name, layers: config } : record(config, name, 'a config');
  const layers = list(values['layers'], name, 'layers').map(item => readLayer(item, depth));
  const graphName = typeof values['name'] === 'string' ? values['name'] : name;
  checkNames(layers.map(layer => layer.name));
  if (className === 'Sequential') return readSequential(graphName, layers);
  if (className !== 'Functional' && className !== 'Model')
    throw modelInvalid(graphName, 'a Functional or Sequential model', className);
  return countCallsFromZero({
    name: graphName,
    layers,
    inputs: references(values['input_layers'], graphName, 'input_layers'),
    outputs: references(values['output_layers'], graphName, 'output_layers'),
  });
}

/**
 * Keras 2, TF.js and the first releases of Keras 3 count the calls of a nested model from 1: its call 0 is the one that made it.
 * Every call that is kept is read by something, so a model counted from 0 never has its own number of calls for an index.
 */
function countCallsFromZero(model: Model): Model {
  const all = [...model.layers.flatMap(({ calls }) => calls.flatMap(({ inputs }) => inputs)), ...model.outputs];
  const isFromOne = ({ name, nested, calls }: ModelLayer): boolean => {
    if (nested === undefined) return false;
    const indices = all.filter(({ layer }) => layer === name).map(({ call }) => call);
    return !indices.includes(0) && indices.includes(calls.length);
  };
  const fromOne = new Set(model.layers.filter(isFromOne).map(({ name }) => name));
  if (fromOne.size === 0) return model;
  const fromZero = (reference: TensorReference): TensorReference =>
    fromOne.has(reference.layer) ? { ...reference, call: reference.call - 1 } : reference;
  return {
    ...model,
    layers: model.layers.map(layer => ({
      ...layer,
      calls: layer.calls.map(({ inputs }) => ({ inputs: inputs.map(fromZero) })),
    })),
    outputs: model.outputs.map(fromZero),
  };
}

function readLayer(json: unknown, depth: number): ModelLayer {
  const value = record(json, 'model', 'a layer');
  const { class_name: className, config, inbound_nodes: nodes = [] } = value;
  const isModel = className === 'Functional' || className === 'Model' || className === 'Sequential';
  const values: Json = Array.isArray(config) ? {} : record(config, 'model', 'the config of a layer');
  const name = value['name'] ?? values['name'];
  if (typeof name !== 'string' || name === '' || name.length > 200)
    throw modelInvalid('model', 'a layer name of 1 to 200 characters', name);
  if (typeof className !== 'string') throw modelInvalid(name, 'a class_name', className);
  const calls = list(nodes, name, 'inbound_nodes').map(node => readCall(node, name));
  const isInput = className === 'InputLayer' && calls.length === 0;
  const shared = { name, className, calls: isInput ? [{ inputs: [] }] : calls };
  return isModel
    ? { ...shared, config: { name }, nested: readGraph(json, name, depth + 1) }
    : { ...shared, config: values };
}

/** One inbound node: Keras 3 writes `{ args, kwargs }` with tensors anywhere inside, Keras 2 a list of `[layer, call, tensor, {}]`. */
function readCall(node: unknown, layer: string): LayerCall {
  if (Array.isArray(node)) return { inputs: references(node, layer, 'inbound_nodes') };
  const { args, kwargs } = record(node, layer, 'inbound_nodes');
  return { inputs: [...tensorsIn(args, layer), ...tensorsIn(kwargs, layer)] };
}

function* tensorsIn(value: unknown, layer: string): Generator<TensorReference> {
  if (Array.isArray(value)) {
    for (const item of value) yield* tensorsIn(item, layer);
  } else if (typeof value === 'object' && value !== null) {
    const { class_name: className, config } = value as Json;
    if (className === '__keras_tensor__') yield reference(record(config, layer, 'a tensor')['keras_history'], layer);
    else for (const item of Object.values(value)) yield* tensorsIn(item, layer);
  }
}

/** A list of `[layer, call, tensor]`, or one such triple alone. */
function references(value: unknown, layer: string, what: string): TensorReference[] {
  const items = list(value, layer, what);
  return typeof items[0] === 'string' ? [reference(items, layer)] : items.map(item => reference(item, layer));
}

function reference(value: unknown, layer: string): TensorReference {
  const [name, call, tensor] = Array.isArray(value) ? (value as unknown[]) : [];
  if (typeof name === 'string' && isIndex(call) && isIndex(tensor)) return { layer: name, call, tensor };
  throw modelInvalid(layer, 'an input as [layer, call, tensor]', value);
}

const isIndex = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

function readSequential(name: string, layers: readonly ModelLayer[]): Model {
  const first = layers[0];
  if (!first) throw modelInvalid(name, 'at least one layer', 'none');
  const input: ModelLayer =
    first.className === 'InputLayer'
      ? { ...first, calls: [{ inputs: [] }] }
      : {
          name: `${name}_input`,
          className: 'InputLayer',
          config: { name: `${name}_input`, batch_shape: inputShapeOf(first) },
          calls: [{ inputs: [] }],
        };
  const rest = first.className === 'InputLayer' ? layers.slice(1) : layers;
  const chain = [input, ...rest];
  return {
    name,
    layers: chain.map((layer, place) =>
      place === 0 ? layer : { ...layer, calls: [{ inputs: [{ layer: chain[place - 1]!.name, call: 0, tensor: 0 }] }] },
    ),
    inputs: [{ layer: input.name, call: 0, tensor: 0 }],
    outputs: [{ layer: chain.at(-1)!.name, call: 0, tensor: 0 }],
  };
}

/** What goes into a Sequential without an InputLayer is said by its first layer, or by the model that this one is. */
function inputShapeOf(layer: ModelLayer): unknown {
  const inside = layer.nested?.layers.find(other => other.name === layer.nested!.inputs[0]?.layer);
  const { config } = inside ?? layer;
  return config['batch_shape'] ?? config['batch_input_shape'];
}

function checkNames(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw modelInvalid(name, 'a different name for every layer', 'two layers of this name');
    seen.add(name);
  }
}

function writeGraph(model: Model, plan: Plan): Json {
  const triple = ({ layer, call, tensor }: TensorReference): unknown => [layer, call, tensor];
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name: model.name,
      trainable: true,
      layers: model.layers.map(layer => writeLayer(layer)),
      input_layers: model.inputs.map(triple),
      output_layers: model.outputs.map(triple),
    },
    registered_name: 'Functional',
  };

  function writeLayer(layer: ModelLayer): Json {
    const inboundNodes = layer.className === 'InputLayer' ? [] : layer.calls.map(call => writeCall(call));
    const inside = layer.nested && writeGraph(layer.nested, planModel(layer.nested));
    const shell = inside ?? {
      module: 'keras.layers',
      class_name: layer.className,
      config: layer.config,
      registered_name: null,
    };
    return { ...shell, name: layer.name, inbound_nodes: inboundNodes };
  }

  function writeCall({ inputs }: LayerCall): Json {
    const tensors = inputs.map(input => ({
      class_name: '__keras_tensor__',
      config: { shape: plan.shapeOf(input), dtype: 'float32', keras_history: triple(input) },
    }));
    return { args: tensors.length === 1 ? tensors : [tensors], kwargs: {} };
  }
}

function record(value: unknown, layer: string, what: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw modelInvalid(layer, what, value);
}

function list(value: unknown, layer: string, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw modelInvalid(layer, `${what}: a list`, value);
}
