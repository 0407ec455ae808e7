// A trained model on disk: a folder with model.json, weights.safetensors and card.json. A model on the built-in backbone stores
// only its head and the backbone's hash, so the folder is small and works on every computer that has the same Fovea.
import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Weights } from '../../../engine/tensor.ts';
import { AppError } from '../../../shared/errors.ts';
import { sha256, writeNewFolder } from './durable-folder.ts';
import { modelInvalid } from './model-error.ts';
import { parseManifest } from './model-manifest.ts';
import type { BackboneReference, ModelManifest } from './model-manifest.ts';
import { nonFiniteWeights, readSafetensors, writeSafetensors } from './safetensors.ts';

/** What Node reads in one piece. */
const maxFileBytes = 2 ** 31 - 1;
const maxManifestBytes = 64 * 1024 ** 2;

/** What it was trained on, its scores, the origin and licence of its weights: words and figures for people, plain JSON. */
export type ModelCard = Readonly<Record<string, unknown>>;

export type TrainedModel = Omit<ModelManifest, 'format' | 'version' | 'files'> & {
  /** The head's weights, or the whole network's where `backbone` is null. */
  readonly weights: Weights;
  readonly card: ModelCard;
};

/** As read: `sha256` stands for all of it, weights and backbone by their own hashes. */
export type StoredModel = TrainedModel & { readonly sha256: string };

/**
 * Writes a new model folder, whole or not at all. Throws AppError `conflict` when `folder` exists, `disk-full`, `disk-failed`,
 * and `model-invalid` when the model could not be read back (no classes, weights that are not numbers).
 */
export async function writeModelFolder(folder: string, model: TrainedModel): Promise<void> {
  const { weights, card, task, graph, backbone, preprocessing, classes, created } = model;
  checkFinite(weights, path.join(folder, 'weights.safetensors'));
  const weightBytes = writeSafetensors(weights);
  const cardBytes = encode(card);
  const files = { 'weights.safetensors': sha256(weightBytes), 'card.json': sha256(cardBytes) };
  const fields = { format: 'fovea-model', version: 1, task, graph, backbone, preprocessing, classes, created, files };
  const manifest = parseManifest(fields, path.join(folder, 'model.json'));
  await writeNewFolder(
    folder,
    new Map([
      ['weights.safetensors', weightBytes],
      ['card.json', cardBytes],
      ['model.json', encode({ ...manifest, checksum: checksumOf(manifest) })],
    ]),
  );
}

/**
 * Reads a model folder and checks every byte of it. Throws AppError `model-missing` {file} (no such folder or file),
 * `model-damaged` {file, reason} (not what was written) or `model-invalid` {file, reason, detail} (never was a model).
 */
export async function readModelFolder(folder: string): Promise<StoredModel> {
  const manifestFile = path.join(folder, 'model.json');
  const manifest = readManifest(await readPart(folder, 'model.json'), manifestFile);
  const { files, task, graph, backbone, preprocessing, classes, created } = manifest;
  const [weightBytes, cardBytes] = await Promise.all([
    readUnchanged(folder, 'weights.safetensors', files),
    readUnchanged(folder, 'card.json', files),
  ]);
  const weightFile = path.join(folder, 'weights.safetensors');
  const weights = readSafetensors(weightBytes, weightFile);
  checkFinite(weights, weightFile);
  const card = parseJson(cardBytes, path.join(folder, 'card.json')) as ModelCard;
  return { task, graph, backbone, preprocessing, classes, created, weights, card, sha256: checksumOf(manifest) };
}

/** What a model folder says of itself, without reading its weights. Throws as `readModelFolder`. */
export async function readModelHead(folder: string): Promise<Omit<TrainedModel, 'weights'>> {
  const manifest = readManifest(await readPart(folder, 'model.json'), path.join(folder, 'model.json'));
  const { files, task, graph, backbone, preprocessing, classes, created } = manifest;
  const card = parseJson(await readUnchanged(folder, 'card.json', files), path.join(folder, 'card.json')) as ModelCard;
  return { task, graph, backbone, preprocessing, classes, created, card };
}

/**
 * Head and backbone together: all the weights the whole network needs. Layer names of a head must differ from the backbone's.
 * Throws AppError `model-invalid` with reason `backbone-differs` when the model was trained on another backbone than `available`.
 */
export function withBackbone(
  model: TrainedModel,
  available: BackboneReference & { readonly weights: Weights },
  file: string,
): Weights {
  if (model.backbone === null) return model.weights;
  const { name, sha256: hash } = model.backbone;
  if (name !== available.name || hash !== available.sha256)
    throw modelInvalid(file, 'backbone-differs', `${name} ${hash}`);
  const twice = [...model.weights.keys()].find(key => available.weights.has(key) && !key.startsWith('predictions/'));
  if (twice !== undefined) throw modelInvalid(file, 'name-twice', twice);
  return new Map([...available.weights, ...model.weights]);
}

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
const checksumOf = (manifest: ModelManifest): string => sha256(JSON.stringify(manifest));

function checkFinite(weights: Weights, file: string): void {
  const [bad] = nonFiniteWeights(weights);
  if (bad !== undefined) throw modelInvalid(file, 'not-a-number', bad);
}

function parseJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (error) {
    throw modelInvalid(file, 'header-broken', (error as Error).message, error);
  }
}

function readManifest(bytes: Uint8Array, file: string): ModelManifest {
  if (bytes.byteLength > maxManifestBytes) throw modelInvalid(file, 'too-large', `${bytes.byteLength} bytes`);
  const value = parseJson(bytes, file);
  const manifest = parseManifest(value, file);
  if ((value as { checksum?: unknown }).checksum !== checksumOf(manifest)) {
    throw new AppError('model-damaged', { file, reason: 'content-changed' });
  }
  return manifest;
}

async function readUnchanged(
  folder: string,
  name: keyof ModelManifest['files'],
  files: ModelManifest['files'],
): Promise<Uint8Array> {
  const bytes = await readPart(folder, name);
  if (sha256(bytes) !== files[name])
    throw new AppError('model-damaged', { file: path.join(folder, name), reason: 'content-changed' });
  return bytes;
}

/** A file of the folder, opened only when it is a plain file: a pipe named weights.safetensors would never end. */
async function readPart(folder: string, name: string): Promise<Uint8Array> {
  const file = path.join(folder, name);
  try {
    const facts = await lstat(file);
    if (!facts.isFile()) throw modelInvalid(file, 'not-this-format', 'not a plain file');
    if (facts.size > maxFileBytes) throw modelInvalid(file, 'too-large', `${facts.size} bytes`);
    return await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (error instanceof AppError) throw error;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new AppError('model-missing', { file: folder }, { cause: error });
    throw new AppError('model-damaged', { file, reason: code ?? String(error) }, { cause: error });
  }
}
