// YOLO datasets there and back: the golden vector, tasks, splits and their traps (L10), labels and photos (B06, B12), hostile text (C8).
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { maskOfBitmap } from '../../../../../src/main/formats/datasets/masks.ts';
import { recogniseDataset } from '../../../../../src/main/formats/datasets/index.ts';
import { openSourceFolder } from '../../../../../src/main/formats/datasets/source-folder.ts';
import type { Dataset } from '../../../../../src/main/formats/datasets/write-dataset.ts';
import { yoloReader, yoloWriter } from '../../../../../src/main/formats/datasets/yolo.ts';
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

const cases = path.resolve(import.meta.dirname, '../../../../fixtures/cases');
const classes = madeClasses('ant', 'bee');
const box = (x: number, y: number, width: number, height: number): Shape => ({
  kind: 'box',
  box: { x, y, width, height },
});
const line = '0 0.2 0.2 0.2 0.2\n';
const yaml = 'names: [ant, bee]\n';
const read = async (files: Record<string, string | Uint8Array>, options = {}) =>
  readFolder(yoloReader, await datasetFolder(files), options);
const textsOf = (dataset: Dataset, photosAt: ((photo: never) => string) | null = null): Map<string, string> =>
  new Map(
    [
      ...yoloWriter.files(dataset, {
        photosAt: photosAt as never,
        photoBytes: () => Promise.reject(new Error('none')),
      }),
    ].map(({ path: name, pieces }) => [name, [...(pieces as Iterable<string>)].join('')]),
  );
const sizesOf = ({ photos }: Dataset): Record<string, readonly [number, number]> =>
  Object.fromEntries(photos.map(({ photo }) => [photo.path, [photo.widthPx, photo.heightPx] as const]));
const trip = async (dataset: Dataset) => {
  const sizes = sizesOf(dataset);
  const again = await readFolder(yoloReader, await written(yoloWriter, dataset), { sizes });
  return { again, dataset: asDataset(again, sizes) };
};
const splitsOf = (dataset: Awaited<ReturnType<typeof read>>) =>
  Object.fromEntries(plainPhotos(dataset).map(({ name, split }) => [name, split]));

describe('written', () => {
  test('the golden vector', () => {
    const texts = textsOf({ classes, photos: [madePhoto('a.jpg', [said(goldenBox)])] });
    expect(texts.get('labels/a.txt')).toBe('0 0.200000 0.200000 0.200000 0.200000\n');
  });

  test('class numbers are contiguous in the order of export positions, and stand in data.yaml', () => {
    const named = [
      { ...classes[0]!, exportPosition: 7 },
      { ...classes[1]!, exportPosition: 3 },
    ];
    const texts = textsOf({ classes: named, photos: [madePhoto('a.jpg', [said(goldenBox), said(goldenBox, 1)])] });
    expect(texts.get('data.yaml')).toContain('names:\n  0: "bee"\n  1: "ant"\n');
    expect(
      texts
        .get('labels/a.txt')!
        .split('\n')
        .map(text => text[0]),
    ).toEqual(['1', '0', undefined]);
  });

  test('L12: "nothing here" is an empty file; of an unlabelled photo there is neither a file nor a line in a list', () => {
    const photos = [
      madePhoto('a.jpg', [said(goldenBox)], { split: 'train' }),
      madePhoto('none.jpg', [said({ kind: 'nothing', of: 'things' })], { split: 'validation' }),
      madePhoto('new.jpg', [], { split: 'train' }),
      madePhoto('label.jpg', [said({ kind: 'label' })], { split: 'train' }),
    ];
    const texts = textsOf({ classes, photos });
    expect([...texts.keys()]).toEqual(['data.yaml', 'train.txt', 'val.txt', 'labels/a.txt', 'labels/none.txt']);
    expect(texts.get('labels/none.txt')).toBe('');
    expect(texts.get('train.txt')).toBe('./images/a.jpg\n');
    expect(noteCounts(yoloWriter.notes({ classes, photos }))).toEqual({ 'out-unannotated': 1, 'label-left-out': 1 });
  });

  test('without a validation part data.yaml names none, and that is said', () => {
    const dataset = { classes, photos: [madePhoto('a.jpg', [said(goldenBox)])] };
    expect(textsOf(dataset).get('data.yaml')).not.toMatch(/^val:/m);
    expect(noteCounts(yoloWriter.notes(dataset))).toEqual({ 'out-no-validation': 1 });
  });
});

