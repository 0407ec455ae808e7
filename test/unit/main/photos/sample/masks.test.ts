import { describe, expect, test } from 'vitest';
import { areaOf, boxOf, maskOf, outlineOf, runLengthsOf } from '../../../../../src/main/photos/sample/masks.ts';
import type { Mask } from '../../../../../src/main/photos/sample/masks.ts';

/** A mask drawn with `#`. */
function drawn(...rows: string[]): Mask {
  return {
    widthPx: rows[0]!.length,
    heightPx: rows.length,
    on: Uint8Array.from(rows.join(''), sign => (sign === '#' ? 1 : 0)),
  };
}

const ring = drawn('......', '.####.', '.#..#.', '.####.', '......');

test('the box is the extent of the pixels', () => {
  expect(boxOf(ring)).toEqual({ x: 1, y: 1, width: 4, height: 3 });
  expect(boxOf(drawn('..', '..'))).toBeNull();
});

test('run lengths go down the columns and begin with zeros', () => {
  expect(runLengthsOf(drawn('#.', '##'))).toEqual({ size: [2, 2], counts: [0, 2, 1, 1] });
  const { counts } = runLengthsOf(ring);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(30);
  expect(counts.filter((_, index) => index % 2 === 1).reduce((sum, count) => sum + count, 0)).toBe(areaOf(ring));
});

describe('the outline', () => {
  test('of a ring is its outer edge', () => {
    expect(outlineOf(ring)).toEqual([5, 1, 5, 4, 1, 4, 1, 1]);
  });
  test('is of the largest part', () => {
    expect(outlineOf(drawn('#....', '..###', '..###'))).toEqual([5, 1, 5, 3, 2, 3, 2, 1]);
  });
  test('of a diagonal pair keeps to one pixel', () => {
    expect(outlineOf(drawn('#.', '.#'), 0)).toHaveLength(8);
  });
});

test('a pixel belongs to the owner of at least half of its samples', () => {
  const owners = Uint8Array.of(1, 1, 1, 0, 0, 0, 0, 2);
  expect([...maskOf(owners, 1, { widthPx: 2, heightPx: 1, samples: 2 }).on]).toEqual([1, 0]);
});
