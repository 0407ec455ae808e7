// The grid's layout and the questions asked of it.
import { describe, expect, test } from 'vitest';
import { layoutGrid, type GridOptions } from '../../../../../src/renderer/features/photos/grid-layout.ts';
import {
  bandsBetween,
  neighbour,
  photosInRect,
  rectOf,
  rowOf,
  rowsBetween,
} from '../../../../../src/renderer/features/photos/grid-lookup.ts';
import { mulberry32 } from '../../../../../src/shared/random.ts';

const options: GridOptions = {
  mode: 'justified',
  availablePx: 1000,
  rowPx: 120,
  gapPx: 6,
  headerPx: 32,
  groupGapPx: 8,
  collapsed: new Set(),
};

function sizes(count: number): { widthPx: number[]; heightPx: number[] } {
  const random = mulberry32(7);
  const widthPx = Array.from({ length: count }, () => 200 + Math.floor(random() * 600));
  return { widthPx, heightPx: widthPx.map(() => 200 + Math.floor(random() * 400)) };
}

describe('the justified layout', () => {
  test('fills every row but a group’s last to the right edge, with equal gaps', () => {
    const layout = layoutGrid(sizes(500), [{ key: 'all', count: 500 }], options);
    expect(layout.rows).toBeGreaterThan(50);
    for (let row = 0; row < layout.rows - 1; row++) {
      const last = layout.rowEnd[row]! - 1;
      expect(layout.left[last]! + layout.width[last]!).toBe(1000);
      for (let index = layout.rowFirst[row]!; index < last; index++) {
        expect(layout.left[index + 1]! - (layout.left[index]! + layout.width[index]!)).toBe(6);
      }
    }
  });

  test('keeps every photo’s aspect within two pixels', () => {
    const photos = sizes(300);
    const layout = layoutGrid(photos, [{ key: 'all', count: 300 }], options);
    for (let index = 0; index < 300; index++) {
      const rect = rectOf(layout, index)!;
      const aspect = Math.min(3, Math.max(0.4, photos.widthPx[index]! / photos.heightPx[index]!));
      expect(Math.abs(rect.right - rect.left - aspect * (rect.bottom - rect.top))).toBeLessThan(3);
    }
  });

  test('keeps rows near the asked height', () => {
    const layout = layoutGrid(sizes(500), [{ key: 'all', count: 500 }], options);
    for (let row = 0; row < layout.rows; row++) {
      expect(layout.rowHeight[row]).toBeGreaterThan(80);
      expect(layout.rowHeight[row]).toBeLessThanOrEqual(180);
    }
  });

  test('places every photo exactly once, in order', () => {
    const layout = layoutGrid(
      sizes(97),
      [
        { key: 'a', count: 40 },
        { key: 'b', count: 57 },
      ],
      options,
    );
    const seen: number[] = [];
    for (let row = 0; row < layout.rows; row++) {
      for (let index = layout.rowFirst[row]!; index < layout.rowEnd[row]!; index++) seen.push(index);
    }
    expect(seen).toEqual(Array.from({ length: 97 }, (_, index) => index));
    expect(rowOf(layout, 39)).not.toBe(rowOf(layout, 40));
  });

  test('gives photos of unknown size and extreme panoramas a usable place', () => {
    const layout = layoutGrid(
      { widthPx: [0, 30_000, 10], heightPx: [0, 100, 9000] },
      [{ key: 'a', count: 3 }],
      options,
    );
    for (let index = 0; index < 3; index++) {
      const rect = rectOf(layout, index)!;
      expect(rect.right - rect.left).toBeGreaterThan(20);
      expect(rect.right).toBeLessThanOrEqual(1000);
    }
  });

  test('is defined for an empty list and for a window narrower than a photo', () => {
    expect(layoutGrid(sizes(0), [], options).heightPx).toBe(0);
    const narrow = layoutGrid(sizes(5), [{ key: 'a', count: 5 }], { ...options, availablePx: 10 });
    for (let index = 0; index < 5; index++) expect(narrow.left[index]! + narrow.width[index]!).toBeLessThanOrEqual(10);
  });
});

