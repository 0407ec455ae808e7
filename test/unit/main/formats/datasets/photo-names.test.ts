// Names of photos in annotation files: what leads out is refused, and what is there is found.
import { expect, test } from 'vitest';
import { createPhotoFinder, plainName, stemOf } from '../../../../../src/main/formats/datasets/photo-names.ts';

test.each([
  '../../etc/passwd',
  'a/../../b',
  '..',
  '..%2fetc/passwd',
  'a/..%5Cb',
  '\\\\host\\share\\a.jpg',
  'file:///etc/passwd',
  'file:a.jpg',
  'https://example.org/a.jpg',
  's3://bucket/a.jpg',
  'data:image/png;base64,AA',
  'a\0.jpg',
  '',
  ' ',
  './',
])('C1, C9: %j is no name of a photo', name => {
  expect(plainName(name)).toBeNull();
});

test.each([
  ['/home/me/a.jpg', 'home/me/a.jpg', true],
  ['C:\\photos\\a.jpg', 'photos/a.jpg', true],
  ['.\\b\\a.jpg', 'b/a.jpg', false],
  ['clip:1.jpg', 'clip:1.jpg', false],
  ['%2e%2e%2fa.jpg', '%2e%2e%2fa.jpg', false],
  ['..hidden.jpg', '..hidden.jpg', false],
  ['한글 🐜 [page=2].jpg', '한글 🐜 [page=2].jpg', false],
])('B4: %j is %j', (written, name, isAbsolute) => {
  expect(plainName(written)).toEqual({ name, isAbsolute });
});

test('B06: a stem is the name without its last suffix', () => {
  expect(['dock.rgb.png', 'a.b/c', '.hidden', 'clip_01.mp4_t=3.png'].map(stemOf)).toEqual([
    'dock.rgb',
    'a.b/c',
    '.hidden',
    'clip_01.mp4_t=3',
  ]);
});

test('L1: of two photos of one name the one in the stated folder is meant, the one nearest, or none', () => {
  const files = ['a/images/1.jpg', 'b/images/1.jpg', 'c/2.png', 'c/2.jpg'].map(path => ({ path, bytes: 1 }));
  const finder = createPhotoFinder({ files });
  expect(finder.named('a/images/1.jpg', '')).toBe('a/images/1.jpg');
  expect(finder.named('images/1.jpg', 'b')).toBe('b/images/1.jpg');
  expect(finder.named('1.jpg', 'b/labels')).toBe('b/images/1.jpg');
  expect(finder.named('1.jpg', '')).toBeNull();
  expect(finder.named('other/1.jpg', '')).toBeNull();
  expect(finder.named('home/me/b/images/1.jpg', '', true)).toBe('b/images/1.jpg');
  expect(finder.ofStem('2', 'c')).toEqual(['c/2.png', 'c/2.jpg']);
});

test('150,000 folders that each hold a photo of one name are told apart, without looking through all of them for each', () => {
  const files = Array.from({ length: 150_000 }, (_, place) => ({ path: `scan/${place}/slice.png`, bytes: 1 }));
  const finder = createPhotoFinder({ files });
  for (let place = 0; place < 150_000; place += 50)
    expect(finder.named(`${place}/slice.png`, 'labels')).toBe(`scan/${place}/slice.png`);
  expect(finder.named('slice.png', '')).toBeNull();
  expect(finder.ofStem('slice', 'scan/77')).toEqual(['scan/77/slice.png']);
});
