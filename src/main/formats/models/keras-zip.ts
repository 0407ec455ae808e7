// `.keras` files: a zip of metadata.json, config.json and model.weights.h5.
import { writeModel } from '../../../engine/graph.ts';
import { checkWeights, modelWeights } from '../../../engine/weights.ts';
import { readHdf5 } from './hdf5.ts';
import { writeHdf5 } from './hdf5-write.ts';
import { readKerasConfig } from './keras-config.ts';
import { kerasVersion } from './keras-h5.ts';
import { readStore, storeContent } from './keras-store.ts';
import { modelInvalid } from './model-error.ts';
import type { ModelFormat } from './model-file.ts';
import { readZip, writeStoredZip } from './stored-zip.ts';

/** A whole model as Keras 3 saves it. */
export const kerasFormat: ModelFormat = {
  id: 'keras',
  recognises: ({ name }) => /\.keras$/i.test(name),
  read: async ({ name, bytes }) => {
    const entries = readZip(bytes, name);
    const entry = (part: string): Uint8Array => {
      const read = entries.get(part);
      if (!read) throw modelInvalid(name, 'fields-wrong', `no ${part}`);
      return read();
    };
    const model = readKerasConfig(new TextDecoder().decode(entry('config.json')), name);
    const weights = await readHdf5(entry('model.weights.h5'), name, root => readStore(root, model, name));
    return { model, weights };
  },
  write: async ({ model, weights }, name) => {
    checkWeights(modelWeights(model), weights);
    const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
    const entries = new Map([
      ['metadata.json', json({ keras_version: kerasVersion })],
      ['config.json', json(writeModel(model))],
      ['model.weights.h5', await writeHdf5(storeContent(model, weights))],
    ]);
    return new Map([[name, writeStoredZip(entries)]]);
  },
};
