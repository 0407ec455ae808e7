// COCO JSON there and back: the golden vector, every kind of shape and statement, files beside each other, and hostile entries.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { cocoReader, cocoWriter } from '../../../../../src/main/formats/datasets/coco.ts';
import { maskOfBitmap } from '../../../../../src/main/formats/datasets/masks.ts';
import type { Dataset } from '../../../../../src/main/formats/datasets/write-dataset.ts';
import type { Shape } from '../../../../../src/shared/records/shape.ts';
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

type CocoFile = { images: Record<string, unknown>[]; annotations: Record<string, unknown>[]; categories: unknown[] };
const classes = madeClasses('ant', 'bee');
const textOf = (dataset: Dataset): string => {
  const [file] = cocoWriter.files(dataset, { photosAt: null, photoBytes: () => Promise.reject(new Error('none')) });
  return [...(file!.pieces as Iterable<string>)].join('');
};
const fileOf = (dataset: Dataset): CocoFile => JSON.parse(textOf(dataset)) as CocoFile;
const read = async (file: object | string | Uint8Array) =>
  readFolder(cocoReader, await datasetFolder({ 'instances.json': file }));
const image = { id: 1, file_name: 'a.jpg', width: 100, height: 50 };
const categories = [{ id: 1, name: 'ant' }];
const boxOf = (bbox: unknown, others: object = {}) => ({ id: 1, image_id: 1, category_id: 1, bbox, ...others });
const mask = maskOfBitmap(
  Uint8Array.from({ length: 5000 }, (_, i) => Number(i % 100 > 20 && i % 100 < 40 && i > 1000 && i < 3000)),
  { widthPx: 100, heightPx: 50 },
);

describe('written', () => {
  test('the golden vector, with area, iscrowd and ids from 1', () => {
    const file = fileOf({ classes, photos: [madePhoto('a.jpg', [said(goldenBox)])] });
    expect(file.annotations).toEqual([
      { id: 1, image_id: 1, category_id: 1, bbox: [10, 5, 20, 10], area: 200, segmentation: [], iscrowd: 0 },
    ]);
    expect(file.images).toEqual([{ ...image, photo_state: 'new', things_state: 'annotated', label_category_ids: [] }]);
  });

  test('categories are numbered by export position, whatever the order on the screen, and never 0', () => {
    const named = [
      { ...classes[0]!, position: 1, exportPosition: 3 },
      { ...classes[1]!, position: 0, exportPosition: 0 },
    ];
    expect(fileOf({ classes: named, photos: [] }).categories).toEqual([
      { id: 1, name: 'bee', supercategory: '' },
      { id: 4, name: 'ant', supercategory: '' },
    ]);
  });

  test('L12: photos of which nothing was said about things are left out beside boxes, and that is said', () => {
    const photos = [
      madePhoto('box.jpg', [said(goldenBox)]),
      madePhoto('none.jpg', [said({ kind: 'nothing', of: 'things' })]),
      madePhoto('label.jpg', [said({ kind: 'label' })]),
      madePhoto('new.jpg', []),
    ];
    expect(fileOf({ classes, photos }).images.map(({ file_name, things_state }) => [file_name, things_state])).toEqual([
      ['box.jpg', 'annotated'],
      ['none.jpg', 'nothing'],
    ]);
    expect(noteCounts(cocoWriter.notes({ classes, photos }))).toEqual({
      'out-photo-without-things': 1,
      'out-unannotated': 1,
    });
  });

  test('points are left out, rotated boxes are polygons with the angle beside them, and both are said', () => {
    const rotatedBox = { centreX: 50, centreY: 25, width: 20, height: 10, angle: 30 };
    const things: Shape[] = [
      { kind: 'point', point: { x: 1, y: 2 } },
      { kind: 'rotated-box', rotatedBox },
    ];
    const dataset = {
      classes,
      photos: [
        madePhoto(
          'a.jpg',
          things.map(thing => said(thing)),
        ),
      ],
    };
    const { annotations } = fileOf(dataset);
    expect(annotations).toHaveLength(1);
    expect(annotations[0]).toMatchObject({ rotated_bbox: [50, 25, 20, 10, 30], area: 200 });
    expect((annotations[0]!.segmentation as number[][])[0]).toHaveLength(8);
    expect(noteCounts(cocoWriter.notes(dataset))).toEqual({ 'point-left-out': 1, 'out-rotated-extra': 1 });
  });

  test('a hundred thousand photos are written piece by piece', () => {
    const photos = Array.from({ length: 100_000 }, (_, i) => madePhoto(`${i}.jpg`, [said(goldenBox)]));
    const [file] = cocoWriter.files(
      { classes, photos },
      { photosAt: null, photoBytes: () => Promise.reject(new Error('none')) },
    );
    let [longest, pieces] = [0, 0];
    for (const piece of file!.pieces as Iterable<string>)
      [longest, pieces] = [Math.max(longest, piece.length), pieces + 1];
    expect(pieces).toBeGreaterThan(200_000);
    expect(longest).toBeLessThan(1_000);
  });

  test('an annotation whose class was not given is a bug of the caller', () => {
    expect(() => textOf({ classes, photos: [madePhoto('a.jpg', [said(goldenBox, 9)])] })).toThrow(/class 19/);
  });
});

