// K3, B4: photos and folders with names that no tool expects go out by COCO, VOC, YOLO and CSV, as files on the disk, and come back.
import { describe, expect, test } from 'vitest';
import { datasetReaders, datasetWriters, recogniseDataset } from '../../../../../src/main/formats/datasets/index.ts';
import { openSourceFolder } from '../../../../../src/main/formats/datasets/source-folder.ts';
import type { Dataset } from '../../../../../src/main/formats/datasets/write-dataset.ts';
import type { DatasetFormatId } from '../../../../../src/shared/records/dataset-format.ts';
import { fuzzedFormats, validFiles } from '../../../../support/dataset-fuzz.ts';
import {
  asDataset,
  datasetFolder,
  largestDifference,
  madeClasses,
  madePhoto,
  noteCounts,
  readFolder,
  said,
  written,
} from '../../../../support/dataset-trips.ts';

const stems = [
  ...[
    'tab\tin it',
    '\u{1f469}\u200d\u{1f52c} ZWJ',
    'RTL \u202Egnp',
    'NFC \u00e9',
    '[page=2]',
    'photo[1]',
    '-rf',
    '%2e%2e%2f',
    `quote " and ' & <b>`,
    'CON',
    'trailing dot.',
    'trailing space ',
  ],
  ...[
    ' leading space',
    'clip:1',
    'a,b;c',
    '=cmd|calc',
    '#hash',
    '$(x)',
    '~',
    '{}',
    'x'.repeat(240),
    '한글',
    'a.b.c',
    '*',
    '?',
    '|',
    '__proto__',
    'null',
    '007',
    '!bang',
    '@at',
    '+1',
  ],
];
const classes = madeClasses('ant', 'bee');
const box = (place: number) => said({ kind: 'box', box: { x: place, y: 1, width: 10, height: 5 } }, place % 2);
const splits = ['train', 'validation', 'test'] as const;
const photosOf = (names: readonly string[]) =>
  names.map((name, place) => madePhoto(name, [box(place)], { split: splits[place % 3]! }));
const formats: readonly DatasetFormatId[] = ['coco', 'voc', 'yolo', 'csv'];
const again = async (format: DatasetFormatId, dataset: Dataset) => {
  const sizes = Object.fromEntries(dataset.photos.map(({ photo }) => [photo.path, [100, 50] as const]));
  return asDataset(await readFolder(datasetReaders[format], await written(datasetWriters[format], dataset)), sizes);
};

describe.each(formats)('K3, B4: %s', format => {
  test.each([
    ['photos', stems.map(stem => `${stem}.jpg`)],
    ['folders', stems.map(stem => `${stem}/in it/1.jpg`)],
  ])('%s with odd names come back with their own boxes and splits', async (_, names) => {
    const dataset = { classes, photos: photosOf(names) };
    const back = await again(format, dataset);
    expect(largestDifference(dataset, back)).toBeLessThan(0.001);
    const splitsOf = ({ photos }: Dataset) => Object.fromEntries(photos.map(({ photo }) => [photo.path, photo.split]));
    expect(splitsOf(back)).toEqual(splitsOf(dataset));
  });

  test('a line end in a name is kept, or the photo has another name and is listed', async () => {
    const dataset = { classes, photos: photosOf(['a\nb.jpg', 'c\u2028d.jpg', 'e\rf.jpg']) };
    const changed = noteCounts(datasetWriters[format].notes(dataset))['out-name-changed'] ?? 0;
    expect(changed).toBe(format === 'coco' || format === 'csv' ? 0 : 3);
    if (changed === 0) expect(largestDifference(dataset, await again(format, dataset))).toBeLessThan(0.001);
  });

  test('B5: names that differ in case or Unicode form alone keep a file each', async () => {
    const dataset = { classes, photos: photosOf(['a.jpg', 'A.jpg', 'b/\u00e9.jpg', 'b/e\u0301.jpg']) };
    const { photos } = await again(format, dataset);
    expect(photos.map(({ annotations }) => annotations.length)).toEqual([1, 1, 1, 1]);
    const boxes = photos.map(({ annotations: [one] }) => (one?.kind === 'box' ? one.box.x : NaN));
    expect(boxes.map(Math.round).sort()).toEqual([0, 1, 2, 3]);
  });
});

test.each(fuzzedFormats)(
  'what the writer of %s writes is recognised as its own, or as nothing where nothing could be written',
  async id => {
    for (const files of await validFiles(id)) {
      const folder = await datasetFolder(Object.fromEntries(files));
      expect([id, null]).toContain(await recogniseDataset(await openSourceFolder(folder)));
    }
  },
);
