// What of a list of photos stays the same object when it is read again.
import { expect, test } from 'vitest';
import { samePage } from '../../../../src/renderer/api/same-page.ts';
import type { PhotoPage } from '../../../../src/shared/records/photo.ts';

/** As it comes from the core: every list is a new one. */
const read = (change: (columns: Record<string, unknown[]>) => void = () => undefined): PhotoPage => {
  const columns = { id: [1, 2, 3], widthPx: [4, 4, 4], labels: [[1], [], [1, 2]], problem: [null, null, 'missing'] };
  change(columns);
  return { columns, groups: [{ key: 'new', count: 3 }] } as unknown as PhotoPage;
};

test('a list that is the same stays the very same object, so that nothing is drawn again', () => {
  const old = read();
  expect(samePage(old, read())).toBe(old);
  expect(samePage(old, old)).toBe(old);
});

test('a label that was set changes its column alone, and in it its photo alone', () => {
  const old = read();
  const next = samePage(
    old,
    read(({ labels }) => (labels![1] = [2])),
  );
  expect(next.columns.labels).toEqual([[1], [2], [1, 2]]);
  expect(next.columns.labels[2]).toBe(old.columns.labels[2]);
  expect(next.columns.widthPx).toBe(old.columns.widthPx);
  expect(next.columns.id).toBe(old.columns.id);
});

test('photos that came or went change every column', () => {
  const old = read();
  const shorter = samePage(
    old,
    read(columns => Object.values(columns).forEach(column => column.pop())),
  );
  expect(shorter.columns).toEqual({ id: [1, 2], widthPx: [4, 4], labels: [[1], []], problem: [null, null] });
  expect(samePage(shorter, read()).columns).toEqual(old.columns);
});

test('the first list is taken as it is', () => {
  const page = read();
  expect(samePage(undefined, page)).toBe(page);
});