test('every kind of shape, label, state, split and attribute comes back as it went', async () => {
  const shapes: Shape[] = [
    goldenBox,
    { kind: 'rotated-box', rotatedBox: { centreX: 50.5, centreY: 25.25, width: 20, height: 10, angle: 330 } },
    {
      kind: 'polygon',
      polygon: [
        [1, 1, 9.5, 1, 9.5, 9],
        [20, 20, 30, 20, 30.25, 30, 20, 31],
      ],
    },
    { kind: 'mask', mask },
  ];
  const dataset: Dataset = {
    classes,
    photos: [
      madePhoto(
        'a/1.jpg',
        shapes.map((shape, i) => said(shape, i % 2, i === 3 ? { iscrowd: 1, note: 'x', sure: true } : {})),
        { split: 'train' },
      ),
      madePhoto('b/1.jpg', [said({ kind: 'nothing', of: 'things' }), said({ kind: 'label' }, 1)], { split: 'test' }),
      madePhoto('c.jpg', [said(goldenBox, 1), said({ kind: 'nothing', of: 'photo' })], { split: 'validation' }),
    ],
  };
  const again = await readFolder(cocoReader, await written(cocoWriter, dataset));
  expect(again.notes).toEqual([]);
  expect(largestDifference(dataset, asDataset(again))).toBeLessThan(1e-3);
  const photos = plainPhotos(again);
  expect(photos.map(({ name, split }) => [name, split])).toEqual([
    ['a/1.jpg', 'train'],
    ['b/1.jpg', 'test'],
    ['c.jpg', 'validation'],
  ]);
  expect(photos[0]!.annotations[3]!.attributes).toEqual({ iscrowd: 1, note: 'x', sure: true });
});

test('labels of whole photos alone come back, and nobody is said to have looked for things', async () => {
  const dataset = {
    classes,
    photos: [
      madePhoto('a.jpg', [said({ kind: 'label' }, 1), said({ kind: 'label' })]),
      madePhoto('b.jpg', [said({ kind: 'nothing', of: 'photo' })]),
    ],
  };
  const again = await readFolder(cocoReader, await written(cocoWriter, dataset));
  expect(
    plainPhotos(again).map(({ lookedFor, annotations }) => [lookedFor, annotations.map(one => one.class)]),
  ).toEqual([
    [{ photo: true, things: false }, ['bee', 'ant']],
    [{ photo: true, things: false }, []],
  ]);
});

