import { describe, expect, test } from 'vitest';
import { groupedFolds, type FoldPhoto } from '../../../../src/main/training/folds.ts';
import { mulberry32 } from '../../../../src/shared/random.ts';

/** `count` photos of two classes, 3 : 1, in groups of random sizes from 1 to 6. */
function photosInGroups(count: number, seed: number): FoldPhoto[] {
  const random = mulberry32(seed);
  const photos: FoldPhoto[] = [];
  for (let group = 0; photos.length < count; group++) {
    const size = 1 + Math.floor(random() * 6);
    const classId = random() < 0.75 ? 1 : 2;
    for (let index = 0; index < size; index++) photos.push({ classId, group });
  }
  return photos;
}

const sizes = (folds: readonly number[]): number[] =>
  [...Map.groupBy(folds, fold => fold).values()].map(members => members.length);

describe('folds', () => {
  test('a group is never split between two folds', () => {
    for (let seed = 0; seed < 50; seed++) {
      const photos = photosInGroups(120, seed);
      const folds = groupedFolds(photos, 5, mulberry32(seed));
      const foldsOfGroup = Map.groupBy(photos.keys(), index => photos[index]!.group);
      for (const members of foldsOfGroup.values()) expect(new Set(members.map(index => folds[index])).size).toBe(1);
    }
  });

  test('every class is spread over all folds as evenly as single photos allow', () => {
    const photos = Array.from({ length: 53 }, (_, index) => ({ classId: index < 33 ? 1 : 2, group: index }));
    const folds = groupedFolds(photos, 5, mulberry32(3));
    for (const classId of [1, 2]) {
      const perFold = sizes(folds.filter((_, index) => photos[index]!.classId === classId));
      expect(perFold).toHaveLength(5);
      expect(Math.max(...perFold) - Math.min(...perFold)).toBeLessThanOrEqual(1);
    }
    expect(Math.max(...sizes(folds)) - Math.min(...sizes(folds))).toBeLessThanOrEqual(2);
  });

  test('there are never more folds than groups, and none is empty', () => {
    const photos = [1, 1, 1, 2, 2, 3].map(group => ({ classId: group === 3 ? 2 : 1, group }));
    const folds = groupedFolds(photos, 5, mulberry32(1));
    expect(new Set(folds)).toEqual(new Set([0, 1, 2]));
  });

  test('the same seed deals the same folds, another seed others', () => {
    const photos = photosInGroups(200, 9);
    expect(groupedFolds(photos, 5, mulberry32(4))).toEqual(groupedFolds(photos, 5, mulberry32(4)));
    expect(groupedFolds(photos, 5, mulberry32(4))).not.toEqual(groupedFolds(photos, 5, mulberry32(5)));
  });
});
