// Whole models of Keras in one HDF5 file, and whatever else Keras keeps in HDF5: what is inside decides how it is read.
import { writeModel } from '../../../engine/graph.ts';
import type { Model } from '../../../engine/model.ts';
import { checkWeights, modelWeights } from '../../../engine/weights.ts';
import type { Hdf5Group } from './hdf5.ts';
import { readHdf5 } from './hdf5.ts';
import { isHdf5 } from './hdf5-superblock.ts';
import { writeHdf5 } from './hdf5-write.ts';
import { readKerasConfig } from './keras-config.ts';
import { legacyContent, listsLayers, readLegacy } from './keras-legacy-h5.ts';
import { legacyConfig } from './keras-legacy-config.ts';
import { readStore, storeOf } from './keras-store.ts';
import { modelInvalid } from './model-error.ts';
import type { ModelFile, ModelFormat, ModelSource } from './model-file.ts';

/** The Keras whose files these are like; readers older than 3 look at the first figure only. */
export const kerasVersion = '3.15.1';

/** Whether a name says that the file holds weights alone. */
export const isWeightsName = (name: string): boolean => /\.weights\.h5$/i.test(name);

/** A whole model, legacy weights or a store of weights. @throws AppError `model-invalid` {file, reason, detail}. */
export async function readKerasHdf5({ name, bytes }: ModelSource, like?: Model): Promise<ModelFile> {
  return readHdf5(bytes, name, root => readRoot(root, like ?? null, name));
}

/** The optimizer's state, which compiled models carry, is passed over. */
function readRoot(root: Hdf5Group, like: Model | null, file: string): ModelFile {
  const [config] = root.texts('model_config') ?? [];
  if (config !== undefined) {
    const weights = root.groups.get('model_weights');
    if (!weights) throw modelInvalid(file, 'fields-wrong', 'no model_weights');
    const model = readKerasConfig(config, file);
    return { model, weights: readLegacy(weights, model, file) };
  }
  if (listsLayers(root)) return { model: like, weights: readLegacy(root, like, file) };
  if (storeOf(root)) return { model: like, weights: readStore(root, like, file) };
  throw modelInvalid(file, 'not-this-format', 'neither model_config nor layer_names nor layers');
}

/** A whole model in one HDF5 file, as Keras 2 and 3 write and read it; reads files of weights alone as well. */
export const kerasH5Format: ModelFormat = {
  id: 'keras-h5',
  recognises: ({ name, bytes }) => !isWeightsName(name) && (isHdf5(bytes) || /\.(h5|hdf5)$/i.test(name)),
  read: readKerasHdf5,
  write: async ({ model, weights }, name) => {
    checkWeights(modelWeights(model), weights);
    const about = new Map([
      ['backend', 'tensorflow'],
      ['keras_version', kerasVersion],
    ]);
    const bytes = await writeHdf5({
      attributes: new Map([...about, ['model_config', JSON.stringify(legacyConfig(writeModel(model)))]]),
      groups: new Map([['model_weights', legacyContent(model, weights, about)]]),
    });
    return new Map([[name, bytes]]);
  },
};
