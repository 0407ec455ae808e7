// Which photo comes next while labelling.
import { expect, test } from 'vitest';
import { countLeft, nextNew, placeAfterGesture } from '../../../../../src/renderer/features/label/steps.ts';
import type { PhotoColumns } from '../../../../../src/shared/records/photo-page.ts';

/** One photo per state: 0 new, 1 annotated, 2 nothing here. */
function columnsOf(photoState: readonly number[], problem: readonly number[] = photoState.map(() => 0)) {
  const columns: Partial<PhotoColumns> = {
    id: photoState.map((_, place) => (place + 1) as PhotoColumns['id'][number]),
    photoState: [...photoState],
    thingsState: photoState.map(() => 0),
    problem: [...problem],
  };
  return columns as PhotoColumns;
}

test('labelling a new photo leads to the next new one, past annotated ones', () => {
  expect(placeAfterGesture(columnsOf([0, 1, 2, 0]), 'photo', 0)).toBe(3);
});

test('after the last photo the search goes round once', () => {
  expect(nextNew(columnsOf([0, 1, 0]), 'photo', 2)).toBe(0);
  expect(nextNew(columnsOf([1, 1, 0]), 'photo', 2)).toBe(-1);
});

test('changing an annotated photo leads to its neighbour, and stays at the end', () => {
  expect(placeAfterGesture(columnsOf([0, 1, 1, 1]), 'photo', 1)).toBe(2);
  expect(placeAfterGesture(columnsOf([0, 1]), 'photo', 1)).toBe(1);
});

test('photos that cannot be seen are neither next nor left', () => {
  const columns = columnsOf([0, 0, 0], [0, 1, 0]);
  expect(nextNew(columns, 'photo', 0)).toBe(2);
  expect(countLeft(columns, 'photo')).toBe(2);
});

test('each kind has its own next: a labelled photo may still want boxes', () => {
  expect(nextNew(columnsOf([1, 1, 1]), 'things', 0)).toBe(1);
});
