// CreateML's JSON: the golden vector, fractions and pixels, names of photos, and what it cannot hold.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createmlReader, createmlWriter } from '../../../../../src/main/formats/datasets/createml.ts';
import { labelmeReader } from '../../../../../src/main/formats/datasets/labelme-read.ts';
import { openSourceFolder } from '../../../../../src/main/formats/datasets/source-folder.ts';
import {
  asDataset,
  datasetFolder,
  goldenBox,
  largestDifference,
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
const classes = madeClasses('ant', 'bee');
const entry = (image: string, coordinates: object, label = 'ant') => ({ image, annotations: [{ label, coordinates }] });

test('the golden vector: the middle of the box in pixels', async () => {
  const folder = await written(createmlWriter, { classes, photos: [madePhoto('a.jpg', [said(goldenBox)])] });
  expect(JSON.parse(await readFile(path.join(folder, 'annotations.json'), 'utf8'))).toEqual([
    { image: 'a.jpg', annotations: [{ label: 'ant', coordinates: { x: 20, y: 10, width: 20, height: 10 } }] },
  ]);
  const read = await readFolder(createmlReader, folder);
  expect(plainPhotos(read)[0]!.annotations).toEqual([{ class: 'ant', shape: goldenBox, attributes: {} }]);
  expect(read.questions).toEqual([]);
});

describe('pixels or fractions', () => {
  const folder = () =>
    datasetFolder({ 'a.jpg': jpeg, 'x.json': [entry('a.jpg', { x: 0.2, y: 0.2, width: 0.2, height: 0.2 })] });
  test('coordinates between 0 and 1 are fractions, and a person is asked', async () => {
    const read = await readFolder(createmlReader, await folder());
    expect(read.questions).toEqual([
      { about: 'normalised', options: ['pixels', 'fractions'], likeliest: 'fractions', table: null },
    ]);
    const [annotation] = [...read.photos][0]!.annotations;
    expect(annotation).toMatchObject({
      unit: 'photo',
      shape: { box: { x: expect.closeTo(0.1) as number, width: expect.closeTo(0.2) as number } },
    });
  });
  test('the answer decides', async () => {
    const read = await readFolder(createmlReader, await folder(), { answers: { normalised: 'pixels' } });
    expect([...read.photos][0]!.annotations[0]).toMatchObject({ unit: 'pixel' });
  });
});

describe('what others write', () => {
  test('other spellings, labels without boxes, empty lists, single annotations', async () => {
    const folder = await datasetFolder({
      'photos/a.jpg': jpeg,
      'photos/x.json': [
        {
          imagefilename: 'a.jpg',
          annotation: [{ label: 'ant', coordinates: { x: 20, y: 10, width: 20, height: 10 }, confidence: 0.5 }],
        },
        { image: 'b.jpg', annotations: { label: 'bee', coordinates: { x: '20', y: 10, width: 20, height: 10 } } },
        { image: 'c.jpg', annotations: [] },
        { image: 'd.jpg', annotations: ['bee', 'ant'] },
        { image: 'a.jpg', annotations: [{ label: 'ant', coordinates: { x: 60, y: 10, width: 20, height: 10 } }] },
      ],
    });
    const read = await readFolder(createmlReader, folder);
    expect(
      plainPhotos(read).map(({ name, annotations, lookedFor }) => [
        name,
        annotations.map(one => `${one.class} ${one.shape?.kind}`),
        lookedFor,
      ]),
    ).toEqual([
      ['photos/a.jpg', ['ant box', 'ant box'], { photo: false, things: true }],
      ['photos/b.jpg', ['bee box'], { photo: false, things: true }],
      ['photos/c.jpg', [], { photo: false, things: true }],
      ['photos/d.jpg', ['bee undefined', 'ant undefined'], { photo: true, things: false }],
    ]);
    expect(plainPhotos(read)[0]!.annotations[0]!.attributes).toEqual({ confidence: 0.5 });
    expect(noteCounts(read.notes)).toEqual({ 'photo-named-twice': 1 });
  });

  test('C1, C4, C6, C12: bad names, bad boxes, bad entries and a cut file cost only themselves', async () => {
    const good = { x: 20, y: 10, width: 20, height: 10 };
    const folder = await datasetFolder({
      'good.json': [
        ...['../../etc/passwd', 'file:///etc/passwd', '\\\\host\\share', 'a/../../b', 'a\0'].map(image =>
          entry(image, good),
        ),
        entry('a.jpg', { x: null, y: 1, width: 1, height: 1 }),
        entry('a.jpg', { x: 20, y: 10, width: -5, height: 10 }),
        entry('a.jpg', { x: 20, y: 10, width: 0, height: 10 }),
        entry('a.jpg', good, ''),
        { image: 'a.jpg' },
        7,
        entry('b.jpg', good, '__proto__'),
      ],
      'cut.json': '[{"image": "c.jpg", "annotations": [',
    });
    const read = await readFolder(createmlReader, folder);
    const photos = plainPhotos(read);
    expect(photos.map(({ name, annotations }) => [name, annotations.length])).toEqual([
      ['a.jpg', 0],
      ['b.jpg', 1],
    ]);
    // Three boxes were stated of it and cannot be used: nobody said that there is nothing.
    expect(photos[0]!.lookedFor.things).toBe(false);
    expect(noteCounts(read.notes)).toEqual({
      'file-damaged': 1,
      'class-name-empty': 1,
      'createml-entry-unreadable': 2,
      'photo-name-refused': 5,
      'box-not-a-number': 1,
      'box-empty': 2,
      'photo-named-twice': 2,
    });
  });
});

test('L1, L9: one file for each folder; what is no box is listed', async () => {
  const photos = [
    madePhoto('one/1.jpg', [said(goldenBox), said(goldenBox, 1)]),
    madePhoto('two/1.jpg', [said({ kind: 'nothing', of: 'things' })]),
    madePhoto(
      'two/2.jpg',
      [
        said({ kind: 'rotated-box', rotatedBox: { centreX: 50, centreY: 25, width: 20, height: 10, angle: 90 } }),
        said({ kind: 'polygon', polygon: [[1, 1, 9, 1, 5, 8]] }),
        said({ kind: 'point', point: { x: 1, y: 1 } }),
        said({ kind: 'label' }),
      ],
      { split: 'test' },
    ),
    madePhoto('new.jpg', []),
  ];
  const folder = await written(createmlWriter, { classes, photos });
  expect((await openSourceFolder(folder)).files.map(file => file.path)).toEqual([
    'one/annotations.json',
    'two/annotations.json',
  ]);
  const read = await readFolder(createmlReader, folder);
  const sizes = Object.fromEntries(photos.map(({ photo }) => [photo.path, [100, 50] as const]));
  const again = asDataset(read, sizes);
  expect(
    largestDifference({ classes, photos: photos.slice(0, 2) }, { ...again, photos: again.photos.slice(0, 2) }),
  ).toBe(0);
  expect(noteCounts(createmlWriter.notes({ classes, photos }))).toEqual({
    'rotated-box-as-box': 1,
    'polygon-as-box': 1,
    'point-left-out': 1,
    'label-left-out': 1,
    'split-left-out': 1,
  });
  expect(plainPhotos(read)[2]!.annotations[0]!.shape).toMatchObject({
    box: {
      x: expect.closeTo(45) as number,
      y: expect.closeTo(15) as number,
      width: expect.closeTo(10) as number,
      height: expect.closeTo(20) as number,
    },
  });
});

test.skipIf(sharedFolder === null)('labelme’s real boxes come back from CreateML within 0.5 pixels', async () => {
  const dataset = asDataset(await readFolder(labelmeReader, path.join(sharedFolder!, 'data/boxes/labelme')));
  const read = await readFolder(createmlReader, await written(createmlWriter, dataset));
  const sizes = Object.fromEntries(
    dataset.photos.map(({ photo }) => [photo.path, [photo.widthPx, photo.heightPx] as const]),
  );
  expect(largestDifference(dataset, asDataset(read, sizes))).toBeLessThan(0.001);
});
