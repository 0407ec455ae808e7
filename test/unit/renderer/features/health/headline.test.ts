// The one sentence of the health page, and the figures beside it.
import { expect, test } from 'vitest';
import {
  barBounds,
  headlineOf,
  scarcestClass,
  sideKept,
} from '../../../../../src/renderer/features/health/headline.ts';
import type { AlikeGroup, HealthPhoto, HealthReport } from '../../../../../src/shared/records/health.ts';
import type { ClassId, PhotoId } from '../../../../../src/shared/records/ids.ts';
import type { Split } from '../../../../../src/shared/records/photo.ts';

const photo = (id: number, split: Split | null): HealthPhoto => ({
  id: id as PhotoId,
  name: `${id}.jpg`,
  path: `${id}.jpg`,
  hash: '',
  widthPx: 10,
  heightPx: 10,
  split,
  classId: null,
});
const group = (...sides: (Split | null)[]): AlikeGroup => ({
  kind: 'near',
  alike: 0.95,
  ids: sides.map((_, place) => (place + 1) as PhotoId),
  photos: sides.map((side, place) => photo(place + 1, side)),
  across: new Set(sides).size > 1,
  together: false,
});
const none: HealthReport['totals'] = {
  across: 0,
  acrossPhotos: 0,
  inOneSplit: 0,
  repeats: 0,
  bursts: 0,
  burstPhotos: 0,
  looseBurstPhotos: 0,
  leftOut: 0,
  missing: 0,
  damaged: 0,
  excluded: 0,
};
const clean: HealthReport = {
  at: '2026-11-28T12:00:00Z',
  seconds: 1,
  photos: 10,
  read: 10,
  totals: none,
  across: [],
  inOneSplit: [],
  bursts: { groups: [], withTime: 0 },
  scoreWithout: null,
  leftOut: [],
  missing: [],
  damaged: [],
  balance: [],
  sizes: { bins: [], smallestPx: 100, commonPx: 500, commonCount: 8, largestPx: 2500, small: 0 },
  testOffer: 0,
  turned: 0,
  emptyClasses: [],
};

test('twins across the splits come before photos that are gone, and those before damaged ones', () => {
  const totals = { ...none, missing: 1, damaged: 2 };
  const twins = { across: [group('train', 'validation')], totals: { ...totals, across: 400 } };
  expect(headlineOf({ ...clean, ...twins })).toMatchObject({ kind: 'across', pairs: 400 });
  expect(headlineOf({ ...clean, totals })).toEqual({ kind: 'missing', photos: 1 });
  expect(headlineOf({ ...clean, totals: { ...totals, missing: 0 } })).toEqual({ kind: 'damaged', photos: 2 });
});

test('nothing to fix is said only once every photo was read', () => {
  expect(headlineOf({ ...clean, read: 4 })).toEqual({ kind: 'unread', done: 4, total: 10 });
  expect(headlineOf(clean)).toEqual({ kind: 'good' });
});

test('the two sides are named where there are two, with the photos that the score loses', () => {
  const scoreWithout = { runId: 3, right: 143, of: 151, rightNow: 145, ofNow: 153 };
  const two = headlineOf({ ...clean, across: [group('validation', 'train')], scoreWithout });
  expect(two).toMatchObject({ sides: ['train', 'validation'], photos: 2 });
  const three = headlineOf({ ...clean, across: [group('validation', 'train'), group('train', 'test')] });
  expect(three).toMatchObject({ sides: null, photos: 0, score: null });
});

test('a group is kept on the side of train, else of validation, as the store does it', () => {
  expect(sideKept(group('validation', 'train'))).toBe('train');
  expect(sideKept(group('test', 'validation'))).toBe('validation');
  expect(sideKept(group(null, null))).toBeNull();
});

test('bars of sizes are equally wide on a root scale, from the smallest to the largest photo', () => {
  const sizes = { smallestPx: 100, largestPx: 2500 };
  const bounds = [0, 1, 2, 3].map(place => barBounds(sizes, place, 4));
  expect(bounds).toEqual([
    { from: 100, to: 400 },
    { from: 400, to: 900 },
    { from: 900, to: 1600 },
    { from: 1600, to: 2500 },
  ]);
});

test('a class is scarce with less than half of an equal share', () => {
  const of = (classId: number, train: number) => ({
    classId: classId as ClassId,
    counts: { train, validation: 0, test: 0 },
  });
  expect(scarcestClass([of(1, 70), of(2, 30)])).toBeNull();
  expect(scarcestClass([of(1, 80), of(2, 20)])?.classId).toBe(2);
  expect(scarcestClass([of(1, 80)])).toBeNull();
});
