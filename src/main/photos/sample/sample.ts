// The sample project's photos: nuts, bolts and washers, drawn by us, with exact classes, boxes and masks, the same from the same seed.
import { access, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { encodePart } from '../decode.ts';
import { expose } from './camera.ts';
import { develop } from './develop.ts';
import { areaOf, boxOf, maskOf, outlineOf, runLengthsOf } from './masks.ts';
import type { Box, RunLengths } from './masks.ts';
import { cellsPerPx } from './relief.ts';
import { makeScene, photoHeightPx, photoWidthPx } from './scene.ts';
import { thingKinds } from './shapes.ts';
import type { ThingKind } from './shapes.ts';

export const samplePhotoCount = 60;
export const sampleSeed = 7;
/** Less than this of a thing cannot be recognised, so it is no annotation. */
const smallestAreaPx = 150;

export type SampleThing = {
  readonly className: ThingKind;
  readonly faulty: boolean;
  readonly box: Box;
  /** Outline of the visible part, x and y in turn. */
  readonly polygon: readonly number[];
  readonly mask: RunLengths;
  readonly areaPx: number;
};

export type SamplePhoto = {
  /** sRGB, interleaved, `widthPx` × `heightPx`. */
  readonly rgb: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** The class of the whole photo: its main thing. */
  readonly className: ThingKind;
  /** The main thing first. Boxes and masks are of what is visible. */
  readonly things: readonly SampleThing[];
};

/** Photo `index` (0…) of the sample with this seed; classes take turns: nut, bolt, washer. About a third of a second. */
export function makeSamplePhoto(seed: number, index: number): SamplePhoto {
  const className = thingKinds[index % thingKinds.length]!;
  const scene = makeScene(seed, index, className);
  const { rgb, owners } = expose(scene);
  const size = { widthPx: photoWidthPx, heightPx: photoHeightPx };
  const things = scene.things.flatMap(({ kind, isFaulty }, number): SampleThing[] => {
    const mask = maskOf(owners, number + 1, { ...size, samples: cellsPerPx });
    const box = boxOf(mask);
    const areaPx = areaOf(mask);
    if (!box || areaPx < smallestAreaPx) return [];
    return [{ className: kind, faulty: isFaulty, box, polygon: outlineOf(mask), mask: runLengthsOf(mask), areaPx }];
  });
  return { rgb: develop(rgb, scene), ...size, className, things };
}

/** A sample photo as it is written. */
export type DrawnPhoto = {
  /** Below the folder, with `/`. */
  readonly name: string;
  readonly jpeg: Uint8Array;
  readonly things: readonly SampleThing[];
};

export async function drawSamplePhoto(seed: number, index: number): Promise<DrawnPhoto> {
  const { rgb, widthPx, heightPx, className, things } = makeSamplePhoto(seed, index);
  const number = String(Math.floor(index / thingKinds.length) + 1).padStart(2, '0');
  const jpeg = await encodePart({ rgb, widthPx, heightPx }, 0, 0, Math.max(widthPx, heightPx));
  return { name: `${className}/${className}-${number}.jpg`, jpeg, things };
}

export type WriteSampleOptions = {
  readonly seed?: number;
  readonly count?: number;
  /** Who draws, and how many photos at once; here, one by one, unless given. */
  readonly draw?: typeof drawSamplePhoto;
  readonly atOnce?: number;
  readonly signal?: AbortSignal;
  /** Called after each photo. */
  readonly onPhoto?: (done: number, total: number) => void;
};

/**
 * Writes `<folder>/{nut,bolt,washer}/<class>-<nn>.jpg` and, last, `<folder>/annotations.json` (COCO, boxes and run-length masks).
 * Nothing that is there is replaced: AppError `out-folder-not-empty` {folder}. Also `cancelled`, `disk-full`, `disk-failed` {file}.
 */
export async function writeSample(
  folder: string,
  options: WriteSampleOptions = {},
): Promise<{ photos: number; things: number }> {
  const { seed = sampleSeed, count = samplePhotoCount, draw = drawSamplePhoto, atOnce = 1, signal, onPhoto } = options;
  const catalogue = path.join(folder, 'annotations.json');
  if (await isThere(catalogue)) throw new AppError('out-folder-not-empty', { folder });
  const photos: NamedPhoto[] = [];
  let next = 0;
  let done = 0;
  const drawSome = async (): Promise<void> => {
    while (next < count) {
      if (signal?.aborted) throw new AppError('cancelled');
      const index = next++;
      const { name, jpeg, things } = await draw(seed, index);
      await writeNew(folder, name, jpeg);
      photos[index] = { name, things };
      onPhoto?.(++done, count);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, drawSome));
  await writeNew(folder, 'annotations.json', `${JSON.stringify(cocoOf(photos))}\n`);
  return { photos: photos.length, things: photos.reduce((sum, { things }) => sum + things.length, 0) };
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw new AppError('disk-failed', { file, reason: code ?? String(error) }, { cause: error });
  }
}

async function writeNew(folder: string, name: string, content: Uint8Array | string): Promise<void> {
  const file = path.join(folder, ...name.split('/'));
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content, { flag: 'wx' });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    if (code === 'EEXIST') throw new AppError('out-folder-not-empty', { folder }, { cause: error });
    throw new AppError(code === 'ENOSPC' ? 'disk-full' : 'disk-failed', { file, reason: code }, { cause: error });
  }
}

type NamedPhoto = Omit<DrawnPhoto, 'jpeg'>;

/** COCO: ids from 1, boxes as left, top, width, height; masks as run lengths because nuts and washers have holes. */
function cocoOf(photos: readonly NamedPhoto[]): unknown {
  let annotationId = 0;
  return {
    info: { description: 'Fovea sample photos, drawn by Fovea itself (no rights reserved)', version: '1' },
    categories: thingKinds.map((name, index) => ({ id: index + 1, name, supercategory: 'fastener' })),
    images: photos.map(({ name }, index) => ({
      id: index + 1,
      file_name: name,
      width: photoWidthPx,
      height: photoHeightPx,
    })),
    annotations: photos.flatMap(({ things }, index) =>
      things.map(({ className, faulty, box, mask, areaPx }) => ({
        id: ++annotationId,
        image_id: index + 1,
        category_id: thingKinds.indexOf(className) + 1,
        bbox: [box.x, box.y, box.width, box.height],
        area: areaPx,
        iscrowd: 0,
        segmentation: mask,
        attributes: { faulty },
      })),
    ),
  };
}
