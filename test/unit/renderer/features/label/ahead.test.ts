// Which photos are read ahead, and in which size.
import { expect, test } from 'vitest';
import { mostHeldPixels, pictureLongPx, placesAhead } from '../../../../../src/renderer/features/label/ahead.ts';
import type { PhotoColumns } from '../../../../../src/shared/records/photo-page.ts';

function columnsOf(count: number, changes: Partial<Record<keyof PhotoColumns, readonly number[]>> = {}): PhotoColumns {
  const all = (value: number): number[] => Array.from({ length: count }, () => value);
  const columns = {
    id: all(0).map((_, place) => place + 1),
    ...{ photoState: all(0), thingsState: all(0), problem: all(0), hashHigh: all(1), hashLow: all(2) },
    ...{ widthPx: all(4000), heightPx: all(3000) },
    ...changes,
  };
  return columns as unknown as PhotoColumns;
}
const forward = { direction: 1, longPx: 2048 } as const;

test('the next two on the way come first, then the one before; going back turns it round', () => {
  expect(placesAhead(columnsOf(10), 'photo', 4, forward)).toEqual([5, 6, 3]);
  expect(placesAhead(columnsOf(10), 'photo', 4, { ...forward, direction: -1 })).toEqual([3, 5, 2]);
});

test('the photo that a label leads to is read ahead, wherever it is', () => {
  const photoState = [1, 1, 1, 1, 1, 1, 0, 1];
  expect(placesAhead(columnsOf(8, { photoState }), 'photo', 1, forward)).toEqual([2, 6, 3, 0]);
});

test('nothing beyond the ends of the list, nothing where the photo is not in it, and never the photo itself', () => {
  expect(placesAhead(columnsOf(3, { photoState: [1, 1, 1] }), 'photo', 2, forward)).toEqual([1]);
  expect(placesAhead(columnsOf(1), 'photo', 0, forward)).toEqual([]);
  expect(placesAhead(columnsOf(3), 'photo', -1, forward)).toEqual([]);
});

test('photos that cannot be shown or were not read yet are left out', () => {
  const columns = columnsOf(4, { problem: [0, 1, 0, 0], hashHigh: [1, 1, 0, 1], hashLow: [1, 1, 0, 1] });
  expect(placesAhead(columns, 'photo', 0, forward)).toEqual([]);
});

test('decoded pictures stay within 160 MB with the present one: large ones are fewer', () => {
  const held = (columns: PhotoColumns, longPx: number): number =>
    [3, ...placesAhead(columns, 'photo', 3, { direction: 1, longPx })].reduce((sum, place) => {
      const [width, height] = [columns.widthPx[place]!, columns.heightPx[place]!];
      const scale = Math.min(1, longPx / Math.max(width, height));
      return sum + width * scale * height * scale;
    }, 0);
  const square = columnsOf(8, { widthPx: Array<number>(8).fill(9000), heightPx: Array<number>(8).fill(9000) });
  expect(placesAhead(square, 'photo', 3, { direction: 1, longPx: 4096 })).toEqual([4]);
  for (const longPx of [2048, 3072, 4096]) {
    expect(held(square, longPx)).toBeLessThanOrEqual(mostHeldPixels);
    expect(held(columnsOf(8), longPx)).toBeLessThanOrEqual(mostHeldPixels);
  }
});

test('a picture is as large as the screen needs, in few sizes', () => {
  expect(pictureLongPx({ widthPx: 980, heightPx: 700 }, 1)).toBe(2048);
  expect(pictureLongPx({ widthPx: 1200, heightPx: 1400 }, 2)).toBe(3072);
  expect(pictureLongPx({ widthPx: 2900, heightPx: 1800 }, 1)).toBe(3072);
  expect(pictureLongPx({ widthPx: 5000, heightPx: 2000 }, 2)).toBe(4096);
});
