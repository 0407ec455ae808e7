// Keras 3's `.weights.h5` as a format: the weights alone, as `save_weights` writes them.
import { checkWeights, modelWeights } from '../../../engine/weights.ts';
import { writeHdf5 } from './hdf5-write.ts';
import { isWeightsName, readKerasHdf5 } from './keras-h5.ts';
import { storeContent } from './keras-store.ts';
import type { ModelFormat } from './model-file.ts';

/** Read for the model that is given, without one by the datasets' paths. Keras 2 wrote legacy weights under this name. */
export const kerasWeightsFormat: ModelFormat = {
  id: 'keras-weights',
  recognises: ({ name }) => isWeightsName(name),
  read: readKerasHdf5,
  write: async ({ model, weights }, name) => {
    checkWeights(modelWeights(model), weights);
    return new Map([[name, await writeHdf5(storeContent(model, weights))]]);
  },
};
