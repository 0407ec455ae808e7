// The model that travels with Fovea: EfficientNet-Lite0, read from resources/models/ and checked against the hashes written here.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Preprocessing } from '../../../engine/preprocessing.ts';
import { toFloat32 } from '../../../engine/tensor.ts';
import type { Weights } from '../../../engine/tensor.ts';
import { AppError } from '../../../shared/errors.ts';
import { builtInCard, type BackboneFacts, type BuiltInCard } from '../../../shared/records/model-facts.ts';
import { readSafetensors } from './safetensors.ts';

/** What identifies the built-in backbone in trained models and feature-cache keys: the hash of its weight file. */
export const builtInBackbone = {
  name: 'efficientnet-lite0',
  sha256: 'c268e18536b8532455ba347324977c7beea99bd60c36b4ba38f4f98d74435d9f',
} as const;

/** SHA-256 of each file, as scripts/import-built-in-model.mjs makes it. The card is words about them and is not computed with. */
const sha256Of = {
  'weights.safetensors': builtInBackbone.sha256,
  'classes.json': '9a3884ad6001e42657333bc37fde52ccf440b250eb8181e4d6d6a755f92486fa',
} as const;

/** EfficientNet-Lite's own preprocessing; wrong values cost accuracy silently. */
export const builtInPreprocessing: Preprocessing = {
  heightPx: 224,
  widthPx: 224,
  mean: [127, 127, 127],
  std: [128, 128, 128],
  order: 'rgb',
};

export type BuiltIn = {
  /** float32, 247 tensors, keyed as `efficientnetLite0({ classes: 1000 })` names them. */
  readonly weights: Weights;
  /** The 1,000 ImageNet class names in the order of the outputs. */
  readonly classes: readonly string[];
  readonly card: BuiltInCard;
};

/**
 * Reads the built-in model from `<resourcesFolder>/models/efficientnet-lite0`.
 * Throws AppError `built-in-model-damaged` {file, reason} when a file is missing or a byte of it differs.
 */
export async function readBuiltIn(resourcesFolder: string): Promise<BuiltIn> {
  const folder = path.join(resourcesFolder, 'models', builtInBackbone.name);
  const [stored, classes, card] = await Promise.all([
    readChecked(folder, 'weights.safetensors'),
    readBuiltInClasses(resourcesFolder),
    readBuiltInCard(resourcesFolder),
  ]);
  const weights = readSafetensors(stored, 'weights.safetensors');
  return {
    weights: new Map(
      [...weights].map(([name, tensor]) => [name, { dtype: 'float32', shape: tensor.shape, data: toFloat32(tensor) }]),
    ),
    classes,
    card,
  };
}

/** The 1,000 names alone, without reading the weights. Throws as `readBuiltIn` does. */
export async function readBuiltInClasses(resourcesFolder: string): Promise<readonly string[]> {
  const bytes = await readChecked(path.join(resourcesFolder, 'models', builtInBackbone.name), 'classes.json');
  return JSON.parse(bytes.toString('utf8')) as string[]; // its hash says what it is
}

/** The card alone, without reading the weights. Throws as `readBuiltIn` does. */
export async function readBuiltInCard(resourcesFolder: string): Promise<BuiltInCard> {
  const file = path.join(resourcesFolder, 'models', builtInBackbone.name, 'card.json');
  const bytes = await readOrDamaged(file);
  try {
    return builtInCard.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    throw new AppError('built-in-model-damaged', { file, reason: 'content-changed' }, { cause: error });
  }
}

export function backboneFacts({ name, pretrained, source, licence }: BuiltInCard): BackboneFacts {
  const { sha256 } = builtInBackbone;
  return { name, pretrained, package: source.package, licence: licence.weights, sha256 };
}

async function readOrDamaged(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new AppError('built-in-model-damaged', { file, reason }, { cause: error });
  }
}

async function readChecked(folder: string, name: keyof typeof sha256Of): Promise<Buffer> {
  const file = path.join(folder, name);
  const bytes = await readOrDamaged(file);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256Of[name]) {
    throw new AppError('built-in-model-damaged', { file, reason: 'content-changed' });
  }
  return bytes;
}
