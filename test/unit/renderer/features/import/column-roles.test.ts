// What a person says of the columns of a table: needed columns only change places, and no two columns are the same thing.
import { expect, test } from 'vitest';
import {
  choicesAt,
  chosenColumns,
  fieldAt,
  withField,
} from '../../../../../src/renderer/features/import/column-roles.ts';
import type { CsvColumns } from '../../../../../src/shared/records/csv-columns.ts';

const chosen: CsvColumns = { hasHeader: true, columns: { filename: 0, class: 2, xmin: 3 } };

test('what the core answers is read, and anything else is nothing', () => {
  expect(chosenColumns(JSON.stringify(chosen))).toEqual(chosen);
  expect(chosenColumns('{"hasHeader":true,"columns":{}}')).toBeNull();
  expect(chosenColumns('not JSON')).toBeNull();
});

test('a column gets a meaning that no other keeps', () => {
  expect(withField(chosen, 1, 'xmin').columns).toEqual({ filename: 0, class: 2, xmin: 1 });
  expect(withField(chosen, 3, null).columns).toEqual({ filename: 0, class: 2 });
});

test('two columns that both mean something change places', () => {
  const next = withField(chosen, 2, 'filename');
  expect(next.columns).toEqual({ filename: 2, class: 0, xmin: 3 });
  expect(fieldAt(next, 0)).toBe('class');
});

test('the photo and the class are never given up', () => {
  expect(choicesAt(chosen, 0)).toEqual(['filename', 'class', 'xmin']);
  expect(choicesAt(chosen, 3)).toContain(null);
  expect(choicesAt(chosen, 3)).toContain('split');
});
