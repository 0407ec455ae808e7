// tfjs-node as an engine: the layers, kernels and gradients of TensorFlow on the same model.json.
import type { Runtime } from './runtime.ts';
import { openTfjsModel } from './tfjs-model.ts';
import { loadTfjs } from './tfjs-module.ts';
import { freeOnTheWayBack } from './tfjs-tape.ts';
import { openTfjsTrainer } from './tfjs-trainer.ts';

/** @throws AppError as `loadTfjs`. */
export function tfjsRuntime(folder: string): Runtime {
  const tf = loadTfjs(folder);
  freeOnTheWayBack(tf);
  return {
    id: 'tfjs',
    version: () => `${tf.version['tfjs-node']!} (TensorFlow ${tf.backend().binding.TF_Version})`,
    openModel: (model, weights, options) => openTfjsModel(tf, model, weights, options),
    openTrainer: options => openTfjsTrainer(tf, options),
  };
}
