// IDX: pictures and labels by their names, packed or not, sizes that lie, and MNIST's real files.
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { idxReader } from '../../../../../src/main/formats/datasets/idx-read.ts';
import { idxWriter } from '../../../../../src/main/formats/datasets/idx-write.ts';
import { readPng } from '../../../../../src/main/formats/datasets/png-read.ts';
import { openSourceFolder } from '../../../../../src/main/formats/datasets/source-folder.ts';
import type { ReadDataset } from '../../../../../src/main/formats/datasets/read-dataset.ts';
import type { AnnotatedPhoto } from '../../../../../src/shared/records/annotated-photo.ts';
import {
  datasetFolder,
  goldenBox,
  madeClasses,
  madePhoto,
  noteCounts,
  readFolder,
  said,
  written,
} from '../../../../support/dataset-trips.ts';
import { sharedFolder } from '../../../../support/shared.ts';

function idx(sizes: number[], values: ArrayLike<number>): Buffer {
  const head = Buffer.alloc(4 + 4 * sizes.length);
  head.set([0, 0, 8, sizes.length]);
  sizes.forEach((size, place) => head.writeUInt32BE(size, 4 + 4 * place));
  return Buffer.concat([head, Buffer.from(Array.from(values))]);
}
const ramp = (length: number) => Array.from({ length }, (_, at) => at & 255);
const rows = async (read: ReadDataset) =>
  Promise.all(
    [...read.photos].map(async photo => [
      photo.name,
      photo.split,
      photo.annotations.map(one => read.classes[one.classPlace]!.name).join(),
      [...readPng((await photo.pixels!.bytes()) as Buffer, photo.name).values],
    ]),
  );

describe('read', () => {
  test.each([false, true])('pairs of files by their names, packed: %s', async packed => {
    const pack = (bytes: Buffer) => (packed ? gzipSync(bytes) : bytes);
    const tail = packed ? '.gz' : '';
    const read = await readFolder(
      idxReader,
      await datasetFolder({
        [`train-images-idx3-ubyte${tail}`]: pack(idx([2, 2, 3], ramp(12))),
        [`train-labels-idx1-ubyte${tail}`]: pack(idx([2], [1, 0])),
        [`t10k-images.idx3-ubyte${tail}`]: pack(idx([1, 2, 3], ramp(6))),
        [`t10k-labels.idx1-ubyte${tail}`]: pack(idx([1], [2])),
      }),
    );
    expect(await rows(read)).toEqual([
      ['t10k/00000.png', 'test', '2', [0, 1, 2, 3, 4, 5]],
      ['train/00000.png', 'train', '1', [0, 1, 2, 3, 4, 5]],
      ['train/00001.png', 'train', '0', [6, 7, 8, 9, 10, 11]],
    ]);
    expect(read.classes.map(({ name }) => name)).toEqual(['0', '1', '2']);
    expect([...read.photos].every(({ lookedFor }) => lookedFor.photo && !lookedFor.things)).toBe(true);
    expect(noteCounts(read.notes)).toEqual({});
  });

  test('names of classes from a list, or from EMNIST’s mapping; pictures in colour', async () => {
    const files = { 'x-images-idx4-ubyte': idx([1, 1, 2, 3], ramp(6)), 'x-labels-idx1-ubyte': idx([1], [1]) };
    const listed = await readFolder(idxReader, await datasetFolder({ ...files, 'classes.txt': 'T-shirt\nTrouser\n' }));
    expect(await rows(listed)).toEqual([['x/00000.png', null, 'Trouser', [0, 1, 2, 3, 4, 5]]]);
    const mapped = await readFolder(
      idxReader,
      await datasetFolder({ ...files, 'emnist-letters-mapping.txt': '0 48\n1 65 97\n' }),
    );
    expect(mapped.classes.map(({ name }) => name)).toEqual(['0', 'A']);
  });

  test('what lacks its other half, counts that differ, and files that are no pictures', async () => {
    const read = await readFolder(
      idxReader,
      await datasetFolder({
        'train-labels-idx1-ubyte': idx(
          [500],
          ramp(500).map(value => value % 10),
        ),
        'val-images-idx3-ubyte': idx([3, 1, 1], [1, 2, 3]),
        't10k-images-idx3-ubyte': idx([3, 1, 1], [1, 2, 3]),
        't10k-labels-idx1-ubyte': idx([1], [7]),
        'matrix-idx2-ubyte': idx([2, 2], [1, 2, 3, 4]),
      }),
    );
    expect((await rows(read)).map(([name, , label]) => [name, label])).toEqual([
      ['t10k/00000.png', '7'],
      ['t10k/00001.png', ''],
      ['t10k/00002.png', ''],
      ['val/00000.png', ''],
      ['val/00001.png', ''],
      ['val/00002.png', ''],
    ]);
    expect(noteCounts(read.notes)).toEqual({
      'idx-not-pictures': 1,
      'idx-counts-differ': 2,
      'idx-labels-without-images': 500,
      'idx-images-without-labels': 3,
    });
  });

  test('sizes that lie are refused before memory is taken', async () => {
    const huge = idx([60_000, 60_000, 60_000], [1]);
    const read = await readFolder(
      idxReader,
      await datasetFolder({
        'a-images-idx3-ubyte': huge,
        'b-images-idx3-ubyte.gz': gzipSync(huge),
        'c-images-idx3-ubyte.gz': gzipSync(Buffer.concat([idx([1, 2, 2], [1, 2, 3, 4]), Buffer.alloc(5e6)])),
        'd-images-idx3-ubyte': idx([2, 2, 2], [1, 2, 3]),
        'e-images-idx3-ubyte.gz': gzipSync(idx([2, 2, 2], ramp(8))).subarray(0, 30),
        'f-images-idx3-ubyte.gz': Buffer.from('not packed'),
        'g-images-idx3-ubyte': Buffer.from([0, 0, 13, 3, 0, 0, 0, 1]),
        'h-images-idx3-ubyte.gz': gzipSync(idx([100, 100, 90], [1])),
      }),
    );
    expect([...read.photos]).toEqual([]);
    expect(read.notes.reduce((sum, { count }) => sum + count, 0)).toBe(8);
    expect(read.notes.every(({ code }) => code === 'file-damaged')).toBe(true);
  });

  test('recognised by content, not by name alone', async () => {
    const sure = async (files: Record<string, Uint8Array>) =>
      idxReader.recognise(await openSourceFolder(await datasetFolder(files)));
    expect(await sure({ 'train-labels-idx1-ubyte.gz': gzipSync(idx([1], [1])) })).toBe(0.95);
    expect(await sure({ 'idx.txt': Buffer.from('hello') })).toBe(0);
    expect(await sure({ 'a.jpg': Buffer.from('hello') })).toBe(0);
  });
});