test('boxes, "nothing here" and splits come back, photos of one name in two folders apart', async () => {
  const dataset: Dataset = {
    classes,
    photos: [
      madePhoto('a/1.jpg', [said(goldenBox), said(box(0, 0, 100, 50), 1)], { split: 'train' }),
      madePhoto('b/1.jpg', [said({ kind: 'nothing', of: 'things' })], { split: 'validation' }),
      madePhoto('c d.jpg', [said(box(99.5, 49.75, 0.5, 0.25), 1)], { split: 'test' }),
      madePhoto('pictures/images/labels/e.jpg', [said(goldenBox, 1)]),
    ],
  };
  const { again, dataset: after } = await trip(dataset);
  expect(again.notes).toEqual([]);
  expect(largestDifference(dataset, after)).toBeLessThan(0.001);
  expect(splitsOf(again)).toEqual({
    'a/1.jpg': 'train',
    'b/1.jpg': 'validation',
    'c d.jpg': 'test',
    'pictures/images/labels/e.jpg': null,
  });
});

test('L9: rotated boxes beside boxes come back as such, each corner where it was', async () => {
  const rotatedBox = { centreX: 50, centreY: 25, width: 30, height: 10, angle: 33 };
  const dataset: Dataset = {
    classes,
    photos: [madePhoto('a.jpg', [said({ kind: 'rotated-box', rotatedBox }, 1), said(goldenBox)])],
  };
  const { again, dataset: after } = await trip(dataset);
  expect(largestDifference(dataset, after)).toBeLessThan(0.01);
  expect(noteCounts(again.notes)).toEqual({ 'split-one-sided': 1 });
  expect(noteCounts(yoloWriter.notes(dataset))).toEqual({ 'out-no-validation': 1 });
});

test('L9: a polygon loses no vertex; what stands beside it is an outline too, and each change is listed', async () => {
  const ring = Array.from({ length: 3000 }, (_, i) => [
    50 + 20 * Math.cos(i / 478),
    25 + 20 * Math.sin(i / 478),
  ]).flat();
  const mask = maskOfBitmap(
    Uint8Array.from({ length: 5000 }, (_, i) => Number(i % 100 < 40 && i < 2000 && i !== 505)),
    { widthPx: 100, heightPx: 50 },
  );
  const things: Shape[] = [
    { kind: 'polygon', polygon: [ring] },
    {
      kind: 'polygon',
      polygon: [
        [1, 1, 9, 1, 9, 9],
        [20, 20, 30, 20, 30, 30],
      ],
    },
    { kind: 'polygon', polygon: [[-5, 1, 9, 1, 9, 9]] },
    { kind: 'mask', mask },
    goldenBox,
    { kind: 'rotated-box', rotatedBox: { centreX: 50, centreY: 25, width: 30, height: 10, angle: 33 } },
    { kind: 'point', point: { x: 1, y: 1 } },
  ];
  const dataset: Dataset = {
    classes,
    photos: [
      madePhoto(
        'a.jpg',
        things.map(thing => said(thing)),
        { split: 'validation' },
      ),
    ],
  };
  expect(noteCounts(yoloWriter.notes(dataset))).toEqual({
    'out-parts-joined': 1,
    'out-clipped': 1,
    'mask-as-polygon': 1,
    'mask-holes-filled': 1,
    'box-as-polygon': 1,
    'rotated-box-as-polygon': 1,
    'point-left-out': 1,
  });
  const { dataset: after } = await trip(dataset);
  const polygons = after.photos[0]!.annotations.map(one => (one.kind === 'polygon' ? one.polygon[0]! : []));
  expect(polygons.map(part => part.length / 2)).toEqual([3000, 3 + 1 + 3 + 1 + 1, 3, 4, 4, 4]);
  expect(Math.max(...polygons[0]!.map((value, at) => Math.abs(value - ring[at]!)))).toBeLessThan(0.001);
});

