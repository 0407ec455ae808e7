// Source folders: what is listed, what is passed over, and that nothing else can be opened.
import { execFileSync } from 'node:child_process';
import { mkdir, rename, symlink, truncate } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSourceFolder } from '../../../../../src/main/formats/datasets/source-folder.ts';
import { datasetFolder, noteCounts } from '../../../../support/dataset-trips.ts';

const namesOf = ({ files }: { readonly files: readonly { readonly path: string }[] }) => files.map(file => file.path);

test('B1, B2, B3: links, pipes, what systems leave behind and folders deeper than 32 are passed over and said', async () => {
  const folder = await datasetFolder({
    'a/1.txt': 'x',
    'B.txt': 'yy',
    '.hidden/2.txt': 'x',
    '__MACOSX/3.txt': 'x',
    '.DS_Store': '',
  });
  await symlink('/etc', path.join(folder, 'etc'));
  await symlink(folder, path.join(folder, 'a', 'loop'));
  await symlink('/etc/passwd', path.join(folder, 'passwd.txt'));
  execFileSync('mkfifo', [path.join(folder, 'pipe.txt')]);
  await mkdir(path.join(folder, ...Array<string>(40).fill('d')), { recursive: true });
  const source = await openSourceFolder(folder);
  expect(source.files).toEqual([
    { path: 'B.txt', bytes: 2 },
    { path: 'a/1.txt', bytes: 1 },
  ]);
  expect(noteCounts(source.notes)).toEqual({ 'link-not-followed': 3, 'not-a-file': 1, 'folder-too-deep': 1 });
});

test('a single file is a folder of one, and a link that a person chose is followed', async () => {
  const folder = await datasetFolder({ 'one.json': '{}', 'other.json': '{}' });
  expect(namesOf(await openSourceFolder(path.join(folder, 'one.json')))).toEqual(['one.json']);
  await symlink(path.join(folder, 'one.json'), path.join(folder, 'link.json'));
  expect(namesOf(await openSourceFolder(path.join(folder, 'link.json')))).toEqual(['one.json']);
  await expect(openSourceFolder(path.join(folder, 'none'))).rejects.toMatchObject({ code: 'file-missing' });
});

test('only what was listed is opened, also when a file has become a link since', async () => {
  const folder = await datasetFolder({ 'a.txt': 'mine' });
  const source = await openSourceFolder(folder);
  for (const name of ['../../etc/passwd', '/etc/passwd', 'b.txt', ''])
    await expect(source.bytes(name)).rejects.toMatchObject({ code: 'file-missing' });
  await rename(path.join(folder, 'a.txt'), path.join(folder, 'b.txt'));
  await symlink('/etc/passwd', path.join(folder, 'a.txt'));
  await expect(source.text('a.txt')).rejects.toMatchObject({ code: 'dataset-damaged', details: { reason: 'ELOOP' } });
});

test('a file above the limit is refused before a byte of it is read', async () => {
  const folder = await datasetFolder({ 'big.txt': '' });
  await truncate(path.join(folder, 'big.txt'), 10e9);
  const source = await openSourceFolder(folder);
  await expect(source.bytes('big.txt')).rejects.toMatchObject({ code: 'dataset-too-large' });
});

test('pieces and parts give the file as it is', async () => {
  const bytes = Buffer.from(Array.from({ length: 2_500_000 }, (_, i) => (i * 31) % 251));
  const folder = await datasetFolder({ 'a.bin': bytes });
  const source = await openSourceFolder(folder);
  const pieces: Buffer[] = [];
  for await (const piece of source.pieces('a.bin')) pieces.push(piece);
  expect(pieces.every(piece => piece.length <= 1 << 20)).toBe(true);
  expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
  expect((await source.part('a.bin', 2_499_990, 100)).equals(bytes.subarray(2_499_990))).toBe(true);
});

describe('text', () => {
  test.each([
    ['UTF-8', Buffer.from('고양이 🐈')],
    ['UTF-8 with a mark', Buffer.from('\ufeff고양이 🐈')],
    ['UTF-16LE', Buffer.from('\ufeff고양이 🐈', 'utf16le')],
    ['UTF-16BE', Buffer.from('\ufeff고양이 🐈', 'utf16le').swap16()],
  ])('C6: %s is read without its mark', async (_, bytes) => {
    const source = await openSourceFolder(await datasetFolder({ 'a.txt': bytes }));
    expect(await source.text('a.txt')).toBe('고양이 🐈');
  });

  test('other bytes are refused', async () => {
    const source = await openSourceFolder(await datasetFolder({ 'a.txt': Buffer.from([0x63, 0xe9, 0x20]) }));
    await expect(source.text('a.txt')).rejects.toMatchObject({ details: { reason: 'dataset-not-text' } });
  });
});

test('a name is found without regard to case and Unicode form, where exactly one fits', async () => {
  const folder = await datasetFolder({ 'Images/Café.JPG': 'x', 'two/a.jpg': '1', 'two/A.jpg': '2' });
  const source = await openSourceFolder(folder);
  expect(source.find('./images\\cafe\u0301.jpg')).toBe('Images/Café.JPG');
  expect(source.find('two/a.jpg')).toBe('two/a.jpg');
  expect(source.find('TWO/a.jpg')).toBeNull();
  expect(source.find('../two/a.jpg')).toBeNull();
});
