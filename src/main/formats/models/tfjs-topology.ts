// A model as TF.js reads it: the graph as Keras 2 wrote it, with the layers that TF.js has; and where TF.js would compute something else.
import { LayerConfig, modelInvalid } from '../../../engine/layers/config.ts';
import type { Model, ModelLayer, TensorReference } from '../../../engine/model.ts';
import { planModel } from '../../../engine/plan.ts';
import { tfjsActivations, tfjsInitializers, tfjsLayers } from './tfjs-layers.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * A model as Keras 2 wrote it and every TF.js reads it: `{ class_name: 'Model', config }`.
 * @throws AppError `model-invalid` naming a layer that TF.js lacks or would compute otherwise.
 */
export function writeTfjsTopology(model: Model): Json {
  const plan = planModel(model);
  // Call 0 of a nested model is the one that made it, so that its calls count from 1.
  const nested = new Set(model.layers.filter(layer => layer.nested).map(({ name }) => name));
  const triple = ({ layer, call, tensor }: TensorReference): [string, number, number] => [
    layer,
    nested.has(layer) ? call + 1 : call,
    tensor,
  ];
  const layers = model.layers.map(layer => ({
    ...(layer.nested ? writeTfjsTopology({ ...layer.nested, name: layer.name }) : writeLayer(layer)),
    name: layer.name,
    inbound_nodes:
      layer.className === 'InputLayer'
        ? []
        : layer.calls.map(({ inputs }) => inputs.map(input => [...triple(input), {}])),
  }));
  return {
    class_name: 'Model',
    config: {
      name: model.name,
      layers,
      input_layers: model.inputs.map(triple),
      output_layers: model.outputs.map(triple),
    },
  };

  function writeLayer(layer: ModelLayer): Json {
    // TF.js flattens nothing that is flat already, where Keras gives it on as it is.
    const isFlat = layer.className === 'Flatten' && plan.shapeOf(layer.calls[0]!.inputs[0]!).length === 2;
    if (isFlat) return { class_name: 'Activation', config: { name: layer.name, activation: 'linear' } };
    return { class_name: layer.className, config: { ...writeConfig(layer), ...targetShape(layer) } };
  }

  /** A size of -1 is written out: TF.js 4.22 does not work it out in time to build a layer that follows. */
  function targetShape({ name, className }: ModelLayer): Json {
    if (className !== 'Reshape') return {};
    return { target_shape: plan.shapeOf({ layer: name, call: 0, tensor: 0 }).slice(1) };
  }
}

/**
 * Refuses layers that TF.js computes otherwise than Keras 3, and so the engine: a model must give what it gave where it was made.
 * @throws AppError `model-invalid` naming the layer.
 */
export function checkTfjsLayers(model: Model): void {
  for (const { name, className, config, nested } of model.layers) {
    if (nested) checkTfjsLayers(nested);
    // TF.js interpolates from the pixels' corners, Keras between their centres.
    if (className === 'UpSampling2D' && (config['interpolation'] ?? 'nearest') !== 'nearest')
      throw modelInvalid(name, 'interpolation: nearest', config['interpolation']);
    const activation = new LayerConfig(name, config).functionName('activation', 'linear');
    if (activation === 'hard_sigmoid')
      throw modelInvalid(name, 'an activation that TF.js and Keras 3 compute alike', activation);
  }
}

function writeConfig(layer: ModelLayer): Json {
  const { name, className, config } = layer;
  if (className === 'InputLayer') {
    const shape = config['batch_shape'] ?? config['batch_input_shape'];
    return { name, batch_input_shape: shape, dtype: 'float32', sparse: false };
  }
  const written = tfjsLayers.get(className);
  if (!written) throw modelInvalid(name, `a layer class of TF.js: ${[...tfjsLayers.keys()].join(', ')}`, className);
  for (const [key, value] of Object.entries(written.fixed ?? {})) {
    if ((config[key] ?? value) !== value)
      throw modelInvalid(name, `${key}: ${String(value)}, as TF.js computes it`, config[key]);
  }
  const entries: [string, unknown][] = [
    ['name', name],
    ['trainable', config['trainable'] !== false],
    ['dtype', 'float32'],
  ];
  for (const key of written.keys) {
    const value = config[key] ?? config[written.renamed?.[key] ?? key];
    if (value !== undefined && value !== null) entries.push([key, oneNumber(layer, key, value)]);
  }
  if (written.hasActivation) entries.push(['activation', activationOf(layer)]);
  for (const key of written.initializers ?? []) {
    const initializer = writeInitializer(new LayerConfig(name, config).initializer(key, ''));
    if (initializer) entries.push([key, initializer]);
  }
  return Object.fromEntries(entries);
}

/** Keras writes some numbers as a list of one; TF.js takes the number, and has no list of several for these. */
function oneNumber({ name, className }: ModelLayer, key: string, value: unknown): unknown {
  const isNumber =
    (className === 'BatchNormalization' && key === 'axis') ||
    (className === 'Rescaling' && (key === 'scale' || key === 'offset'));
  if (!isNumber || !Array.isArray(value)) return value;
  if (value.length === 1) return value[0] as unknown;
  throw modelInvalid(name, `${key}: one number, as TF.js has it`, value);
}

function activationOf({ name, config }: ModelLayer): string {
  const activation = new LayerConfig(name, config).functionName('activation', 'linear');
  const written = tfjsActivations.get(activation);
  if (written) return written;
  throw modelInvalid(name, `an activation of TF.js: ${[...tfjsActivations.keys()].join(', ')}`, activation);
}

function writeInitializer({ className, config }: { className: string; config: Json }): Json | undefined {
  const known = tfjsInitializers.get(className);
  // A seed may be an object of Keras' own; it is of no use here.
  const values = Object.entries(config).filter(([, value]) => value === null || typeof value !== 'object');
  return known === undefined ? undefined : { class_name: known, config: Object.fromEntries(values) };
}