test('L9: polygons of five points come back from each corner of the photo, whatever point they begin with', async () => {
  const corner = [30, 20, 20, 35, 0, 40, 0, 0, 30, 0];
  const turns = [0, 2, 4, 6, 8].map(from => [...corner.slice(from), ...corner.slice(0, from)]);
  const rings = turns.flatMap(ring => [
    ring,
    ring.map((value, at) => (at % 2 === 0 ? 100 - value : value)),
    ring.map((value, at) => (at % 2 === 0 ? value : 50 - value)),
    ring.map((value, at) => (at % 2 === 0 ? 100 : 50) - value),
  ]);
  for (const ring of rings) {
    const photo = madePhoto('a.jpg', [said({ kind: 'polygon', polygon: [ring] })], { split: 'train' });
    const { again, dataset: after } = await trip({ classes, photos: [photo] });
    expect(largestDifference({ classes, photos: [photo] }, after)).toBeLessThan(0.001);
    expect(noteCounts(again.notes)).toEqual({ 'split-one-sided': 1 });
  }
});

describe('L8, C12: names of classes in data.yaml come back as they were', () => {
  const names = [
    'a/b',
    '..',
    'CON',
    'trailing.',
    `it's "q"`,
    'a: b',
    '# x',
    'two\nlines',
    '- x',
    '*a',
    '&a',
    '!!js/function x',
    'null',
    '~',
    'true',
    '007',
    '1e5',
    '{',
    'traffic light',
    '한글 👩‍🔬',
    '__proto__',
  ];
  test(names.join(' | '), async () => {
    const dataset: Dataset = {
      classes: madeClasses(...names),
      photos: [
        madePhoto(
          'a.jpg',
          names.map((_, place) => said(box(place, 0, 5, 5), place)),
        ),
      ],
    };
    const { again, dataset: after } = await trip(dataset);
    expect(again.classes.map(({ name }) => name)).toEqual(names);
    expect(largestDifference(dataset, after)).toBeLessThan(0.001);
  });

  test('names that nobody quoted are the texts that stand there', async () => {
    const dataset = await read({
      'data.yaml': 'names:\n  0: null\n  1: NA\n  2: yes\n  3: 007\n  4: 1.50\n  5: traffic light\n',
      'labels/a.txt': line,
    });
    expect(dataset.classes.map(({ name }) => name)).toEqual(['null', 'NA', 'yes', '007', '1.50', 'traffic light']);
  });

  test('of a class without a name every box is counted as left out', async () => {
    const box = '0.5 0.5 0.2 0.2\n';
    const dataset = await read({
      'data.yaml': 'names: ["", ant, " "]\n',
      'labels/a.txt': `0 ${box}0 0.2 0.2 0.1 0.1\n1 ${box}`,
    });
    expect(dataset.classes.map(({ name }) => name)).toEqual(['ant']);
    expect(noteCounts(dataset.notes)).toMatchObject({ 'class-name-empty': 2 });
    expect([...dataset.photos][0]!.annotations).toHaveLength(1);
  });
});

describe('B12: photos that differ in their suffix alone', () => {
  const photos = ['shelf.jpg', 'shelf.png', 'shelf.webp.jpg'].map((name, i) =>
    madePhoto(name, [said(box(i * 10, 1, 9, 9))]),
  );

  test('where they keep their names, have a label file each and come back each with its own box', async () => {
    const dataset = { classes, photos };
    expect([...textsOf(dataset).keys()].slice(2)).toEqual([
      'labels/shelf.txt',
      'labels/shelf.png.txt',
      'labels/shelf.webp.txt',
    ]);
    const { dataset: after } = await trip(dataset);
    expect(largestDifference(dataset, after)).toBeLessThan(0.001);
    expect(noteCounts(yoloWriter.notes(dataset))).toMatchObject({ 'out-name-changed': 1 });
  });

  test('are copied under names that part', async () => {
    const photosAt = yoloWriter.photosAt!({ classes, photos });
    const texts = textsOf({ classes, photos }, photosAt as never);
    expect([...texts.keys()].slice(2)).toEqual(['labels/shelf.txt', 'labels/shelf_png.txt', 'labels/shelf.webp.txt']);
    const again = plainPhotos(
      await read(Object.fromEntries([...texts, ...photos.map(({ photo }) => [photosAt(photo), 'x'] as const)])),
    );
    expect(again.map(({ name, annotations }) => [name, annotations.length])).toEqual([
      ['images/shelf.jpg', 1],
      ['images/shelf.webp.jpg', 1],
      ['images/shelf_png.png', 1],
    ]);
  });

  test('one label file for two photos is nobody’s, and is named', async () => {
    const dataset = await read({ 'data.yaml': yaml, 'images/a.jpg': 'x', 'images/a.png': 'x', 'labels/a.txt': line });
    expect(plainPhotos(dataset).map(({ annotations, lookedFor }) => [annotations.length, lookedFor.things])).toEqual([
      [0, false],
      [0, false],
    ]);
    expect(noteCounts(dataset.notes)).toEqual({ 'yolo-label-of-several': 1 });
  });
});

