// Which format a folder is in: what each writer writes is recognised, beside its photos too, and real folders are.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { datasetWriters, recogniseDataset } from '../../../../../src/main/formats/datasets/index.ts';
import { writePng } from '../../../../../src/main/formats/datasets/png-write.ts';
import { openSourceFolder } from '../../../../../src/main/formats/datasets/source-folder.ts';
import { datasetFormatIds } from '../../../../../src/shared/records/dataset-format.ts';
import { datasetFolder, goldenBox, madeClasses, madePhoto, said, written } from '../../../../support/dataset-trips.ts';
import { sharedFolder } from '../../../../support/shared.ts';

const classes = madeClasses('ant', 'bee');
const rgb = new Uint8Array(15_000).map((_, at) => (at * 31) & 255);
const png = writePng({ widthPx: 100, heightPx: 50, values: rgb, kind: 'rgb' });
const photos = ['a.png', 'b.png', 'c.png', 'd.png'].map((name, place) => {
  // X-AnyLabeling's files differ from labelme's only where there is something in them.
  const rotated = said({
    kind: 'rotated-box',
    rotatedBox: { centreX: 50, centreY: 25, width: 20, height: 10, angle: 30 },
  });
  return madePhoto(name, [said(goldenBox, place % 2), rotated, said({ kind: 'label' }, place % 2)], {
    split: place < 2 ? 'train' : 'validation',
  });
});
const recognised = async (folder: string) => recogniseDataset(await openSourceFolder(folder));

describe.each(datasetFormatIds)('%s', id => {
  test.each([false, true])('is recognised from its own files, photos beside them: %s', async hasPhotos => {
    const writer = datasetWriters[id];
    const dataset = { classes, photos };
    const place = writer.photosAt?.(dataset) ?? (photo => `images/${photo.path}`);
    const folder = await written(writer, dataset, {
      photosAt: hasPhotos && !writer.holdsPhotos ? place : null,
      photoBytes: () => Promise.resolve({ bytes: png, format: 'png' }),
      photoRgb: () => Promise.resolve(rgb),
    });
    if (hasPhotos && !writer.holdsPhotos) {
      for (const { photo } of photos) {
        const file = path.join(folder, place(photo));
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, png);
      }
    }
    expect(await recognised(folder)).toBe(id);
  });
});

test('folders of other things are none of them', async () => {
  expect(await recognised(await datasetFolder({ 'a.png': png, 'b.png': png }))).toBe(null);
  expect(
    await recognised(
      await datasetFolder({ 'package.json': { name: 'x' }, 'readme.txt': 'hello\n', 'data.csv': 'a,b\n1,2\n' }),
    ),
  ).toBe(null);
  expect(await recognised(await datasetFolder({}))).toBe(null);
});

describe.skipIf(sharedFolder === null)('real folders of ../shared/data', () => {
  test.each([
    ['boxes/bccd', 'voc'],
    ['boxes/coco128', 'yolo'],
    ['boxes/labelme', 'labelme'],
    ['masks/coco128/semantic', 'masks'],
    ['masks/labelme_semantic/data_annotated', 'labelme'],
    ['masks/labelme_semantic/data_dataset_voc', 'masks'],
    ['photos/hymenoptera', 'class-folders'],
    ['photos/mnist_t10k', 'idx'],
  ])('%s is %s', async (name, id) => {
    expect(await recognised(path.join(sharedFolder!, 'data', name))).toBe(id);
  });
});
