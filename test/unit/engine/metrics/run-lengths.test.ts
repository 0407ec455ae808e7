// Masks as run lengths and polygons as masks, against pycocotools.
import { describe, expect, test } from 'vitest';
import { rasterise } from '../../../../src/engine/metrics/polygon.ts';
import {
  areaOf,
  boundsOf,
  decodeMask,
  encodeMask,
  maskOverlap,
  readRunLengths,
  union,
  writeRunLengths,
} from '../../../../src/engine/metrics/run-lengths.ts';
import type { Mask } from '../../../../src/engine/metrics/run-lengths.ts';
import { mulberry32 } from '../../../../src/shared/random.ts';
import { goldenJson, goldenTensors } from '../../../support/golden.ts';

type Stored = { name: string; size_hw: [number, number]; counts: string; bbox_xywh: number[] };
const golden = goldenJson('metrics/rle.json') as {
  masks: (Stored & { uncompressed_counts: number[]; area: number })[];
  polygons: (Stored & { polygons_xy: number[][]; area_pixels: number })[];
};
const pixelsOf = goldenTensors('metrics/masks.safetensors');

test.each(golden.masks)('$name: mask, runs and text turn into each other as in pycocotools', stored => {
  const [heightPx, widthPx] = stored.size_hw;
  const mask = { heightPx, widthPx, pixels: Uint8Array.from(pixelsOf.get(`rle/${stored.name}`)!.data, Number) };
  const runs = encodeMask(mask);
  expect(runs.counts).toEqual(stored.uncompressed_counts);
  expect(writeRunLengths(runs)).toBe(stored.counts);
  expect(readRunLengths(stored.counts, heightPx, widthPx)).toEqual(runs);
  expect(decodeMask(runs)).toEqual(mask);
  expect(areaOf(runs)).toBe(stored.area);
  expect(boundsOf(runs)).toEqual(stored.bbox_xywh);
});

test.each(golden.polygons)('$name: a polygon fills the pixels that pycocotools fills', stored => {
  const [heightPx, widthPx] = stored.size_hw;
  const runs = rasterise(stored.polygons_xy, heightPx, widthPx);
  expect(decodeMask(runs).pixels).toEqual(Uint8Array.from(pixelsOf.get(`polygon/${stored.name}`)!.data, Number));
  expect(writeRunLengths(runs)).toBe(stored.counts);
  expect(areaOf(runs)).toBe(stored.area_pixels);
  expect(boundsOf(runs)).toEqual(stored.bbox_xywh);
});

test('a polygon of nothing or of one point fills nothing', () => {
  expect(rasterise([], 4, 5).counts).toEqual([20]);
  expect(areaOf(rasterise([[]], 4, 5))).toBe(0);
  expect(areaOf(rasterise([[2, 2, 2, 2, 2, 2]], 4, 5))).toBe(0);
});

describe('two masks', () => {
  const random = mulberry32(4);
  const made = (share: number): Mask => {
    return { heightPx: 23, widthPx: 31, pixels: Uint8Array.from({ length: 23 * 31 }, () => Number(random() < share)) };
  };
  const full = { heightPx: 23, widthPx: 31, pixels: new Uint8Array(23 * 31).fill(1) };
  const empty = { heightPx: 23, widthPx: 31, pixels: new Uint8Array(23 * 31) };

  test.each([
    [made(0.3), made(0.5)],
    [made(0.02), made(0.9)],
    [made(0.4), full],
    [full, full],
    [made(0.4), empty],
  ])('overlap and unite as their pixels do (%#)', (a, b) => {
    const both = a.pixels.filter((pixel, at) => pixel && b.pixels[at]).length;
    const either = a.pixels.map((pixel, at) => pixel | b.pixels[at]!);
    const count = (pixels: Uint8Array): number => pixels.reduce((sum, pixel) => sum + pixel, 0);
    const [first, second] = [encodeMask(a), encodeMask(b)];
    expect(maskOverlap(first, second)).toBeCloseTo(both / count(either), 12);
    expect(maskOverlap(first, second, true)).toBeCloseTo(both / count(a.pixels), 12);
    expect(union(first, second)).toEqual(encodeMask({ ...a, pixels: either }));
  });

  test('two empty masks do not overlap', () => {
    expect(maskOverlap(encodeMask(empty), encodeMask(empty))).toBe(0);
  });
});

test('text of a large mask is read as it was written', () => {
  const runs = { heightPx: 20_000, widthPx: 40_000, counts: [1, 799_999_990, 2, 3, 4] };
  expect(readRunLengths(writeRunLengths(runs), 20_000, 40_000)).toEqual(runs);
});

test.each([
  ['too short for the photo', 'S1', 5, 8],
  ['of characters that are none', '0S~', 5, 7],
  ['cut off in the middle of a number', 'S', 5, 7],
  ['with a run of less than nothing', '0S1O', 5, 7],
  ['with a number that has no end', 'ooooooooo', 5, 7],
  ['empty', '', 5, 7],
])('text %s is refused', (_, text, heightPx, widthPx) => {
  expect(readRunLengths(text, heightPx, widthPx)).toBeNull();
});
