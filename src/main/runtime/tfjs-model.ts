// A model in tfjs-node: loaded from the very model.json that Fovea writes for TF.js, with its weights from memory; and run.
import { setImmediate as eventLoopTurn } from 'node:timers/promises';
import type { Model } from '../../engine/model.ts';
import { layerOutput, planModel } from '../../engine/plan.ts';
import { modelUpTo } from '../../engine/split.ts';
import { toFloat32 } from '../../engine/tensor.ts';
import type { Weights } from '../../engine/tensor.ts';
import { modelWeights } from '../../engine/weights.ts';
import { AppError } from '../../shared/errors.ts';
import { modelInvalid } from '../../engine/layers/config.ts';
import { asTfjs, tfjsNames } from '../formats/models/tfjs.ts';
import type { OpenModelOptions, RunningModel } from './runtime.ts';
import type { Tf, TfLayer, TfModel, TfVariable } from './tfjs-module.ts';
import { asEngineFailure, engineFailure, fromTf, toTf } from './tfjs-values.ts';

export type LoadedModel = {
  readonly layers: TfModel;
  /** Every weight by Fovea's key, in the order of the layers. */
  readonly variables: ReadonlyMap<string, TfVariable>;
};

/** @throws AppError `model-invalid` naming a layer that TF.js lacks or whose weights do not fit; `engine-failed`. */
export async function loadModel(tf: Tf, model: Model, weights: Weights): Promise<LoadedModel> {
  const { modelTopology, weights: named } = asTfjs({ model, weights });
  const values = [...named.values()].map(toFloat32);
  const weightData = new Uint8Array(values.reduce((bytes, { byteLength }) => bytes + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of values) {
    weightData.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  const weightSpecs = [...named].map(([name, { shape }]) => ({ name, shape, dtype: 'float32' }));
  const from = tf.io.fromMemory({ modelTopology, weightSpecs, weightData: weightData.buffer });
  const layers = await tf.loadLayersModel(from).catch((error: unknown) => {
    throw engineFailure(error);
  });
  const nameOf = tfjsNames(model);
  const found = new Map(layers.weights.map(({ originalName, val }) => [originalName, val]));
  const variables = modelWeights(model).map(({ key }) => [key, found.get(nameOf(key))] as const);
  const lost = variables.find(([, variable]) => !variable);
  if (lost) throw new AppError('engine-failed', { reason: `TF.js has no weight ${nameOf(lost[0])}` });
  return { layers, variables: new Map(variables as [string, TfVariable][]) };
}

/** Every layer that is not a model itself, those of nested models too. */
export function allLayers(layer: TfLayer): TfLayer[] {
  return layer.layers?.flatMap(allLayers) ?? [layer];
}

/** As `Runtime.openModel`. */
export async function openTfjsModel(
  tf: Tf,
  model: Model,
  weights: Weights,
  { outputs }: OpenModelOptions,
): Promise<RunningModel> {
  const wanted = outputs ? withOutputs(model, outputs) : model;
  const needed = new Set(modelWeights(wanted).map(({ key }) => key));
  const { layers } = await loadModel(tf, wanted, new Map([...weights].filter(([key]) => needed.has(key))));
  const places = wanted.inputs.map(({ layer }) => model.inputs.findIndex(input => input.layer === layer));
  let isOpen = true;
  return {
    // TensorFlow blocks its thread, as ONNX Runtime does: whatever else waits there has its turn before.
    async run(inputs) {
      if (!isOpen) throw new AppError('engine-failed', { reason: 'the model is closed' });
      if (inputs.length !== model.inputs.length) {
        const reason = `${model.inputs.length} inputs expected, ${inputs.length} received`;
        throw new AppError('engine-failed', { reason });
      }
      await eventLoopTurn();
      return asEngineFailure(() =>
        tf.tidy(() => {
          const given = places.map(place => toTf(tf, inputs[place]!));
          const results = layers.apply(given, { training: false });
          return (Array.isArray(results) ? results : [results]).map(fromTf);
        }),
      );
    },
    async dispose() {
      if (isOpen) layers.dispose();
      isOpen = false;
    },
  };
}

/** What of the model leads to these layers' outputs. */
function withOutputs(model: Model, outputs: readonly string[]): Model {
  const plan = planModel(model);
  const references = outputs.map(layer => {
    layerOutput(plan, layer);
    if (!model.layers.some(({ name }) => name === layer))
      throw modelInvalid(layer, 'a layer of the outer model', 'one of a nested model');
    return { layer, call: 0, tensor: 0 };
  });
  return modelUpTo(model, references);
}
