// How a gesture looks on the grid before the core has answered, and what several photos have in common.
import { expect, test } from 'vitest';
import { isDisagreeing, patchNothing, patchPage } from '../../../../../src/renderer/features/photos/photo-page.ts';
import { summarise } from '../../../../../src/renderer/features/photos/summary.ts';
import type { ClassId, PhotoId } from '../../../../../src/shared/records/ids.ts';
import type { PhotoPage } from '../../../../../src/shared/records/photo-page.ts';
import { plainColumns } from '../../../../support/plain-columns.ts';

const ants = 1 as ClassId;
const bees = 2 as ClassId;
const ids = [11, 12, 13] as PhotoId[];

/** Photo 11 is new, 12 is ants and the model agrees, 13 is ants and the model says bees. */
const page: PhotoPage = {
  groups: [{ key: 'all', count: 3 }],
  columns: {
    id: ids,
    widthPx: [400, 500, 300],
    heightPx: [300, 400, 300],
    hashHigh: [1, 2, 3],
    hashLow: [0, 0, 0],
    photoState: [0, 1, 1],
    thingsState: [0, 0, 0],
    labels: [0, 1, 1],
    labelSets: [[], [ants]],
    boxes: [0, 0, 0],
    split: [-1, 0, 1],
    excluded: [0, 0, 0],
    problem: [0, 0, 0],
    predictedClass: [ants, ants, bees],
    predictedProbability: [0.6, 0.9, 0.8],
  },
};

test('a class on some photos changes their label and state and nothing else', () => {
  const next = patchPage(page, new Set([ids[0]!]), { labels: () => [bees] });
  expect(plainColumns(next).labels).toEqual([[bees], [ants], [ants]]);
  expect(next.columns.photoState).toEqual([1, 1, 1]);
  expect(next.columns.split).toBe(page.columns.split);
  expect(plainColumns(page).labels[0]).toEqual([]);
});

test('taking the last class away leaves a photo that nothing was said of', () => {
  const next = patchPage(page, new Set([ids[1]!]), { labels: () => [] });
  expect(next.columns.photoState[1]).toBe(0);
});

test('nothing here replaces the label and is a state of its own', () => {
  const next = patchNothing(page, new Set([ids[1]!]));
  expect(plainColumns(next).labels[1]).toEqual([]);
  expect(next.columns.photoState).toEqual([0, 2, 1]);
});

test('photos that are not in the list leave the page as it is', () => {
  expect(patchPage(page, new Set([99 as PhotoId]), { isExcluded: true })).toBe(page);
});

test('the model disagrees only where a person said something else', () => {
  expect([0, 1, 2].map(place => isDisagreeing(page.columns, place))).toEqual([false, false, true]);
});

test('several photos: what they share, and from where to where they differ', () => {
  const summary = summarise(page.columns, new Set([ids[0]!, ids[1]!]));
  expect(summary.labels).toBe('mixed');
  expect(summary.predicted).toEqual({ classId: ants, from: 0.6, to: 0.9 });
  expect(summary.split).toBe('mixed');
  expect([summary.smallest, summary.largest]).toEqual([
    [400, 300],
    [500, 400],
  ]);
  expect(summarise(page.columns, new Set([ids[1]!, ids[2]!])).labels).toEqual([ants]);
});