test('B06: beside the photos, whatever dots are in their names; classes.txt is no label file', async () => {
  const dataset = await readFolder(yoloReader, path.join(cases, 'B06-names-with-dots/yolo'));
  expect(dataset.classes.map(({ name }) => name)).toEqual(['crane', 'barge']);
  const sizes = Object.fromEntries(plainPhotos(dataset).map(({ name }) => [name, [40, 24] as const]));
  const rounded = asDataset(dataset, sizes).photos.map(({ photo, annotations }) => [
    photo.path,
    annotations.map(one =>
      one.kind === 'box'
        ? [one.classId - 10, ...Object.values(one.box).map(value => Math.round(value * 100) / 100)]
        : one.kind,
    ),
  ]);
  expect(Object.fromEntries(rounded)).toEqual({
    'dock.png': [[0, 2, 2, 8, 6]],
    'dock.rgb.png': [[1, 12, 4, 10, 8]],
    'dock.rgb.night.png': [[0, 24, 6, 12, 10]],
    'clip_01.mp4_t=3.png': [[1, 6, 12, 20, 8]],
  });
});

describe('splits', () => {
  const photos = (...folders: string[]) =>
    Object.fromEntries(
      folders.flatMap(folder => [
        [`${folder}/${folder.replaceAll('/', '-')}.jpg`, 'x'],
        [`${folder.replace('images', 'labels')}/${folder.replaceAll('/', '-')}.txt`, line],
      ]),
    );

  test('L10: train and val of one folder are no split, and that is said', async () => {
    for (const val of ['images', './images/', '../images']) {
      const dataset = await read({ 'data.yaml': `${yaml}train: images\nval: ${val}\n`, ...photos('images') });
      expect(Object.values(splitsOf(dataset))).toEqual([null]);
      expect(noteCounts(dataset.notes)).toEqual({ 'yolo-one-folder': 1 });
    }
  });

  test('a part that does not exist is named, and one side alone is no split', async () => {
    const dataset = await read({
      'data.yaml': `${yaml}path: ../datasets/coco128\ntrain: images/train2017\nval: images/val2017\n`,
      ...photos('images/train2017'),
    });
    expect(Object.values(splitsOf(dataset))).toEqual([null]);
    expect(dataset.notes.map(({ code, examples }) => [code, ...examples])).toEqual([
      ['yolo-part-missing', 'val: images/val2017'],
      ['split-one-sided'],
    ]);
  });

  test.each([
    ['folders', 'train: images/train\nval: images/val\ntest: # none\n', {}],
    ['folders below another', 'train: images\nval: images/val\n', {}],
    ['lists of folders', 'train: [images/train]\nval:\n  - images/val\n', {}],
    [
      'an absolute path of another machine',
      'path: /home/me/data\ntrain: /home/me/data/images/train\nval: D:\\data\\images\\val\n',
      {},
    ],
    [
      'lists of photos',
      'train: a_train.txt\nval: lists/val.txt\n',
      { 'a_train.txt': './images/train/images-train.jpg\n', 'lists/val.txt': '/home/me/images/val/images-val.jpg\r\n' },
    ],
  ])('by %s', async (_, parts, files) => {
    const dataset = await read({ 'data.yaml': yaml + parts, ...photos('images/train', 'images/val'), ...files });
    expect(splitsOf(dataset)).toEqual({
      'images/train/images-train.jpg': 'train',
      'images/val/images-val.jpg': 'validation',
    });
    expect(dataset.notes).toEqual([]);
    expect([...dataset.photos].every(({ annotations }) => annotations.length === 1)).toBe(true);
  });

  test('Roboflow’s folders, with its ../ in front', async () => {
    const dataset = await read({
      'data.yaml': `${yaml}train: ../train/images\nval: ../valid/images\n`,
      ...photos('train/images', 'valid/images'),
    });
    expect(splitsOf(dataset)).toEqual({
      'train/images/train-images.jpg': 'train',
      'valid/images/valid-images.jpg': 'validation',
    });
  });

  test('by folders alone, where nothing describes the dataset', async () => {
    const dataset = await read(photos('train/images', 'val/images'));
    expect(Object.values(splitsOf(dataset))).toEqual(['train', 'validation']);
    expect(noteCounts(dataset.notes)).toEqual({ 'yolo-names-missing': 1 });
    expect(dataset.classes).toEqual([{ name: '0' }]);
  });

  test('Darknet: obj.data, obj.names and lists of photos, labels beside the photos', async () => {
    const dataset = await read({
      'obj.data': 'classes = 2\ntrain = data/train.txt\nvalid = data/test.txt\nnames = data/obj.names\n',
      'obj.names': 'ant\nbee\n',
      'train.txt': 'data/obj/a.jpg\n',
      'test.txt': 'data/obj/b.jpg\n',
      'obj/a.jpg': 'x',
      'obj/a.txt': '1 0.5 0.5 0.5 0.5\n',
      'obj/b.jpg': 'x',
      'obj/b.txt': '',
    });
    expect(
      plainPhotos(dataset).map(({ name, split, annotations, lookedFor }) => [
        name,
        split,
        annotations.map(one => one.class),
        lookedFor.things,
      ]),
    ).toEqual([
      ['obj/a.jpg', 'train', ['bee'], true],
      ['obj/b.jpg', 'validation', [], true],
    ]);
  });
});

