// Photos that come inside a file of annotations become files of their own.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createPixelKeeper } from '../../../../src/main/annotations/pixels.ts';
import { temporaryHome } from '../../../support/core.ts';

const photo = (text: string, extension: 'png' | 'jpg') => ({
  extension,
  bytes: () => Promise.resolve(Buffer.from(text)),
});

test('photos of one name stay two, names that lead out become none, and suffixes say what the bytes are', async () => {
  const home = await temporaryHome();
  const folder = path.join(home, 'pixels');
  const keep = createPixelKeeper(folder);
  const kept = [
    await keep('a/1.jpg', photo('one', 'jpg')),
    await keep('a/1.JPG', photo('two', 'jpg')),
    await keep('7', photo('seven', 'png')),
    await keep('photo.png', photo('a jpeg', 'jpg')),
    await keep('../outside.png', photo('outside', 'png')),
  ];
  const names = kept.map(file => file && path.relative(folder, file));
  expect(names).toEqual(['a/1.jpg', 'a/1 (2).JPG', '7.png', 'photo.png.jpg', null]);
  expect(await readFile(path.join(folder, 'a/1 (2).JPG'), 'utf8')).toBe('two');
  expect((await readdir(home)).toSorted()).toEqual(['pixels']);
});
