// What of a list of photos stays the same object when it is read again.
import { expect, test } from 'vitest';
import { samePage } from '../../../../src/renderer/api/same-page.ts';
import { columnForms, columnNames, photoPageBytes, type PhotoPage } from '../../../../src/shared/records/photo-page.ts';

type Given = { id: number[]; widthPx: number[]; labels: number[]; labelSets: number[][]; problem: number[] };

/** As it comes from the core: every list is a new one. */
function read(change: (columns: Given) => void = () => undefined): PhotoPage {
  const given: Given = {
    id: [1, 2, 3],
    widthPx: [4, 4, 4],
    labels: [1, 0, 2],
    labelSets: [[], [1], [1, 2]],
    problem: [0, 0, 2],
  };
  change(given);
  const columns = Object.fromEntries(
    columnNames.map(name => [
      name,
      columnForms[name].from((given as unknown as Record<string, number[]>)[name] ?? given.id.map(() => 0)),
    ]),
  );
  const page = {
    columns: { ...columns, labelSets: given.labelSets },
    groups: [{ key: 'new', count: given.id.length }],
  };
  return photoPageBytes.read(photoPageBytes.write(page as unknown as PhotoPage).buffer);
}

test('a list that is the same stays the very same object, so that nothing is drawn again', () => {
  const old = read();
  expect(samePage(old, read())).toBe(old);
  expect(samePage(old, old)).toBe(old);
});

test('a label that was set changes its column alone; the sets that were there stay the same lists', () => {
  const old = read();
  const next = samePage(
    old,
    read(columns => {
      columns.labelSets.push([2]);
      columns.labels[1] = 3;
    }),
  );
  expect([...next.columns.labels]).toEqual([1, 3, 2]);
  expect(next.columns.labelSets[2]).toBe(old.columns.labelSets[2]);
  expect(next.columns.widthPx).toBe(old.columns.widthPx);
  expect(next.columns.id).toBe(old.columns.id);
});

test('photos that came or went change every column', () => {
  const old = read();
  const shorter = samePage(
    old,
    read(({ id, widthPx, labels, problem }) => [id, widthPx, labels, problem].forEach(column => column.pop())),
  );
  expect([...shorter.columns.id]).toEqual([1, 2]);
  expect([...shorter.columns.problem]).toEqual([0, 0]);
  expect(samePage(shorter, read()).columns).toEqual(old.columns);
});

test('the first list is taken as it is', () => {
  const page = read();
  expect(samePage(undefined, page)).toBe(page);
});
