import { describe, expect, test } from 'vitest';
import { folderSplitsCount, nextSplit, splitGroups, splitShares, strictestSplit } from '../../../src/shared/splits.ts';
import type { Split } from '../../../src/shared/records/photo.ts';

const group = (id: number, classKey: number, photos = 1) => ({ group: id, classKey, photos, mayTest: true });
function tally(sides: Iterable<Split>): Record<Split, number> {
  const counts = { train: 0, validation: 0, test: 0 };
  for (const side of sides) counts[side]++;
  return counts;
}

describe('the split', () => {
  test('is 80/20, and 70/15/15 from 200 annotated photos on', () => {
    expect(splitShares(199, false)).toEqual({ train: 0.8, validation: 0.2, test: 0 });
    expect(splitShares(200, false)).toEqual({ train: 0.7, validation: 0.15, test: 0.15 });
  });

  test('invents no test part where folders name the splits', () => {
    expect(splitShares(5000, true).test).toBe(0);
  });

  test('gives every class its shares, a rare one too', () => {
    const groups = [
      ...Array.from({ length: 1000 }, (_, place) => group(place + 1, 1)),
      ...Array.from({ length: 10 }, (_, place) => group(place + 2001, 2)),
    ];
    const sides = splitGroups(groups, new Map(), splitShares(1010, false), 3);
    expect(tally(groups.filter(row => row.classKey === 1).map(row => sides.get(row.group)!))).toEqual({
      train: 700,
      validation: 150,
      test: 150,
    });
    const rare = tally(groups.filter(row => row.classKey === 2).map(row => sides.get(row.group)!));
    expect(rare.train).toBe(7);
    expect(Math.abs(rare.validation - rare.test)).toBe(1);
  });

  test('is the same for the same seed, another for another, and does not follow the order of the photos', () => {
    const groups = Array.from({ length: 100 }, (_, place) => group(place + 1, 1));
    const shares = splitShares(100, false);
    const once = splitGroups(groups, new Map(), shares, 1);
    expect(splitGroups([...groups].reverse(), new Map(), shares, 1)).toEqual(once);
    expect(splitGroups(groups, new Map(), shares, 2)).not.toEqual(once);
    const heldOut = groups.filter(row => once.get(row.group) === 'validation').map(row => row.group);
    expect(heldOut).toHaveLength(20);
    expect(Math.max(...heldOut) - Math.min(...heldOut)).toBeGreaterThan(50);
  });

  test('L13: a large group goes to one side as a whole, and the next groups make up for it', () => {
    const sides = splitGroups(
      [group(1, 1, 200), ...Array.from({ length: 50 }, (_, n) => group(n + 2, 1))],
      new Map(),
      splitShares(100, false),
      1,
    );
    expect(sides.size).toBe(51);
    expect(nextSplit({ train: 200, validation: 0, test: 0 }, splitShares(100, false), 1, 0.5)).toBe('validation');
  });

  test('goes to the side furthest below its share, and fills a new test part', () => {
    const shares = splitShares(300, false);
    expect(nextSplit({ train: 160, validation: 40, test: 0 }, shares, 1, 0.1)).toBe('test');
    expect(nextSplit({ train: 0, validation: 0, test: 0 }, shares, 1, 0.9)).toBe('train');
  });

  test('breaks ties by the seeded hash', () => {
    const even = { train: 0.5, validation: 0.5, test: 0 };
    expect(nextSplit({ train: 0, validation: 0, test: 0 }, even, 1, 0.1)).toBe('train');
    expect(nextSplit({ train: 0, validation: 0, test: 0 }, even, 1, 0.9)).toBe('validation');
  });

  test('L15: never sends a group that was trained on to the test part', () => {
    const shares = splitShares(300, false);
    expect(nextSplit({ train: 160, validation: 40, test: 0 }, shares, 1, 0.1, false)).not.toBe('test');
  });

  test('takes folder names as splits only when there is something to learn from and to score on', () => {
    expect(folderSplitsCount(new Set(['train']))).toBe(false);
    expect(folderSplitsCount(new Set(['validation', 'test']))).toBe(false);
    expect(folderSplitsCount(new Set(['train', 'validation']))).toBe(true);
    expect(folderSplitsCount(new Set(['train', 'test']))).toBe(true);
  });

  test('holds out equal photos that lie in folders of several sides', () => {
    expect(strictestSplit(['train', 'validation'])).toBe('validation');
    expect(strictestSplit(['train', 'test', 'validation'])).toBe('test');
    expect(strictestSplit([])).toBeNull();
  });
});