describe('lines', () => {
  const things = async (text: string | Uint8Array, others: Record<string, string> = { 'data.yaml': yaml }) => {
    const dataset = await read(
      { ...others, 'images/a.jpg': 'x', 'labels/a.txt': text },
      { sizes: { 'images/a.jpg': [100, 50] } },
    );
    return {
      notes: noteCounts(dataset.notes),
      things: plainPhotos(dataset)[0]!.annotations,
      photo: plainPhotos(dataset)[0]!,
    };
  };

  test('are parted by any white space and line end, and may carry a score', async () => {
    const { things: found, notes } = await things(
      '\ufeff0\t0.2  0.2 0.2 0.2 \r\n\r\n1 0.2 0.2 0.2 0.2 0.75\r0 .2 2e-1 0.2 0.2',
    );
    expect(found.map(one => [one.class, one.attributes])).toEqual([
      ['ant', {}],
      ['bee', { score: 0.75 }],
      ['ant', {}],
    ]);
    expect(notes).toEqual({ 'score-kept': 1 });
  });

  test('C8: numbers with commas, classes without a name, below 0 and in parts, sizes of nothing cost only themselves', async () => {
    const {
      things: found,
      notes,
      photo,
    } = await things(
      [
        '0 0,2 0,2 0,2 0,2',
        '999 0.2 0.2 0.2 0.2',
        '-1 0.2 0.2 0.2 0.2',
        '0.5 0.2 0.2 0.2 0.2',
        '0 0.2 0.2 1e-400 0.2',
        '0 0.2 0.2 -0.1 0.2',
        '0 nan 0.2 0.2 0.2',
        '0 1e309 0.2 0.2 0.2',
        '0 5 5 0.2 0.2',
        '0 0.2 0.2',
        '0',
        'hello',
      ].join('\n'),
    );
    expect(found).toEqual([]);
    expect(notes).toEqual({
      'yolo-line-unreadable': 7,
      'yolo-class-unknown': 1,
      'box-empty': 2,
      'box-not-a-number': 1,
      'box-outside': 1,
    });
    expect(photo.lookedFor.things).toBe(false);
  });

  test('a box over the edge is cut there, its far edge stays where it was', async () => {
    const { things: found, notes } = await things('0 0.05 0.5 0.2 0.2');
    expect(found).toMatchObject([{ shape: { kind: 'box', box: { x: 0, y: 0.4 } } }]);
    expect((found[0]!.shape as { box: { width: number } }).box.width).toBeCloseTo(0.15, 12);
    expect(notes).toEqual({ 'box-clipped': 1 });
  });

  test('four points everywhere are rotated boxes, beside other rings they are polygons, and a task that is stated decides', async () => {
    const square = '0 0.2 0.2 0.4 0.2 0.4 0.6 0.2 0.6';
    const turned = '1 0.5 0.2 0.6 0.4 0.5 0.6 0.4 0.4';
    const ring = '0 0.1 0.1 0.2 0.1 0.2 0.2';
    const kinds = async (text: string, others?: Record<string, string>) =>
      (await things(text, others)).things.map(({ shape }) => shape!.kind);
    expect(await kinds(`${square}\n${turned}`)).toEqual(['box', 'rotated-box']);
    expect(await kinds(`${square}\n${ring}`)).toEqual(['polygon', 'polygon']);
    expect(await kinds(square, { 'data.yaml': `task: segment\n${yaml}` })).toEqual(['polygon']);
    expect(await kinds(`${turned}\n${ring}`, { 'data.yaml': `task: obb\n${yaml}` })).toEqual([
      'rotated-box',
      'polygon',
    ]);
    const crooked = await things('0 0.2 0.2 0.4 0.3 0.5 0.6 0.2 0.6');
    expect([crooked.things[0]!.shape!.kind, crooked.notes]).toEqual(['polygon', { 'rotated-not-rectangular': 1 }]);
  });

  test('of a pose the box is read, by data.yaml or by how visible each point is, and the points are said to be left out', async () => {
    const three = '0 0.5 0.5 0.2 0.2 0.1 0.1 2 0.2 0.2 0';
    const two = '0 0.5 0.5 0.2 0.2 0.1 0.1 0.2 0.2';
    for (const [text, shape] of [
      [three, ''],
      [three, 'kpt_shape: [2, 3]\n'],
      [two, 'kpt_shape: [2, 2]\n'],
    ] as const) {
      const { things: found, notes } = await things(text, { 'data.yaml': yaml + shape });
      expect([found.map(one => one.shape!.kind), notes]).toEqual([['box'], { 'keypoints-left-out': 1 }]);
    }
  });

  test('a ring in a corner of the photo is no pose: by the task, else by the other lines, else a ring all the same, and that is said', async () => {
    const corners = [
      '0 0.3 0.3 0.1 0.5 0.05 0.6 0 0.4 0.2 0',
      '0 0.3 0.2 0.2 0.35 0 0.4 0 0 0.3 0',
      '0 0.4 0.3 0.2 0.5 0.0 0.4 0.000000 0.000000 0.400000 0.000000',
    ].join('\n');
    const pose = '1 0.5 0.5 0.2 0.2 0.1 0.1 2 0.2 0.2 0';
    const ring = '1 0.1 0.1 0.2 0.1 0.2 0.2';
    const kinds = async (text: string, hint = '') => {
      const { things: found, notes } = await things(text, { 'data.yaml': hint + yaml });
      return [found.map(one => one.shape!.kind), notes];
    };
    const polygons = ['polygon', 'polygon', 'polygon'];
    const boxes = ['box', 'box', 'box'];
    expect(await kinds(corners, 'task: segment\n')).toEqual([polygons, {}]);
    expect(await kinds(corners, 'task: obb\n')).toEqual([polygons, {}]);
    expect(await kinds(`${ring}\n${corners}`)).toEqual([['polygon', ...polygons], {}]);
    expect(await kinds(corners)).toEqual([polygons, { 'yolo-ring-or-pose': 3 }]);
    expect(await kinds(`${corners}\n${pose}`)).toEqual([['box', ...boxes], { 'keypoints-left-out': 4 }]);
    expect(await kinds(corners, 'kpt_shape: [2, 3]\n')).toEqual([boxes, { 'keypoints-left-out': 3 }]);
    expect(await kinds(corners, 'task: pose\n')).toEqual([boxes, { 'keypoints-left-out': 3 }]);
  });

  test('C8: of ten million lines the first hundred thousand are read', { timeout: 120_000 }, async () => {
    const { things: found, notes } = await things(Buffer.from('0 .2 .2 .2 .2\n'.repeat(4_500_000)));
    expect(found).toHaveLength(100_000);
    expect(notes).toEqual({ 'too-many-things': 1 });
    const over = await things(Buffer.from('0 .2 .2 .2 .2\n'.repeat(4_600_000)));
    expect(over.notes).toEqual({ 'file-damaged': 1 });
  });
});

