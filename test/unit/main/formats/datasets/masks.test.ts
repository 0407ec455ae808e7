// Masks of annotation files: limits before memory, equal masks with equal texts, and outlines that give the mask again.
import { describe, expect, test } from 'vitest';
import { polygonOfMask } from '../../../../../src/main/formats/datasets/mask-outlines.ts';
import {
  bitmapOfMask,
  extentOfMask,
  maskOfBitmap,
  maskOfList,
  maskOfPolygon,
  maskOfText,
} from '../../../../../src/main/formats/datasets/masks.ts';
import { mulberry32 } from '../../../../../src/shared/random.ts';
import { goldenJson } from '../../../../support/golden.ts';

type Stored = { name: string; size_hw: [number, number]; counts: string; bbox_xywh: number[] };
const golden = goldenJson('metrics/rle.json') as {
  masks: (Stored & { uncompressed_counts: number[]; area: number })[];
  polygons: (Stored & { polygons_xy: number[][]; area_pixels: number })[];
};
const sizeOf = ({ size_hw: [heightPx, widthPx] }: Stored) => ({ widthPx, heightPx });

test.each(golden.masks)('$name: both kinds of run lengths give the mask of pycocotools', stored => {
  const size = sizeOf(stored);
  const mask = maskOfText(stored.counts, size);
  expect(mask).toEqual({ ...size, counts: stored.counts });
  expect(maskOfList(stored.uncompressed_counts, size)).toEqual(mask);
  const [x, y, width, height] = stored.bbox_xywh;
  expect(extentOfMask(mask!)).toEqual(stored.area === 0 ? null : { area: stored.area, box: { x, y, width, height } });
  expect(maskOfBitmap(bitmapOfMask(mask!)!, size)).toEqual(mask);
});

test.each(golden.polygons)('$name: a polygon becomes the mask of pycocotools', stored => {
  expect(maskOfPolygon(stored.polygons_xy, sizeOf(stored))).toEqual({ ...sizeOf(stored), counts: stored.counts });
});

test('runs of nothing inside are taken out: equal masks have equal texts', () => {
  const size = { widthPx: 4, heightPx: 3 };
  expect(maskOfList([3, 2, 0, 1, 6], size)).toEqual(maskOfList([3, 3, 6], size));
  expect(maskOfList([0, 2, 0, 0, 10], size)).toEqual(maskOfList([0, 2, 10], size));
  expect(maskOfList([5, 0, 7], size)).toEqual(maskOfList([12], size));
  expect(maskOfList([5, 7, 0], size)).toEqual(maskOfList([5, 7], size));
});

describe('C5: run lengths are refused before memory is taken for them', () => {
  test.each([
    ['a size of 10^12 pixels', [1e12], 1_000_000, 1_000_000],
    ['a size of nothing', [0], 0, 5],
    ['a size that is no whole number', [6], 2.5, 2],
    ['lengths that sum to less', [3, 2], 3, 2],
    ['lengths that sum to more', [3, 5], 3, 2],
    ['a negative length', [8, -2], 3, 2],
    ['a length that is text', ['6'], 3, 2],
    ['a length that is not a number', [NaN, 6], 3, 2],
  ])('%s', (_, counts, widthPx, heightPx) => {
    expect(maskOfList(counts, { widthPx, heightPx })).toBeNull();
  });

  test.each([
    ['of 10^12 pixels', 'PPYo1', 1_000_000, 1_000_000],
    ['that sums wrong', '0S1', 5, 8],
    ['of characters that are none', '0S~', 7, 5],
  ])('a text %s', (_, counts, widthPx, heightPx) => {
    expect(maskOfText(counts, { widthPx, heightPx })).toBeNull();
  });

  test('an outline that would be walked for minutes', () => {
    expect(maskOfPolygon([[0, 0, 1e12, 5, 3, 9]], { widthPx: 10, heightPx: 10 })).toBeNull();
    expect(maskOfPolygon([[0, 0, NaN, 5, 3, 9]], { widthPx: 10, heightPx: 10 })).toBeNull();
  });
});

describe('outlines', () => {
  const maskOf = (rows: readonly string[]) =>
    maskOfBitmap(Uint8Array.from([...rows.join('')], Number), { widthPx: rows[0]!.length, heightPx: rows.length });

  test('go round each piece, corner by corner, clockwise', () => {
    expect(polygonOfMask(maskOf(['1100', '1100', '0001']))).toEqual({
      polygon: [
        [2, 0, 2, 2, 0, 2, 0, 0],
        [4, 2, 4, 3, 3, 3, 3, 2],
      ],
      holes: 0,
    });
  });

  test('pixels that touch at a corner are two parts', () => {
    expect(polygonOfMask(maskOf(['10', '01']))?.polygon).toHaveLength(2);
  });

  test('a hole is filled, and counted', () => {
    const traced = polygonOfMask(maskOf(['11111', '10101', '11111']));
    expect(traced).toEqual({ polygon: [[5, 0, 5, 3, 0, 3, 0, 0]], holes: 2 });
  });

  test('of an empty mask there are none', () => {
    expect(polygonOfMask(maskOf(['000']))).toBeNull();
  });

  test('drawn again give the mask, for 60 made masks without holes', () => {
    const random = mulberry32(7);
    let compared = 0;
    while (compared < 60) {
      const size = { widthPx: 3 + Math.floor(random() * 20), heightPx: 3 + Math.floor(random() * 20) };
      const share = random();
      const mask = maskOfBitmap(
        Uint8Array.from({ length: size.widthPx * size.heightPx }, () => Number(random() < share)),
        size,
      );
      const traced = polygonOfMask(mask);
      if (traced === null || traced.holes > 0) continue;
      compared += 1;
      expect(maskOfPolygon(traced.polygon, size)).toEqual(mask);
    }
  });
});
