// What an import says of a file names it as the person chose it; the whole path stays to be asked for.
import { expect, test } from 'vitest';
import { withShortNames } from '../../../../../src/renderer/features/import/short-names.ts';

test('a whole path becomes the name at its end, on every system; names and places in a folder stay', () => {
  const short = (file: string) => withShortNames({ code: 'dataset-damaged', details: { file, reason: 'x' } });
  expect(short('/home/ana/set 1/field.json')).toEqual({
    error: { code: 'dataset-damaged', details: { file: 'field.json', reason: 'x' } },
    paths: '/home/ana/set 1/field.json',
  });
  expect(short('C:\\Users\\ana\\field.json').error.details.file).toBe('field.json');
  expect(short('\\\\server\\share\\set\\').error.details.file).toBe('set');
  expect(short('labels/train/1.txt')).toMatchObject({ error: { details: { file: 'labels/train/1.txt' } }, paths: '' });
  expect(
    withShortNames({ code: 'folder-unreadable', details: { folder: '/mnt/card', reason: 'EACCES' } }).error.details,
  ).toEqual({ folder: 'card', reason: 'EACCES' });
});