describe('read', () => {
  test('ids with gaps are matched by name, images without annotations are negatives, both kinds of run lengths are masks', async () => {
    const runs = [420, 5, 4575];
    const dataset = await read({
      annotations: [
        boxOf([1, 2, 3, 4], { category_id: 90 }),
        boxOf([0, 0, 1, 1], { id: 2, segmentation: { size: [50, 100], counts: runs }, iscrowd: 1 }),
        boxOf([0, 0, 1, 1], { id: 3, segmentation: { size: [50, 100], counts: mask.counts } }),
      ],
      images: [image, { ...image, id: 2, file_name: 'none.jpg' }],
      categories: [
        { id: 90, name: 'toothbrush ' },
        { id: 1, name: 'person' },
        { id: 13, name: 'stop sign' },
      ],
    });
    expect(dataset.classes.map(({ name }) => name)).toEqual(['person', 'stop sign', 'toothbrush']);
    const [first, none] = plainPhotos(dataset);
    expect(first!.annotations.map(one => [one.class, one.shape!.kind, one.attributes])).toEqual([
      ['toothbrush', 'box', {}],
      ['person', 'mask', { iscrowd: 1 }],
      ['person', 'mask', {}],
    ]);
    expect(none).toMatchObject({ lookedFor: { things: true }, annotations: [] });
    expect(noteCounts(dataset.notes)).toEqual({ 'coco-category-ids': 3 });
  });

  test('images without any annotation in the file are photos that nobody has looked at', async () => {
    const [photo] = plainPhotos(await read({ images: [image], categories, annotations: [] }));
    expect(photo!.lookedFor).toEqual({ photo: false, things: false });
  });

  test('L4: a photo whose only box cannot be used is not said to hold nothing', async () => {
    const other = { ...image, id: 2, file_name: 'b.jpg' };
    const [photo] = plainPhotos(
      await read({
        images: [image, other],
        categories,
        annotations: [boxOf([1, 1, 0, 5]), boxOf([1, 1, 5, 5], { id: 2, image_id: 2 })],
      }),
    );
    expect(photo).toMatchObject({ annotations: [], lookedFor: { things: false } });
  });

  test('C1: names that lead out are refused entry by entry, and nothing of the disk is in an export', async () => {
    const hostile = [
      '../../etc/passwd',
      '/etc/passwd',
      'C:\\a.jpg',
      '\\\\host\\share\\a.jpg',
      'file:///etc/passwd',
      'a/../../b',
      '..%2fb',
      'a\0b',
    ];
    const images = [image, ...hostile.map((file_name, i) => ({ ...image, id: i + 2, file_name }))];
    const dataset = await read({
      images,
      categories,
      annotations: images.map(({ id }) => boxOf([1, 1, 2, 2], { id, image_id: id })),
    });
    expect(plainPhotos(dataset).map(({ name }) => name)).toEqual(['a.jpg']);
    expect(noteCounts(dataset.notes)).toEqual({ 'photo-name-refused': 8, 'coco-unknown-image': 8 });
    expect(textOf(asDataset(dataset))).not.toMatch(/passwd|root:/);
  });

  test('C2: ids that are twice, unknown, texts or above 2^53 are kept exactly or refused, and counted', async () => {
    const text = `{"images":[${[
      '{"id":9007199254740992,"file_name":"even.jpg","width":9,"height":9}',
      '{"id":9007199254740993,"file_name":"odd.jpg","width":9,"height":9}',
      '{"id":"7","file_name":"text.jpg","width":9,"height":9}',
      '{"id":"7","file_name":"twice.jpg","width":9,"height":9}',
      '{"id":1.5,"file_name":"half.jpg","width":9,"height":9}',
      '{"file_name":"none.jpg"}',
      '{"id":8}',
    ].join(
      ',',
    )}],"categories":[{"id":1000000000,"name":"ant"},{"id":1000000000,"name":"bee"},{"id":"x","name":"cat"},{"id":3,"name":"ant"}],"annotations":[${[
      '{"id":1,"image_id":9007199254740993,"category_id":1000000000,"bbox":[1,1,2,2]}',
      '{"id":1,"image_id":7,"category_id":"x","bbox":[1,1,2,2]}',
      '{"id":3,"image_id":99,"category_id":3,"bbox":[1,1,2,2]}',
      '{"id":4,"image_id":7,"category_id":99,"bbox":[1,1,2,2]}',
      '5',
    ].join(',')}]}`;
    const dataset = await read(text);
    expect(plainPhotos(dataset).map(({ name, annotations }) => [name, annotations.map(one => one.class)])).toEqual([
      ['even.jpg', []],
      ['odd.jpg', ['ant']],
      ['text.jpg', ['cat']],
    ]);
    expect(noteCounts(dataset.notes)).toEqual({
      'coco-category-id-twice': 1,
      'class-name-twice': 1,
      'coco-category-ids': 3,
      'coco-image-id-twice': 1,
      'coco-id-missing': 2,
      'photo-name-missing': 1,
      'coco-annotation-id-twice': 1,
      'coco-unknown-image': 1,
      'coco-unknown-category': 1,
      'coco-entry-unreadable': 1,
    });
  });

  test('C4: boxes and polygons are clipped or refused by rule, and never hold a NaN', async () => {
    const annotations: [object, string | null][] = [
      [boxOf(['NUMBER', 1, 2, 3]), 'box-not-a-number'],
      [boxOf([1, 1, 'LARGE', 3]), 'box-not-a-number'],
      [boxOf([1, 1, -5, 3]), 'box-empty'],
      [boxOf([1, 1, 0, 3]), 'box-empty'],
      [boxOf([200, 1, 5, 3]), 'box-outside'],
      [boxOf([-5, -5, 10, 10]), 'box-clipped'],
      [boxOf([90, 10, 100, 60]), 'box-clipped'],
      [boxOf([1, 1, 2]), 'coco-no-shape'],
      [boxOf(undefined), 'coco-no-shape'],
      [boxOf([0, 0, 1, 1], { segmentation: [[1, 1, 2, 2]] }), 'polygon-too-short'],
      [boxOf([0, 0, 1, 1], { segmentation: [[1, 1, 2, 2, 3]] }), 'polygon-too-short'],
      [boxOf([0, 0, 1, 1], { segmentation: [[1, 1, 2, 1, 3, 1]] }), 'polygon-empty'],
      [boxOf([0, 0, 1, 1], { segmentation: [[1, 1, 2, 1, 'NUMBER', 5]] }), 'polygon-not-a-number'],
      [boxOf([0, 0, 1, 1], { segmentation: [[-9, -9, -2, -1, -3, -5]] }), 'polygon-outside'],
      [
        boxOf([0, 0, 1, 1], { segmentation: [Array.from({ length: 2_000_000 }, (_, i) => i % 97)] }),
        'polygon-too-long',
      ],
      [boxOf([5, 5, 10, 10]), null],
    ];
    const text = JSON.stringify({
      images: [image],
      categories,
      annotations: annotations.map(([one], id) => ({ ...one, id: id + 1 })),
    });
    const dataset = await read(text.replaceAll('"NUMBER"', 'NaN').replaceAll('"LARGE"', '1e309'));
    const expected: Record<string, number> = {};
    for (const [, code] of annotations) if (code !== null) expected[code] = (expected[code] ?? 0) + 1;
    expect(noteCounts(dataset.notes)).toEqual(expected);
    expect(plainPhotos(dataset)[0]!.annotations.map(({ shape }) => shape)).toEqual([
      { kind: 'box', box: { x: 0, y: 0, width: 5, height: 5 } },
      // Within the longer side: a turned photo may state its sides the other way round. The importer cuts at the photo itself.
      { kind: 'box', box: { x: 90, y: 10, width: 10, height: 60 } },
      { kind: 'box', box: { x: 5, y: 5, width: 10, height: 10 } },
    ]);
  });

  test('C5: run lengths of a size of their own, with a wrong sum or below 0 are refused before memory is taken', async () => {
    const sizes = [{ ...image, width: undefined, height: undefined }];
    const runs: [number[], unknown][] = [
      [[1_000_000, 1_000_000], [1e12]],
      [[1_000_000, 1_000_000], 'PPYo1'],
      [[50, 100], [4999]],
      [
        [50, 100],
        [6000, -1000],
      ],
      [[50, 100], '0S~'],
      [[50, 100], 5],
      [[0, 0], []],
    ];
    const annotations = runs.map(([size, counts], id) => boxOf([0, 0, 1, 1], { id, segmentation: { size, counts } }));
    expect(noteCounts((await read({ images: sizes, categories, annotations })).notes)).toEqual({ 'mask-damaged': 7 });
    const other = boxOf([0, 0, 1, 1], { segmentation: { size: [100, 50], counts: [5000] } });
    expect(noteCounts((await read({ images: [image], categories, annotations: [other] })).notes)).toEqual({
      'mask-of-another-size': 1,
    });
  });

  test('C6: a file cut in the middle is refused as a whole; beside good ones it is named, and they are read', async () => {
    const good = JSON.stringify({ images: [image], categories, annotations: [boxOf([1, 1, 2, 2])] });
    await expect(read(good.slice(0, good.length / 2))).rejects.toMatchObject({
      code: 'dataset-damaged',
      details: { reason: 'dataset-cut' },
    });
    const both = await readFolder(cocoReader, await datasetFolder({ 'a.json': good.slice(0, -30), 'b.json': good }));
    expect(plainPhotos(both)).toMatchObject([{ name: 'a.jpg', annotations: [{ class: 'ant' }] }]);
    expect(both.notes).toMatchObject([
      {
        code: 'file-damaged',
        examples: [`a.json, line 1, byte ${good.length - 30}`],
        details: { reason: 'dataset-cut' },
      },
    ]);
  });

  test('C6: a file above 2 GB is refused before it is read, and keys of prototypes change none', async () => {
    await read(
      `{"images":[{"__proto__":{"x":1},"id":1,"file_name":"a.jpg"}],"categories":[],"annotations":[{"constructor":{"prototype":{"x":1}},"image_id":1,"category_id":1}]}`,
    );
    expect(({} as { x?: number }).x).toBeUndefined();
    const source = {
      files: [{ path: 'a.json', bytes: 2_000_000_001 }],
      notes: [],
      part: () => Promise.resolve(Buffer.from('{"images":[],"annotations":[]')),
    };
    await expect(
      cocoReader.read(source as never, { answers: {}, sizeOf: () => Promise.resolve(null) }),
    ).rejects.toMatchObject({ code: 'dataset-too-large' });
  });

  test('C12: names of classes stay texts; those that are none or too long leave their annotations out', async () => {
    const names = [
      '<img src=x onerror=alert(1)>',
      '=cmd|calc',
      'a,b\nc',
      '고양이 🐈',
      'e\u0301',
      'é',
      '',
      '   ',
      'x'.repeat(10_000_000),
    ];
    const dataset = await read({
      images: [image],
      categories: names.map((name, id) => ({ id: id + 1, name })),
      annotations: [...names.map((_, id) => id + 1), names.indexOf('') + 1].map((category, place) =>
        boxOf([1, 1, 2 + place, 2], { id: place + 1, category_id: category }),
      ),
    });
    expect(dataset.classes.map(({ name }) => name)).toEqual([
      '<img src=x onerror=alert(1)>',
      '=cmd|calc',
      'a,b\nc',
      '고양이 🐈',
      'é',
    ]);
    expect(noteCounts(dataset.notes)).toEqual({
      'class-name-twice': 1,
      // Annotations, not categories: one of them has two.
      'class-name-empty': 3,
      'class-name-too-long': 1,
    });
    expect(plainPhotos(dataset)[0]!.annotations).toHaveLength(6);
  });

  test('a list of predictions takes images and classes from the file beside it, and keeps the scores', async () => {
    const predictions = [{ image_id: 1, category_id: 1, bbox: [1, 1, 2, 2], score: 0.5 }];
    const instances = { images: [image], categories, annotations: [] };
    const beside = await readFolder(
      cocoReader,
      await datasetFolder({ 'instances.json': instances, 'predictions.json': predictions }),
    );
    expect(plainPhotos(beside)).toMatchObject([
      { name: 'a.jpg', annotations: [{ class: 'ant', attributes: { score: 0.5 } }] },
    ]);
    const alone = await readFolder(cocoReader, await datasetFolder({ 'p.json': predictions, '000000000001.jpg': 'x' }));
    expect(plainPhotos(alone)).toMatchObject([{ name: '000000000001.jpg', annotations: [{ class: '1' }] }]);
    expect(noteCounts(alone.notes)).toEqual({ 'coco-categories-missing': 1, 'score-kept': 1 });
  });

  test('L1: files of two folders with photos of one name, as Roboflow writes them, stay apart and give the split', async () => {
    const file = { images: [image], categories, annotations: [boxOf([1, 1, 2, 2])] };
    const folder = await datasetFolder({
      'train/_annotations.coco.json': file,
      'train/a.jpg': 'x',
      'valid/_annotations.coco.json': file,
      'valid/a.jpg': 'x',
    });
    expect(plainPhotos(await readFolder(cocoReader, folder)).map(({ name, split }) => [name, split])).toEqual([
      ['train/a.jpg', 'train'],
      ['valid/a.jpg', 'validation'],
    ]);
  });

  test('the same photo in two files of one folder is one photo, and what both say of it counts once', async () => {
    const file = { images: [image], categories, annotations: [boxOf([1, 1, 2, 2])] };
    const more = {
      ...file,
      annotations: [boxOf([1, 1, 2, 2], { keypoints: [1, 1, 2] }), boxOf([5, 5, 2, 2], { id: 2 })],
    };
    const both = await readFolder(
      cocoReader,
      await datasetFolder({ 'instances.json': file, 'person_keypoints.json': more }),
    );
    expect(plainPhotos(both)).toMatchObject([{ name: 'a.jpg', annotations: [{}, {}] }]);
    expect(noteCounts(both.notes)).toEqual({ 'photo-named-twice': 1, 'keypoints-left-out': 1, 'annotation-twice': 1 });
  });

  test('CVAT’s turned box turns about its middle', async () => {
    const dataset = await read({
      images: [image],
      categories,
      annotations: [boxOf([40, 20, 20, 10], { attributes: { rotation: -30, occluded: true } })],
    });
    expect(plainPhotos(dataset)[0]!.annotations).toEqual([
      {
        class: 'ant',
        shape: { kind: 'rotated-box', rotatedBox: { centreX: 50, centreY: 25, width: 20, height: 10, angle: 330 } },
        attributes: { occluded: true },
      },
    ]);
  });
});