describe('written', () => {
  const classes = madeClasses('ant', 'bee');
  const small = { widthPx: 3, heightPx: 2 };
  const label = (place: number) => said({ kind: 'label' }, place);
  const grey = (photo: AnnotatedPhoto['photo']) =>
    Promise.resolve(Uint8Array.from(ramp(18), (_, at) => Math.floor(at / 3) + photo.path.length));

  test('grey photos take one byte a pixel, photos in colour three; both come back', async () => {
    const photos = [
      madePhoto('a.png', [label(1)], { ...small, split: 'train' }),
      madePhoto('bb.png', [label(0)], { ...small, split: 'train' }),
      madePhoto('c.png', [label(0)], { ...small, split: 'test' }),
    ];
    const dataset = { classes, photos };
    expect(await rows(await readFolder(idxReader, await written(idxWriter, dataset, { photoRgb: grey })))).toEqual([
      ['t10k/00000.png', 'test', 'ant', ramp(6).map(value => value + 5)],
      ['train/00000.png', 'train', 'bee', ramp(6).map(value => value + 5)],
      ['train/00001.png', 'train', 'ant', ramp(6).map(value => value + 6)],
    ]);
    const colour = await readFolder(
      idxReader,
      await written(idxWriter, dataset, { photoRgb: () => Promise.resolve(Uint8Array.from(ramp(18))) }),
    );
    expect((await rows(colour))[0]).toEqual(['t10k/00000.png', 'test', 'ant', ramp(18)]);
    expect(noteCounts(idxWriter.notes(dataset))).toEqual({});
    const at = idxWriter.photosAt!(dataset);
    expect(photos.map(({ photo }) => at(photo))).toEqual(['train/00000.png', 'train/00001.png', 't10k/00000.png']);
  });

  test('nothing is resized: other sizes, more labels, things and what has no label are listed', () => {
    const photos = [
      madePhoto('a.png', [label(1)], small),
      madePhoto('b.png', [label(1), label(0)], small),
      madePhoto('c.png', [label(1), said(goldenBox)], { widthPx: 30, heightPx: 20 }),
      madePhoto('d.png', [said({ kind: 'nothing', of: 'photo' })], small),
    ];
    expect(noteCounts(idxWriter.notes({ classes, photos }))).toEqual({
      'idx-several-labels': 1,
      'idx-other-size': 1,
      'box-left-out': 1,
      'nothing-photo-left-out': 1,
    });
    expect(noteCounts(idxWriter.notes({ classes, photos: [] }))).toEqual({});
    expect([...idxWriter.files({ classes, photos: [] }, { photosAt: null } as never)].map(file => file.path)).toEqual([
      'classes.txt',
    ]);
  });
});

describe.skipIf(sharedFolder === null)('MNIST’s real files', () => {
  test(
    '10,000 digits with labels, there and back; 60,000 labels without pictures are named and not fatal',
    { timeout: 120_000 },
    async () => {
      const read = await readFolder(idxReader, path.join(sharedFolder!, 'data/photos/mnist_t10k'));
      const photos = [...read.photos];
      expect(photos).toHaveLength(10_000);
      expect(noteCounts(read.notes)).toEqual({ 'idx-labels-without-images': 60_000 });
      expect(read.classes.map(({ name }) => name)).toEqual([...'0123456789']);
      const name = (place: number) => read.classes[photos[place]!.annotations[0]!.classPlace]!.name;
      expect([0, 1, 2, 9_999].map(name)).toEqual(['7', '2', '1', '6']);

      const some = photos.slice(0, 500);
      const dataset = {
        classes: madeClasses(...[...'0123456789']),
        photos: some.map(photo =>
          madePhoto(photo.name, [said({ kind: 'label' }, photo.annotations[0]!.classPlace)], {
            widthPx: 28,
            heightPx: 28,
            split: photo.split,
          }),
        ),
      };
      const pixels = new Map(
        await Promise.all(
          some.map(async photo => [photo.name, readPng(await photo.pixels!.bytes(), 'x').values] as const),
        ),
      );
      const photoRgb = (photo: AnnotatedPhoto['photo']) => {
        const values = pixels.get(photo.path)!;
        return Promise.resolve(Uint8Array.from({ length: 3 * values.length }, (_, at) => values[Math.floor(at / 3)]!));
      };
      const again = await readFolder(idxReader, await written(idxWriter, dataset, { photoRgb }));
      for (const [place, photo] of [...again.photos].entries()) {
        expect(photo.name).toBe(some[place]!.name);
        expect(again.classes[photo.annotations[0]!.classPlace]!.name).toBe(name(place));
        expect(readPng(await photo.pixels!.bytes(), 'x').values).toEqual(pixels.get(photo.name));
      }
    },
  );
});
