// Class folders: names that are possible everywhere and come back, splits, several labels, and a real set there and back.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderNames } from '../../../../../src/main/formats/datasets/class-folders-names.ts';
import { classFolderReader } from '../../../../../src/main/formats/datasets/class-folders-read.ts';
import { classFolderWriter } from '../../../../../src/main/formats/datasets/class-folders-write.ts';
import { refusalOfName } from '../../../../../src/main/formats/archives/entry-name.ts';
import { openSourceFolder } from '../../../../../src/main/formats/datasets/source-folder.ts';
import type { AnnotatedPhoto } from '../../../../../src/shared/records/annotated-photo.ts';
import type { Dataset } from '../../../../../src/main/formats/datasets/write-dataset.ts';
import {
  datasetFolder,
  goldenBox,
  madeClasses,
  madePhoto,
  noteCounts,
  plainPhotos,
  readFolder,
  said,
  written,
} from '../../../../support/dataset-trips.ts';
import { sharedFolder } from '../../../../support/shared.ts';

const jpeg = new Uint8Array([0xff, 0xd8, 0xff]);
const label = (place: number) => said({ kind: 'label' }, place);
const photoBytes = (photo: AnnotatedPhoto['photo']) =>
  Promise.resolve({ bytes: Buffer.from(photo.path), format: 'jpeg' as const });
const trip = async (dataset: Dataset) => {
  const folder = await written(classFolderWriter, dataset, { photoBytes });
  const read = await readFolder(classFolderReader, folder);
  const photos = plainPhotos(read).map(({ split, annotations, lookedFor }) => [
    split,
    annotations.map(one => one.class).sort(),
    lookedFor.photo,
  ]);
  return { folder, read, photos: photos as [string | null, string[], boolean][] };
};

test('L8: class names that no system could have as folders come back as they were', async () => {
  const names = [
    'a/b',
    '..',
    '.',
    'CON',
    'con.x',
    'dot.',
    'space ',
    'Ant',
    'ant',
    'caf\u00e9',
    'CAFE\u0301',
    'x:y',
    '"quoted"',
    'a\\b',
    'a_b',
    'train',
    'Val',
    '개미',
    '가'.repeat(150),
    '_no class',
    'NUL',
    '<img>',
    'new\nline',
    '?*|',
  ];
  const classes = madeClasses(...names);
  const photos = names.map((_, place) => madePhoto(`${place}.jpg`, [label(place)]));
  const { read, folder } = await trip({ classes, photos });
  expect(read.classes.map(({ name }) => name)).toEqual(names.map(name => name.trim().normalize('NFC')));
  const byName = new Map(
    plainPhotos(read).map(photo => [path.posix.basename(photo.name), photo.annotations.map(one => one.class)]),
  );
  for (const [place, name] of names.entries())
    expect(byName.get(`${place}.jpg`)).toEqual([name.trim().normalize('NFC')]);
  for (const { path: place } of (await openSourceFolder(folder)).files) expect(refusalOfName(place)).toBe(null);
  const folders = folderNames(names);
  expect(new Set(folders.map(name => name.normalize('NFC').toLowerCase())).size).toBe(names.length);
  expect(noteCounts(classFolderWriter.notes({ classes, photos }))['folder-renamed']).toBeGreaterThan(10);
});

describe('written and read', () => {
  const classes = madeClasses('ant', 'bee');

  test('splits, photos of no class, photos that nobody looked at', async () => {
    const photos = [
      madePhoto('1.jpg', [label(0)], { split: 'train' }),
      madePhoto('2.jpg', [label(1)], { split: 'validation' }),
      madePhoto('3.jpg', [said({ kind: 'nothing', of: 'photo' })], { split: 'test' }),
      madePhoto('4.jpg', [label(1)]),
      madePhoto('5.jpg', [], { split: 'train' }),
    ];
    const { photos: again } = await trip({ classes, photos });
    expect(again.toSorted((one, other) => String(one[0]).localeCompare(String(other[0])))).toEqual([
      [null, ['bee'], true],
      ['test', [], true],
      ['train', ['ant'], true],
      ['validation', ['bee'], true],
    ]);
  });

  test('L1: photos of one name get a number; a photo of several labels lies in each folder and comes back once', async () => {
    const photos = [
      madePhoto('one/1.jpg', [label(0)]),
      madePhoto('two/1.JPG', [label(0)]),
      madePhoto('two/2.webp', [label(0), label(1)]),
      madePhoto('two/3.jpg', [label(1), said(goldenBox)]),
    ];
    const { folder, read } = await trip({ classes, photos });
    const files = (await openSourceFolder(folder)).files.map(({ path: place }) => place);
    expect(files).toEqual([
      'ant/1 (2).JPG',
      'ant/1.jpg',
      'ant/2.webp.png',
      'bee/2.webp.png',
      'bee/3.jpg',
      'classes.json',
    ]);
    expect(await readFile(path.join(folder, 'ant/1 (2).JPG'), 'utf8')).toBe('two/1.JPG');
    expect([...read.photos].map(({ name, annotations }) => [name, annotations.length])).toEqual([
      ['two/1.JPG', 1],
      ['one/1.jpg', 1],
      ['two/2.webp', 2],
      ['two/3.jpg', 1],
    ]);
    expect(noteCounts(classFolderWriter.notes({ classes, photos }))).toEqual({
      'folder-several-labels': 1,
      'folder-photo-renamed': 3,
      'box-left-out': 1,
    });
    const at = classFolderWriter.photosAt!({ classes, photos });
    expect(photos.map(({ photo }) => at(photo))).toEqual(['ant/1.jpg', 'ant/1 (2).JPG', 'ant/2.webp.png', 'bee/3.jpg']);
  });
});