test('B12: photos that differ in their suffix alone keep their boxes and their whole names', async () => {
  const folder = path.resolve(import.meta.dirname, '../../../../fixtures/cases/B12-one-stem-three-photos');
  const first = await readFolder(cocoReader, folder);
  const sizes = asDataset(first);
  const again = await readFolder(cocoReader, await written(cocoWriter, sizes));
  expect(largestDifference(sizes, asDataset(again))).toBe(0);
  expect(fileOf(sizes).images.map(({ file_name }) => path.basename(String(file_name)))).toEqual([
    'shelf.jpg',
    'shelf.png',
    'shelf.webp.jpg',
  ]);
  expect(plainPhotos(first).map(({ annotations }) => annotations.length)).toEqual([1, 1, 1]);
});

test('copies of photos are called as they lie, also with another suffix, and are found', async () => {
  const dataset = { classes, photos: [madePhoto('a/1.heic', [said(goldenBox)])] };
  const folder = await written(cocoWriter, dataset, { photosAt: () => 'images/a/1.png' });
  await mkdir(path.join(folder, 'images/a'), { recursive: true });
  await writeFile(path.join(folder, 'images/a/1.png'), 'x');
  expect(plainPhotos(await readFolder(cocoReader, folder))).toMatchObject([
    { name: 'images/a/1.png', annotations: [{ class: 'ant' }] },
  ]);
});
