// B4, K3: photos with odd names come back under the same names from every format of one file a photo, or of lists of photos.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { datasetReaders, datasetWriters } from '../../../../../src/main/formats/datasets/index.ts';
import { writePng } from '../../../../../src/main/formats/datasets/png-write.ts';
import { goldenBox, madeClasses, madePhoto, readFolder, said, written } from '../../../../support/dataset-trips.ts';

const names = [
  'plain.jpg',
  'two words.jpg',
  'new\nline.jpg',
  'tab\there.jpg',
  '👩‍👩‍👧.jpg',
  'evil\u202Egpj.exe.jpg',
  'caf\u00e9.jpg',
  'photo[1].jpg',
  'photo.tif[page=2].jpg',
  '-rf.jpg',
  '%2e%2e%2fup.jpg',
  '100% #1?.jpg',
  '"quoted" & <b>it\'s</b>.jpg',
  'a;b,c.jpg',
  '개미.jpg',
  `${'long'.repeat(55)}.jpg`,
  'CON.jpg',
  'folder/CON.jpg',
  'folder. x/plain.jpg',
  'UPPER.JPG',
  'cafe\u0301.jpg',
  'PLAIN.jpg',
];
const classes = madeClasses('ant', 'bee');
const rgb = new Uint8Array(15_000);
const png = writePng({ widthPx: 100, heightPx: 50, values: rgb, kind: 'rgb' });

describe.each(['labelme', 'x-anylabeling', 'createml', 'label-studio', 'masks', 'tfrecord'] as const)('%s', id => {
  test.each([false, true])('photos beside the annotations: %s', async hasPhotos => {
    const photos = names.map((name, place) => madePhoto(name, [said(goldenBox, place % 2)]));
    const writer = datasetWriters[id];
    const isCopied = hasPhotos && !writer.holdsPhotos;
    const at = (photo: { path: string }) => `images/${photo.path}`;
    const folder = await written(
      writer,
      { classes, photos },
      { photosAt: isCopied ? at : null, photoBytes: () => Promise.resolve({ bytes: png, format: 'png' }) },
    );
    if (isCopied)
      for (const { photo } of photos) {
        await mkdir(path.dirname(path.join(folder, at(photo))), { recursive: true });
        await writeFile(path.join(folder, at(photo)), png);
      }
    const read = await readFolder(datasetReaders[id], folder);
    const again = [...read.photos];
    // What is written into a TFRecord has a name that is one on every system.
    const place =
      writer.photosAt?.({ classes, photos }) ?? (isCopied ? at : ({ path: name }: { path: string }) => name);
    expect(again.map(({ name }) => name).sort()).toEqual(photos.map(({ photo }) => place(photo)).sort());
    if (isCopied) expect(again.every(({ file }) => file !== null)).toBe(true);
    const classOf = new Map(photos.map(({ photo }, number) => [place(photo), number % 2 === 0 ? 'ant' : 'bee']));
    for (const { name, annotations } of again)
      expect(annotations.map(one => read.classes[one.classPlace]!.name)).toEqual([classOf.get(name)]);
  });
});