describe('folders of others', () => {
  test('classes below splits and splits below classes; a photo right in a split has no class', async () => {
    const folder = await datasetFolder({
      'train/cat/1.jpg': jpeg,
      'valid/dog/2.jpg': jpeg,
      'dog/test/3.jpg': jpeg,
      'train/4.jpg': jpeg,
      'Validation/cat/5.JPEG': jpeg,
      'train/cat/notes.txt': 'x',
    });
    const read = await readFolder(classFolderReader, folder);
    expect(
      plainPhotos(read).map(({ name, split, annotations }) => [name, split, annotations.map(one => one.class)]),
    ).toEqual([
      ['Validation/cat/5.JPEG', 'validation', ['cat']],
      ['dog/test/3.jpg', 'test', []],
      ['train/4.jpg', 'train', []],
      ['train/cat/1.jpg', 'train', ['cat']],
      ['valid/dog/2.jpg', 'validation', ['dog']],
    ]);
    expect(noteCounts(read.notes)).toEqual({ 'folder-no-class': 2 });
  });

  test('a manifest from elsewhere, or a hostile one, renames nothing outside its folders', async () => {
    const folder = await datasetFolder({
      'a/1.jpg': jpeg,
      'b/2.jpg': jpeg,
      'classes.json': {
        format: 'fovea-class-folders',
        classes: [{ folder: '../..', name: 'x' }, { folder: 'a', name: '__proto__' }, 7],
        photos: { 'a/1.jpg': '../../etc/passwd' },
      },
    });
    const read = await readFolder(classFolderReader, folder);
    expect(plainPhotos(read).map(({ name, annotations }) => [name, annotations.map(one => one.class)])).toEqual([
      ['a/1.jpg', ['__proto__']],
      ['b/2.jpg', ['b']],
    ]);
  });

  test('recognised where at least two folders hold photos and no annotations lie beside', async () => {
    const sure = async (files: Record<string, Uint8Array | string>) =>
      classFolderReader.recognise(await openSourceFolder(await datasetFolder(files)));
    expect(await sure({ 'a/1.jpg': jpeg, 'b/1.jpg': jpeg })).toBe(0.4);
    expect(await sure({ 'a/1.jpg': jpeg, 'a/2.jpg': jpeg })).toBe(0);
    expect(await sure({ 'images/1.jpg': jpeg, 'b/1.jpg': jpeg })).toBe(0);
    expect(await sure({ 'a/1.jpg': jpeg, 'b/1.jpg': jpeg, 'a/1.json': '{}' })).toBeLessThan(0.2);
  });
});

describe.skipIf(sharedFolder === null)('the real set hymenoptera', () => {
  test('397 photos are read, written as class folders and read again with the same classes and splits', async () => {
    const read = await readFolder(classFolderReader, path.join(sharedFolder!, 'data/photos/hymenoptera'));
    const photos = plainPhotos(read);
    expect(photos).toHaveLength(398); // one GIF, which is no photo: whoever opens it says so
    const classes = madeClasses(...read.classes.map(({ name }) => name));
    const dataset = {
      classes,
      photos: photos.map(photo =>
        madePhoto(photo.name, [label(read.classes.findIndex(({ name }) => name === photo.annotations[0]!.class))], {
          split: photo.split,
        }),
      ),
    };
    const { photos: again } = await trip(dataset);
    const counted = (rows: readonly (readonly [string | null, string[], boolean])[]) =>
      Object.fromEntries(
        Map.groupBy(rows, ([split, names]) => `${split} ${names.join()}`)
          .entries()
          .map(([key, of]) => [key, of.length]),
      );
    expect(counted(again)).toEqual(
      counted(photos.map(photo => [photo.split, photo.annotations.map(one => one.class), true])),
    );
    expect(counted(again)).toEqual({
      'train ants': 124,
      'train bees': 121,
      'validation ants': 70,
      'validation bees': 83,
    });
  });
});
