// A classifier as one graph from the decoded photo to probabilities: a trained model on its backbone, or the built-in network
// with its ImageNet classes. Predicting, exporting and the comparison after an export all run the graph that is made here.
import path from 'node:path';
import { compileInference } from '../../engine/compile/inference.ts';
import { readModel } from '../../engine/graph.ts';
import type { Model } from '../../engine/model.ts';
import type { Preprocessing } from '../../engine/preprocessing.ts';
import type { Weights } from '../../engine/tensor.ts';
import { efficientnetLite0 } from '../../engine/zoo/efficientnet-lite0.ts';
import { builtInBackbone, builtInPreprocessing, readBuiltIn } from '../formats/models/built-in.ts';
import { modelInvalid } from '../formats/models/model-error.ts';
import { readModelFolder, withBackbone, type StoredModel } from '../formats/models/model-folder.ts';
import { openSession, type Session } from '../runtime/onnx.ts';
import { photoTensor } from './extractor.ts';
import { joinModels } from './head-model.ts';
import type { DecodedPhoto } from './job-context.ts';

export type Classifier = {
  /** `photo` uint8 [1, H, W, 3] of any size → `probabilities` float32 [1, classes]. */
  readonly onnx: Uint8Array;
  /** In the order of the outputs. */
  readonly classes: readonly string[];
  /** The longer side of the network's input: nothing smaller needs to be decoded. */
  readonly atLeastPx: number;
  /** The folder it came from; null for the built-in network. */
  readonly trained: StoredModel | null;
};

/** A model folder's network on its backbone, or the built-in one. */
export type Network = {
  readonly model: Model;
  readonly weights: Weights;
  readonly preprocessing: Preprocessing;
  readonly classes: readonly string[];
  readonly trained: StoredModel | null;
};

/**
 * Reads a model folder, or the built-in network for null.
 * Throws AppError model-missing, model-damaged, model-invalid or built-in-model-damaged.
 */
export async function readNetwork(modelFolder: string | null, resourcesFolder: string): Promise<Network> {
  if (modelFolder === null) {
    const { weights, classes } = await readBuiltIn(resourcesFolder);
    const model = efficientnetLite0({ classes: classes.length });
    return { model, weights, preprocessing: builtInPreprocessing, classes, trained: null };
  }
  const trained = await readModelFolder(modelFolder);
  const own = readModel(trained.graph);
  const isWhole = trained.backbone === null;
  const available = isWhole ? null : { ...builtInBackbone, weights: (await readBuiltIn(resourcesFolder)).weights };
  const model = isWhole ? own : joinModels(efficientnetLite0({ classes: 0 }), own);
  const file = path.join(modelFolder, 'model.json');
  const weights = available === null ? trained.weights : withBackbone(trained, available, file);
  const classes = trained.classes.map(({ name }) => name);
  return { model, weights, preprocessing: trained.preprocessing, classes, trained };
}

/** The same, compiled. Throws as `readNetwork`, and `model-invalid` for a starting point that names no classes. */
export async function readClassifier(modelFolder: string | null, resourcesFolder: string): Promise<Classifier> {
  const { model, weights, preprocessing, classes, trained } = await readNetwork(modelFolder, resourcesFolder);
  if (classes.length === 0) throw modelInvalid(path.basename(modelFolder ?? ''), 'names-no-classes');
  const metadata = trained === null ? {} : { metadata: { fovea_classes: JSON.stringify(classes) } };
  const onnx = compileInference({ model, weights, preprocessing, ...metadata });
  return { onnx, classes, atLeastPx: sidePx(preprocessing), trained };
}

const sidePx = ({ heightPx, widthPx }: { readonly heightPx: number; readonly widthPx: number }): number =>
  Math.max(heightPx, widthPx);

export type OpenClassifier = {
  /** One probability per class. */
  readonly probabilities: (photo: DecodedPhoto) => Promise<Float32Array>;
  readonly dispose: () => Promise<void>;
};

/** Opens ONNX bytes of the form above, ours or read back from a file. Throws AppError engine-failed. */
export async function openClassifier(onnx: Uint8Array, threads: number): Promise<OpenClassifier> {
  const session: Session = await openSession(onnx, { threads });
  return {
    async probabilities(photo) {
      const { probabilities } = await session.run({ photo: photoTensor(photo) }, ['probabilities']);
      return probabilities!.data as Float32Array;
    },
    dispose: () => session.dispose(),
  };
}