describe('C8: hostile data.yaml', () => {
  const bomb = `a: &a [x]\n${Array.from(
    { length: 20 },
    (_, i) =>
      `a${i}: &a${i} [${Array<string>(9)
        .fill(`*a${i === 0 ? '' : i - 1}`)
        .join(',')}]`,
  ).join('\n')}\nnames: *a19\n`;
  test.each([
    ['an alias bomb', bomb],
    ['100,000 levels', `names: ${'['.repeat(100_000)}`],
    ['a cut quote', 'names: ["a'],
    ['a key twice', 'names: [a]\nnames: [b]\n'],
    ['more than a megabyte', `names: [${'a,'.repeat(600_000)}]`],
  ])('%s is named, and classes are called by their numbers', async (_, text) => {
    const dataset = await read({ 'data.yaml': text, 'labels/a.txt': line });
    expect(noteCounts(dataset.notes)).toEqual({ 'file-damaged': 1, 'yolo-names-missing': 1 });
    expect(dataset.classes).toEqual([{ name: '0' }]);
  });

  test('a function is a text, keys of prototypes change none, and a path that leads out is looked for inside', async () => {
    const dataset = await read({
      'data.yaml': `names: { 0: !!js/function 'x', 1: b, __proto__: c, -1: d, 2.5: e }\npath: ../../\ntrain: ../../../etc\n__proto__: { x: 1 }\n`,
      'labels/a.txt': '1 0.2 0.2 0.2 0.2',
    });
    expect(dataset.classes.map(({ name }) => name)).toEqual(['x', 'b']);
    expect(({} as { x?: number }).x).toBeUndefined();
    expect(noteCounts(dataset.notes)).toEqual({ 'yolo-part-missing': 1 });
  });

  test('C10: a class keeps its number’s place whatever else is in the map, also 100 times over', async () => {
    const files = {
      'data.yaml': 'names:\n  5: ant\n  0: bee\n  2: ant\n',
      'labels/a.txt': '5 0.2 0.2 0.2 0.2\n0 0.2 0.2 0.2 0.2\n2 0.4 0.4 0.1 0.1',
    };
    const folder = await datasetFolder(files);
    for (let i = 0; i < 100; i++) {
      const dataset = await readFolder(yoloReader, folder);
      expect(dataset.classes.map(({ name }) => name)).toEqual(['bee', 'ant']);
      expect(plainPhotos(dataset)[0]!.annotations.map(one => one.class)).toEqual(['ant', 'bee', 'ant']);
    }
  });
});

test('labels and photos that do not lie where they should are brought together by stem, other texts are named', async () => {
  const dataset = await read({
    'classes.txt': 'ant\nbee\n',
    'pictures/a.jpg': 'x',
    'notes/a.txt': line,
    'notes/b.txt': line,
    'README.txt': 'Hello world',
    'old/a.txt': line,
  });
  expect(plainPhotos(dataset).map(({ name, annotations }) => [name, annotations.length])).toEqual([
    ['pictures/a.jpg', 1],
    ['notes/b', 1],
  ]);
  expect(noteCounts(dataset.notes)).toEqual({ 'yolo-not-labels': 1, 'yolo-label-twice': 1 });
});

test('is recognised with and without a description, and other texts are not', async () => {
  const sure = async (files: Record<string, string>) =>
    recogniseDataset(await openSourceFolder(await datasetFolder(files)));
  expect(await sure({ 'data.yaml': yaml })).toBe('yolo');
  expect(await sure({ 'a.txt': line, 'a.jpg': 'x' })).toBe('yolo');
  expect(await sure({ 'a.txt': 'Hello world', 'compose.yaml': 'services: {}\n' })).toBeNull();
});
