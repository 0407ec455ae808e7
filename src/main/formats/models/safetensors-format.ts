// safetensors as a format of model files: the weights by `layer/weight`, and the Keras config among the file's properties.
import { readModel, writeModel } from '../../../engine/graph.ts';
import type { Model } from '../../../engine/model.ts';
import { checkWeights, modelWeights } from '../../../engine/weights.ts';
import { modelInvalid, namingFile } from './model-error.ts';
import type { ModelFormat } from './model-file.ts';
import { readSafetensors, readSafetensorsMetadata, writeSafetensors } from './safetensors.ts';
import { parsePlainJson, StrictJsonError } from './strict-json.ts';
import { refuseNonFinite, weightsFor } from './weights-for-model.ts';

/** Models nested as deep as the engine reads them need about fifty. */
const maxConfigDepth = 100;

/** The model is the one given, or the file's own; a file without either gives weights by the names it has. */
export const safetensorsFormat: ModelFormat = {
  id: 'safetensors',
  recognises: ({ name, bytes }) => /\.safetensors$/i.test(name) || hasHeader(bytes),
  async read({ name, bytes }, like) {
    const weights = readSafetensors(bytes, name);
    const config = readSafetensorsMetadata(bytes, name).get('keras_config');
    const model = like ?? (config === undefined ? null : modelOf(config, name));
    if (model) return { model, weights: weightsFor(model, weights, name) };
    refuseNonFinite(weights, name);
    return { model, weights };
  },
  async write({ model, weights }, name) {
    const specs = modelWeights(model);
    checkWeights(specs, weights);
    const metadata = { format: 'keras', keras_config: JSON.stringify(writeModel(model)) };
    const own = new Map(specs.map(({ key }) => [key, weights.get(key)!]));
    return new Map([[name, writeSafetensors(own, metadata)]]);
  },
};

/** A length that the file can hold, and a header that begins as an object does. */
function hasHeader(bytes: Uint8Array): boolean {
  if (bytes.byteLength < 10 || bytes[8] !== 0x7b) return false;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  return length >= 2n && length <= BigInt(bytes.byteLength - 8);
}

function modelOf(config: string, file: string): Model {
  try {
    return namingFile(file, () => readModel(parsePlainJson(config, maxConfigDepth)));
  } catch (error) {
    if (!(error instanceof StrictJsonError)) throw error;
    throw modelInvalid(file, 'header-broken', `keras_config: ${error.message}`, error);
  }
}