describe('groups', () => {
  const groups = [
    { key: 'a', count: 30 },
    { key: 'b', count: 0 },
    { key: 'c', count: 30 },
  ];

  test('follow one another without overlap', () => {
    const { bands, heightPx } = layoutGrid(sizes(60), groups, options);
    expect(bands.map(band => band.key)).toEqual(['a', 'b', 'c']);
    for (let place = 1; place < bands.length; place++) {
      expect(bands[place]!.topPx).toBe(bands[place - 1]!.topPx + bands[place - 1]!.heightPx);
    }
    expect(bands[2]!.topPx + bands[2]!.heightPx).toBe(heightPx);
  });

  test('that are collapsed keep their header alone, and their photos have no place', () => {
    const layout = layoutGrid(sizes(60), groups, { ...options, collapsed: new Set(['a']) });
    expect(layout.bands[0]!.heightPx).toBe(32 + 8);
    expect(rowOf(layout, 3)).toBe(-1);
    expect(rectOf(layout, 3)).toBeNull();
    expect(rowOf(layout, 30)).toBe(0);
  });
});

describe('looking things up', () => {
  const layout = layoutGrid(
    sizes(400),
    [
      { key: 'a', count: 100 },
      { key: 'b', count: 300 },
    ],
    options,
  );

  test('finds exactly the rows that touch the window', () => {
    const { first, end } = rowsBetween(layout, 700, 1300);
    for (let row = 0; row < layout.rows; row++) {
      const touches = layout.rowTop[row]! < 1300 && layout.rowTop[row]! + layout.rowHeight[row]! > 700;
      expect(row >= first && row < end).toBe(touches);
    }
    expect(bandsBetween(layout, 0, 50).map(band => band.key)).toEqual(['a']);
  });

  test('finds exactly the photos a rectangle touches', () => {
    const rect = { left: 200, top: 300, right: 620, bottom: 820 };
    const expected = Array.from({ length: 400 }, (_, index) => index).filter(index => {
      const other = rectOf(layout, index)!;
      return other.left < rect.right && other.right > rect.left && other.top < rect.bottom && other.bottom > rect.top;
    });
    expect(photosInRect(layout, rect)).toEqual(expected);
  });

  test('leads the arrow keys through rows and over group borders, and stops at the ends', () => {
    expect(neighbour(layout, 0, 'left')).toBe(0);
    expect(neighbour(layout, 0, 'up')).toBe(0);
    expect(neighbour(layout, 399, 'right')).toBe(399);
    expect(neighbour(layout, 99, 'right')).toBe(100);
    const below = neighbour(layout, 5, 'down');
    expect(rowOf(layout, below)).toBe(rowOf(layout, 5) + 1);
    expect(rowOf(layout, neighbour(layout, below, 'up'))).toBe(rowOf(layout, 5));
  });

  test('steps over a collapsed group', () => {
    const collapsed = layoutGrid(
      sizes(90),
      [
        { key: 'a', count: 30 },
        { key: 'b', count: 30 },
        { key: 'c', count: 30 },
      ],
      {
        ...options,
        collapsed: new Set(['b']),
      },
    );
    expect(neighbour(collapsed, 29, 'right')).toBe(60);
    expect(neighbour(collapsed, 60, 'left')).toBe(29);
    expect(neighbour(collapsed, 45, 'down')).toBe(0);
  });
});

test('squares are equal and fill the width', () => {
  const layout = layoutGrid(sizes(20), [{ key: 'all', count: 20 }], { ...options, mode: 'square' });
  const columns = layout.rowEnd[0]! - layout.rowFirst[0]!;
  expect(columns).toBe(7);
  expect(layout.left[6]! + layout.width[6]!).toBe(1000);
  for (let index = 0; index < 20; index++)
    expect(Math.abs(layout.width[index]! - layout.rowHeight[0]!)).toBeLessThanOrEqual(1);
});
