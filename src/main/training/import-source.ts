// What a person brings in as a model: a file, or a folder of Teachable Machine, TF.js or Fovea; read, with the hash of all that was read.
import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Model } from '../../engine/model.ts';
import type { Preprocessing } from '../../engine/preprocessing.ts';
import type { Weights } from '../../engine/tensor.ts';
import { AppError } from '../../shared/errors.ts';
import { networksOfSize, recogniseByNames } from '../formats/models/known-networks.ts';
import type { KnownNetwork, Recognised } from '../formats/models/known-networks.ts';
import { modelInvalid } from '../formats/models/model-error.ts';
import type { ModelSource } from '../formats/models/model-file.ts';
import { formatOf, modelSource, readModelFile } from '../formats/models/model-formats.ts';
import type { ReadModelFile } from '../formats/models/model-formats.ts';
import { readOnnxClasses } from '../formats/models/onnx-classes.ts';
import { readTeachableMachine } from '../formats/models/teachable-machine.ts';
import { readNetwork } from './classifier.ts';
import { readOnnxLayers } from './onnx-layers-proof.ts';

export type OpenedSource = {
  /** The file's or folder's own name. */
  readonly file: string;
  readonly format: string;
  /** Of everything that was read; of one file alone, that file's. */
  readonly sha256: string;
  readonly md5: string;
  readonly model: Model;
  readonly weights: Weights;
  /** Null where the file does not say them. */
  readonly classes: readonly string[] | null;
  readonly preprocessing: Preprocessing | null;
  /** Known where weights came alone. */
  readonly network: KnownNetwork | null;
  readonly part: Recognised['part'];
  /** The middle square of each photo is what it was taught on. */
  readonly isCropped: boolean;
};

/** @throws AppError `file-missing`, `model-invalid` {file, reason, detail}, and as a model folder of Fovea throws. */
export async function openSource(
  place: string,
  { resourcesFolder, threads }: { readonly resourcesFolder: string; readonly threads: number },
): Promise<OpenedSource> {
  const { folder, file } = await mainFileOf(place);
  if (file === null) return openFoveaFolder(folder!, resourcesFolder);
  const hashes = hashing(await modelSource(file));
  const about = { file: path.basename(place), network: null, part: null, isCropped: false };
  const format = formatOf(hashes.source).id;
  if (format === 'teachable-machine') {
    const { model, weights, classes, preprocessing } = await readTeachableMachine(hashes.source);
    return { ...about, format, ...hashes.done(), model, weights, classes, preprocessing, isCropped: true };
  }
  if (format === 'onnx') {
    const classes = readOnnxClasses(hashes.source.bytes, hashes.source.name);
    const { model, weights } = await readOnnxLayers(hashes.source, threads);
    return { ...about, format, ...hashes.done(), model, weights, classes, preprocessing: null };
  }
  const read = await readModelFile(hashes.source);
  const rest = { ...about, format, classes: null, preprocessing: null };
  if (read.model) return { ...rest, ...hashes.done(), model: read.model, weights: read.weights };
  const { network, model, weights, part } = await recognise(read, hashes.source);
  return { ...rest, ...hashes.done(), model, weights, network, part };
}

/** Which file of a chosen place is read first; null for a model folder of Fovea, which is read as a whole. */
async function mainFileOf(place: string): Promise<{ readonly folder: string | null; readonly file: string | null }> {
  const isFolder = await stat(place).then(
    found => found.isDirectory(),
    (error: unknown) => {
      throw new AppError('file-missing', { file: place }, { cause: error });
    },
  );
  if (!isFolder && path.basename(place) !== 'model.json') return { folder: null, file: place };
  const folder = isFolder ? place : path.dirname(place);
  const names = new Set(await readdir(folder));
  if (names.has('card.json') && names.has('weights.safetensors')) return { folder, file: null };
  const first = ['metadata.json', 'model.json'].find(name => names.has(name));
  if (first === undefined) throw modelInvalid(path.basename(place), 'not-this-format', 'no model.json in the folder');
  return { folder, file: path.join(folder, first) };
}

async function openFoveaFolder(folder: string, resourcesFolder: string): Promise<OpenedSource> {
  const { model, weights, classes, preprocessing, trained } = await readNetwork(folder, resourcesFolder);
  const about = { file: path.basename(folder), format: 'fovea', sha256: trained!.sha256, md5: '' };
  const rest = { network: null, part: null, isCropped: false };
  return { ...about, ...rest, model, weights, preprocessing, classes: classes.length > 0 ? classes : null };
}

/** Weights alone: by their names, else by their number and then by the places that Keras gives them. */
async function recognise(
  { weights, format }: ReadModelFile,
  source: ModelSource,
): Promise<Pick<Recognised, 'network' | 'model' | 'weights' | 'part'>> {
  const named = recogniseByNames(weights);
  if (named) return named;
  const [first = 'nothing'] = weights.keys();
  if (format === 'torch')
    throw modelInvalid(source.name, 'torch-weights', `${weights.size} tensors, the first ${first}`);
  for (const { network, model } of networksOfSize(weights)) {
    try {
      const read = await readModelFile(source, model);
      return { network, model, weights: read.weights, part: null };
    } catch (error) {
      // Its weights are as many as this network's and still others: the next one of the list may be it.
      if (!(error instanceof AppError && error.code === 'model-invalid')) throw error;
    }
  }
  throw modelInvalid(source.name, 'network-unknown', `${weights.size} tensors, the first ${first.slice(0, 200)}`);
}

/** A source whose reads are hashed: what lies beside the file counts too. */
function hashing(source: ModelSource): {
  readonly source: ModelSource;
  readonly done: () => Pick<OpenedSource, 'sha256' | 'md5'>;
} {
  const parts = new Map([[source.name, source.bytes]]);
  const digest = (algorithm: string): string => {
    const hash = createHash(algorithm);
    for (const name of [...parts.keys()].toSorted()) hash.update(parts.get(name)!);
    return hash.digest('hex');
  };
  return {
    source: {
      ...source,
      async beside(name) {
        const bytes = await source.beside(name);
        parts.set(name, bytes);
        return bytes;
      },
    },
    done: () => ({ sha256: digest('sha256'), md5: digest('md5') }),
  };
}
