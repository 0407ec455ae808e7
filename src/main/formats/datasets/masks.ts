// Masks of annotation files: what they state of their size is checked before memory is taken for it. The arithmetic is the engine's.
import { rasterise } from '../../../engine/metrics/polygon.ts';
import {
  areaOf,
  boundsOf,
  decodeMask,
  encodeMask,
  readRunLengths,
  writeRunLengths,
  type RunLengths,
} from '../../../engine/metrics/run-lengths.ts';
import type { BoxGeometry, MaskGeometry, PolygonGeometry } from '../../../shared/records/shape.ts';

/** Pixels of the largest mask that is unpacked: as many as the largest photo may have. */
export const mostMaskPixels = 100_000_000;
const longestCounts = 10_000_000;
const mostRuns = 5_000_000;
/** Steps of the walk around a polygon, five a pixel: a longer outline is refused. */
const mostOutlineSteps = 2_000_000;

export type MaskSize = { readonly widthPx: number; readonly heightPx: number };

/** Whether a mask may have that size: whole numbers, at most 100,000,000 pixels. */
export const isMaskSize = ({ widthPx, heightPx }: MaskSize): boolean =>
  [widthPx, heightPx].every(side => Number.isInteger(side) && side >= 1 && side <= 100_000) &&
  widthPx * heightPx <= mostMaskPixels;

/** COCO's compressed text as a mask, or null where it does not fill the size exactly. */
export function maskOfText(counts: string, size: MaskSize): MaskGeometry | null {
  if (!isMaskSize(size) || counts.length > longestCounts) return null;
  const runs = readRunLengths(counts, size.heightPx, size.widthPx);
  return runs === null ? null : maskOf(runs);
}

/** COCO's uncompressed list of lengths as a mask, or null where it does not fill the size exactly. */
export function maskOfList(counts: readonly unknown[], { widthPx, heightPx }: MaskSize): MaskGeometry | null {
  if (!isMaskSize({ widthPx, heightPx }) || counts.length > mostRuns) return null;
  const lengths = counts.filter((count): count is number => Number.isInteger(count) && (count as number) >= 0);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (lengths.length < counts.length || total !== widthPx * heightPx) return null;
  return maskOf({ widthPx, heightPx, counts: lengths });
}

/** The pixels that a polygon covers as pycocotools draws it, all parts together; null where size or outline is beyond the limits. */
export function maskOfPolygon(polygon: PolygonGeometry, size: MaskSize): MaskGeometry | null {
  if (!isMaskSize(size) || !(polygon.reduce((sum, part) => sum + outlineSteps(part), 0) <= mostOutlineSteps))
    return null;
  return maskOf(rasterise(polygon, size.heightPx, size.widthPx));
}

const outlineSteps = (part: readonly number[]): number =>
  part.reduce((sum, value, at) => sum + 5 * Math.abs(value - part[(at + 2) % part.length]!) + 1, 0);

/** The mask of what is not 0 in a bitmap, row by row. @throws nothing: the caller has the bitmap already. */
export const maskOfBitmap = (pixels: Uint8Array, { widthPx, heightPx }: MaskSize): MaskGeometry =>
  maskOf(encodeMask({ widthPx, heightPx, pixels }));

/** 1 where the mask is on, row by row; null where its text does not fill its size. */
export function bitmapOfMask(mask: MaskGeometry): Uint8Array | null {
  const runs = runsOf(mask);
  return runs === null ? null : decodeMask(runs).pixels;
}

/** Lengths of the mask's runs, down the columns, off first; null where its text does not fill its size. */
export const runsOf = (mask: MaskGeometry): RunLengths | null =>
  isMaskSize(mask) ? readRunLengths(mask.counts, mask.heightPx, mask.widthPx) : null;

/** Pixels that are on, and the smallest box around them; null where none is, or the mask is damaged. */
export function extentOfMask(mask: MaskGeometry): { readonly area: number; readonly box: BoxGeometry } | null {
  const runs = runsOf(mask);
  const area = runs === null ? 0 : areaOf(runs);
  if (runs === null || area === 0) return null;
  const [x, y, width, height] = boundsOf(runs);
  return { area, box: { x, y, width, height } };
}

/** Equal masks have equal texts: runs of nothing inside are taken out first. */
function maskOf({ widthPx, heightPx, counts }: RunLengths): MaskGeometry {
  const lengths: number[] = [];
  for (const length of counts) {
    if (length === 0 && lengths.length > 0) lengths.push(0);
    else if (lengths.length > 1 && lengths.at(-1) === 0) {
      lengths.pop();
      lengths[lengths.length - 1]! += length;
    } else lengths.push(length);
  }
  while (lengths.length > 1 && lengths.at(-1) === 0) lengths.pop();
  return { widthPx, heightPx, counts: writeRunLengths({ widthPx, heightPx, counts: lengths }) };
}
