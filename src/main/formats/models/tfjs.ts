// TF.js layers models: model.json with Keras' config and the list of weights, and the weights' bytes in files beside it.
import { readModel } from '../../../engine/graph.ts';
import type { Model, ModelLayer } from '../../../engine/model.ts';
import { layerOf } from '../../../engine/plan.ts';
import type { Tensor } from '../../../engine/tensor.ts';
import { checkWeights, modelWeights } from '../../../engine/weights.ts';
import { modelInvalid, namingFile } from './model-error.ts';
import type { ModelFormat, ModelSource, WholeModel } from './model-file.ts';
import { withClosedSides } from './open-sides.ts';
import { parsePlainJson, StrictJsonError } from './strict-json.ts';
import { checkTfjsLayers, writeTfjsTopology } from './tfjs-topology.ts';
import { readTfjsWeights, writeTfjsWeights } from './tfjs-weights.ts';
import { refuseNonFinite, weightsFor } from './weights-for-model.ts';

const maxJsonBytes = 64 * 1024 ** 2;
/** Models nested as deep as the engine reads them need about fifty. */
const maxDepth = 100;

type Fields = Readonly<Record<string, unknown>>;

/** Read: what TF.js and its converter write, quantised too. Written: what every TF.js since 1.0 reads. */
export const tfjsFormat: ModelFormat = {
  id: 'tfjs',
  recognises: ({ name }) => /\.json$/i.test(name),
  read: readTfjs,
  async write(whole, name) {
    return namingFile(name, () => {
      refuseNonFinite(whole.weights, name);
      const { modelTopology, weights } = asTfjs(whole);
      const { manifest, shards } = writeTfjsWeights(weights);
      const json = {
        format: 'layers-model',
        generatedBy: 'Fovea',
        convertedBy: null,
        modelTopology,
        weightsManifest: manifest,
      };
      return new Map([[name, new TextEncoder().encode(JSON.stringify(json))], ...shards]);
    });
  },
};

/**
 * The model and its weights by Keras 3's names, as float32.
 * @throws AppError `model-invalid` {file, reason, detail}: `not-this-format` for a graph model, `fields-wrong` for weights that the
 * model lacks or does not have, `cut-short` or `offsets-broken` where the shards are not what the manifest says.
 */
async function readTfjs(source: ModelSource): Promise<WholeModel> {
  const { name } = source;
  const json = parseTfjsJson(source.bytes, name);
  const { format, modelTopology, weightsManifest } = json;
  if (format === 'graph-model' || Array.isArray(fieldsOf(modelTopology)['node']))
    throw modelInvalid(name, 'not-this-format', 'a TF.js graph model: only layers models hold the layers of a network');
  if (format !== undefined && format !== 'layers-model') throw modelInvalid(name, 'not-this-format', 'format');
  if (modelTopology === undefined) throw modelInvalid(name, 'not-this-format', 'no modelTopology');
  const model = namingFile(name, () =>
    readModel(withClosedSides(fieldsOf(modelTopology)['model_config'] ?? modelTopology)),
  );
  namingFile(name, () => checkTfjsLayers(model));
  const tensors = await readTfjsWeights(weightsManifest, source);
  return { model, weights: weightsFor(model, byKey(model, tensors, name), name) };
}

/** An object of JSON from outside. @throws AppError `model-invalid` where it is none, names a key twice or nests too deep. */
export function parseTfjsJson(bytes: Uint8Array, file: string): Fields {
  if (bytes.byteLength > maxJsonBytes) throw modelInvalid(file, 'too-large', `${bytes.byteLength} bytes`);
  try {
    const value = parsePlainJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes), maxDepth);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new StrictJsonError('not an object');
    return value as Fields;
  } catch (error) {
    if (error instanceof StrictJsonError || error instanceof TypeError)
      throw modelInvalid(file, 'header-broken', error.message, error);
    throw error;
  }
}

/**
 * A model as TF.js reads it: the graph, and the weights under TF.js' names in the order of the layers.
 * @throws AppError `model-invalid` naming a layer that TF.js lacks or whose weights do not fit.
 */
export function asTfjs({ model, weights }: WholeModel): {
  readonly modelTopology: unknown;
  readonly weights: ReadonlyMap<string, Tensor>;
} {
  const specs = modelWeights(model);
  checkWeights(specs, weights);
  const nameOf = tfjsNames(model);
  return {
    modelTopology: { keras_version: '2.15.0', backend: 'tensorflow', model_config: writeTfjsTopology(model) },
    weights: new Map(specs.map(({ key }) => [nameOf(key), weights.get(key)!])),
  };
}

const fieldsOf = (value: unknown): Fields => Object(value) as Fields;

/** The tensors by the model's keys. A name that is none of them stays as it is, to be refused with those that are missing. */
function byKey(model: Model, tensors: ReadonlyMap<string, Tensor>, file: string): Map<string, Tensor> {
  const nameOf = tfjsNames(model);
  // Keras 3's own names last: the converter keeps `kernel` of a DepthwiseConv2D that Keras 3 saved.
  const keys = new Map(modelWeights(model).flatMap(({ key }) => [[nameOf(key), key] as const, [key, key] as const]));
  const found = new Map<string, Tensor>();
  for (const [name, tensor] of tensors) {
    const key = keys.get(name) ?? keys.get(withoutInnerName(name)) ?? name;
    if (found.has(key)) throw modelInvalid(file, 'name-twice', key.slice(0, 200));
    found.set(key, tensor);
  }
  return found;
}

/** TensorFlow 2.2 put a name of its own between the layer's and the weight's; TF.js takes it off as well (Container.loadWeights). */
function withoutInnerName(name: string): string {
  const parts = name.split('/');
  return [...parts.slice(0, -2), parts.at(-1)].join('/');
}

/** TF.js' name of a weight: Keras 3's, but for the kernel of a DepthwiseConv2D. */
export function tfjsNames(model: Model): (key: string) => string {
  const depthwise = new Set(
    allLayers(model)
      .filter(({ className }) => className === 'DepthwiseConv2D')
      .map(({ name }) => name),
  );
  return key => (depthwise.has(layerOf(key)) && key.endsWith('/kernel') ? `${layerOf(key)}/depthwise_kernel` : key);
}

const allLayers = (model: Model): ModelLayer[] =>
  model.layers.flatMap(layer => [layer, ...(layer.nested ? allLayers(layer.nested) : [])]);
