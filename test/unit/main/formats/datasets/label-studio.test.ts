// Label Studio's JSON: the golden vector, rotation about the corner, brushes, who stated what, addresses of photos, and what is lost.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { labelStudioReader } from '../../../../../src/main/formats/datasets/label-studio-read.ts';
import { readBrush, writeBrush } from '../../../../../src/main/formats/datasets/label-studio-rle.ts';
import { labelStudioWriter } from '../../../../../src/main/formats/datasets/label-studio-write.ts';
import { labelmeReader } from '../../../../../src/main/formats/datasets/labelme-read.ts';
import { bitmapOfMask, maskOfBitmap } from '../../../../../src/main/formats/datasets/masks.ts';
import { openSourceFolder } from '../../../../../src/main/formats/datasets/source-folder.ts';
import { mulberry32 } from '../../../../../src/shared/random.ts';
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
const size = { original_width: 100, original_height: 50 };
const rectangle = (value: object, rest: object = {}) => ({
  id: 'r',
  type: 'rectanglelabels',
  from_name: 'label',
  to_name: 'image',
  ...size,
  value: { x: 10, y: 10, width: 20, height: 20, rotation: 0, rectanglelabels: ['ant'], ...value },
  ...rest,
});
const task = (result: object[], data: object = { image: 'a.jpg' }, rest: object = {}) => ({
  id: 1,
  data,
  annotations: [{ id: 1, result, ...rest }],
});
const readTasks = async (tasks: unknown, files: Record<string, Uint8Array> = { 'a.jpg': jpeg }) => {
  const read = await readFolder(labelStudioReader, await datasetFolder({ ...files, 'export.json': tasks as object }));
  return { photos: plainPhotos(read), notes: noteCounts(read.notes), read };
};

test('the golden vector, read and written', async () => {
  const { photos } = await readTasks([task([rectangle({})])]);
  expect(photos).toMatchObject([{ size: [100, 50], annotations: [{ class: 'ant', shape: goldenBox }] }]);
  const folder = await written(labelStudioWriter, { classes, photos: [madePhoto('a b.jpg', [said(goldenBox)])] });
  const tasks = JSON.parse(await readFile(path.join(folder, 'tasks.json'), 'utf8')) as {
    data: object;
    annotations: { result: object[] }[];
  }[];
  expect(tasks[0]!.data).toEqual({ image: '/data/local-files/?d=a%20b.jpg' });
  expect(tasks[0]!.annotations[0]!.result).toMatchObject([
    {
      type: 'rectanglelabels',
      original_width: 100,
      original_height: 50,
      value: { x: 10, y: 10, width: 20, height: 20, rotation: 0, rectanglelabels: ['ant'] },
    },
  ]);
});

describe('shapes', () => {
  test('a box turns about its upper left corner, in pixels of a photo that is not square', async () => {
    // 40 × 10 from (50, 10), turned by 90°: it hangs down and to the left of its corner.
    const { photos } = await readTasks([task([rectangle({ x: 50, y: 20, width: 40, height: 20, rotation: 90 })])]);
    const shape = photos[0]!.annotations[0]!.shape;
    if (shape?.kind !== 'rotated-box') throw new Error('a rotated box');
    expect(shape.rotatedBox).toEqual({
      centreX: expect.closeTo(45),
      centreY: expect.closeTo(30),
      width: 40,
      height: 10,
      angle: 90,
    });
    const negative = await readTasks([task([rectangle({ rotation: -30 })])]);
    expect(negative.photos[0]!.annotations[0]!.shape).toMatchObject({ rotatedBox: { angle: 330 } });
  });

  test('polygons, points and ellipses; two controls of one region; several labels; what is no shape', async () => {
    const { photos, notes } = await readTasks([
      task([
        {
          ...size,
          id: 'p',
          type: 'polygonlabels',
          value: {
            points: [
              [10, 10],
              [50, 10],
              [10, 90],
            ],
            polygonlabels: ['bee'],
          },
        },
        { ...size, id: 'k', type: 'keypointlabels', value: { x: 50, y: 50, width: 0.3, keypointlabels: ['bee'] } },
        {
          ...size,
          id: 'e',
          type: 'ellipselabels',
          value: { x: 50, y: 50, radiusX: 20, radiusY: 20, rotation: 0, ellipselabels: ['bee'] },
        },
        { ...size, id: 'two', type: 'rectangle', value: { x: 10, y: 10, width: 20, height: 20, rotation: 0 } },
        { ...size, id: 'two', type: 'labels', value: { x: 10, y: 10, width: 20, height: 20, labels: ['ant'] } },
        rectangle({ rectanglelabels: ['ant', 'bee'] }),
        { id: 't', type: 'textarea', value: { text: ['hello'] } },
        rectangle({ rectanglelabels: [] }, { id: 'none' }),
      ]),
    ]);
    const found = photos[0]!.annotations;
    expect(found.map(one => `${one.class} ${one.shape?.kind}`)).toEqual([
      'bee polygon',
      'bee point',
      'bee polygon',
      'ant box',
      'ant box',
      'bee box',
    ]);
    expect(found[0]!.shape).toEqual({ kind: 'polygon', polygon: [[10, 5, 50, 5, 10, 45]] });
    const ellipse = found[2]!.shape;
    if (ellipse?.kind !== 'polygon') throw new Error('an ellipse is a polygon');
    for (let i = 0; i < ellipse.polygon[0]!.length; i += 2)
      expect(((ellipse.polygon[0]![i]! - 50) / 20) ** 2 + ((ellipse.polygon[0]![i + 1]! - 25) / 10) ** 2).toBeCloseTo(
        1,
        6,
      );
    expect(notes).toEqual({
      'ellipse-as-polygon': 1,
      'label-studio-several-labels': 1,
      'label-studio-result': 1,
      'class-name-empty': 1,
    });
  });

  test('without a size boxes are fractions, and what needs the size is left out', async () => {
    const bare = { original_width: undefined, original_height: undefined };
    const { read, notes } = await readTasks([task([rectangle({}, bare), rectangle({ rotation: 20 }, bare)])]);
    const [photo] = [...read.photos];
    expect(photo!.annotations).toMatchObject([
      { unit: 'photo', shape: { box: { x: 0.1, y: 0.1, width: expect.closeTo(0.2) as number } } },
    ]);
    expect(notes).toEqual({ 'photo-size-unknown': 1 });
  });

  test('C4: bad numbers and boxes outside are left out by reason; a turned photo is not guessed at', async () => {
    const { photos, notes } = await readTasks([
      task([
        rectangle({ x: null }),
        rectangle({ width: 0 }),
        rectangle({ x: 150 }),
        rectangle({ rotation: 30, width: 0 }),
        rectangle({}, { image_rotation: 90 }),
        { ...size, type: 'polygonlabels', value: { points: [[1, 1]], polygonlabels: ['ant'] } },
      ]),
    ]);
    expect(photos[0]!.annotations).toEqual([]);
    expect(photos[0]!.lookedFor.things).toBe(false);
    expect(notes).toEqual({
      'box-not-a-number': 1,
      'box-empty': 1,
      'box-outside': 1,
      'label-studio-value': 1,
      'label-studio-turned': 1,
      'polygon-too-short': 1,
    });
  });
});

describe('brushes', () => {
  const random = mulberry32(3);
  test('any mask comes back pixel for pixel', () => {
    for (const [widthPx, heightPx, part] of [
      [1, 1, 1],
      [7, 5, 0.5],
      [100, 50, 0.03],
      [300, 200, 0],
      [300, 700, 1],
    ] as const) {
      const bitmap = Uint8Array.from({ length: widthPx * heightPx }, () => (random() < part ? 1 : 0));
      expect(readBrush(Uint8Array.from(writeBrush(bitmap)), { widthPx, heightPx })).toEqual(bitmap);
    }
  });

  test('a stream of Label Studio’s own converter is read: 4 × 2, the first two and the last pixel', () => {
    // encode_rle of label_studio_converter/brush.py on [255, 255, 0, 0, 0, 0, 0, 255] repeated four times.
    const bits =
      '00000000000000000000000000100000' +
      '00111' +
      '0010' +
      '0011' +
      '0111' +
      '1111' +
      '1' +
      '00' +
      '111' +
      '11111111' +
      '1' +
      '10' +
      '00010011' +
      '00000000' +
      '1' +
      '00' +
      '011' +
      '11111111';
    const bytes = Uint8Array.from(bits.padEnd(Math.ceil(bits.length / 8) * 8, '0').match(/.{8}/g)!, byte =>
      Number.parseInt(byte, 2),
    );
    expect(readBrush(bytes, { widthPx: 4, heightPx: 2 })).toEqual(Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 1));
  });

  test('C5: sizes that do not fit, streams that are cut or never end are refused before memory is taken', () => {
    const whole = Uint8Array.from(writeBrush(Uint8Array.of(1, 0, 1, 0, 1, 1)));
    expect(readBrush(whole, { widthPx: 100_000, heightPx: 100_000 })).toBe(null);
    for (let end = 0; end < whole.length; end++)
      expect(readBrush(whole.subarray(0, end), { widthPx: 3, heightPx: 2 })).toBe(null);
    for (let run = 0; run < 20_000; run++) {
      const changed = Uint8Array.from(whole, byte => (random() < 0.1 ? Math.floor(random() * 256) : byte));
      const read = readBrush(changed, { widthPx: 3, heightPx: 2 });
      if (read !== null) expect(read).toHaveLength(6);
    }
  });

  test('a brush in a task is a mask; a broken one is left out', async () => {
    const bitmap = new Uint8Array(5000).fill(1, 40, 60);
    const brush = (rle: unknown) => ({
      ...size,
      type: 'brushlabels',
      value: { format: 'rle', rle, brushlabels: ['ant'] },
    });
    const { photos, notes } = await readTasks([
      task([brush(writeBrush(bitmap)), brush([1, 2, 3]), brush(writeBrush(new Uint8Array(5000))), brush(['x'])]),
    ]);
    expect(photos[0]!.annotations.map(({ shape }) => shape?.kind === 'mask' && bitmapOfMask(shape.mask))).toEqual([
      bitmap,
    ]);
    expect(notes).toEqual({ 'mask-damaged': 2, 'mask-empty': 1 });
  });
});

describe('who stated what', () => {
  test('predictions are no annotations; skipped ones do not count; of several the newest, or the ground truth', async () => {
    const { photos, notes } = await readTasks([
      { id: 1, data: { image: 'p.jpg' }, annotations: [], predictions: [{ result: [rectangle({})], score: 0.9 }] },
      { id: 2, data: { image: 's.jpg' }, annotations: [{ was_cancelled: true, result: [rectangle({})] }] },
      {
        id: 3,
        data: { image: 'n.jpg' },
        annotations: [
          { id: 8, updated_at: '2024-01-02T00:00:00Z', result: [rectangle({ rectanglelabels: ['new'] })] },
          { id: 9, updated_at: '2024-01-01T00:00:00Z', result: [rectangle({ rectanglelabels: ['old'] })] },
        ],
      },
      {
        id: 4,
        data: { image: 'g.jpg' },
        annotations: [
          { id: 1, ground_truth: true, result: [rectangle({ rectanglelabels: ['true'] })] },
          { id: 2, result: [rectangle({ rectanglelabels: ['other'] })] },
        ],
      },
      { id: 5, data: { image: 'e.jpg' }, annotations: [{ id: 3, result: [] }] },
      {
        id: 6,
        data: { image: 'c.jpg', split: 'test' },
        annotations: [{ id: 4, result: [{ type: 'choices', value: { choices: ['ant', 'bee'] } }] }],
      },
      {
        id: 7,
        data: { image: 'd.jpg', split: 'train' },
        annotations: [{ id: 5, result: [{ type: 'choices', value: { choices: ['ant'] } }] }],
      },
    ]);
    expect(
      photos.map(({ name, annotations, lookedFor, split }) => [
        name,
        annotations.map(one => one.class),
        lookedFor.photo,
        lookedFor.things,
        split,
      ]),
    ).toEqual([
      ['p.jpg', [], false, false, null],
      ['s.jpg', [], false, false, null],
      ['n.jpg', ['new'], false, true, null],
      ['g.jpg', ['true'], false, true, null],
      ['e.jpg', [], false, true, null],
      ['c.jpg', ['ant', 'bee'], true, false, 'test'],
      ['d.jpg', ['ant'], true, false, 'train'],
    ]);
    expect(notes).toEqual({ 'label-studio-prediction': 1, 'label-studio-cancelled': 1, 'label-studio-several': 2 });
  });

  test('the short form, and files of one annotation without a suffix', async () => {
    const short = await readTasks([
      {
        id: 1,
        image: '/data/upload/3/0a1b2c3d-a.jpg',
        label: [{ x: 10, y: 10, width: 20, height: 20, rotation: 0, rectanglelabels: ['ant'], ...size }],
        choice: 'bee',
        annotation_id: 4,
        annotator: 1,
      },
    ]);
    expect(short.photos).toMatchObject([
      {
        name: 'a.jpg',
        annotations: [
          { class: 'ant', shape: goldenBox },
          { class: 'bee', shape: null },
        ],
      },
    ]);
    const single = await readFolder(
      labelStudioReader,
      await datasetFolder({
        'a.jpg': jpeg,
        '17': { id: 17, task: { id: 1, data: { image: 'a.jpg' } }, result: [rectangle({})] },
      }),
    );
    expect(plainPhotos(single)).toMatchObject([{ name: 'a.jpg', annotations: [{ class: 'ant', shape: goldenBox }] }]);
  });

  test('text of a region and its score are kept', async () => {
    const { photos } = await readTasks([
      task([rectangle({}, { score: 0.5, meta: { text: ['one', 'two'], difficult: true } })]),
    ]);
    expect(photos[0]!.annotations[0]!.attributes).toEqual({ difficult: true, text: 'one\ntwo', score: 0.5 });
  });
});

describe('photos', () => {
  const files = { 'my photo.jpg': jpeg, 'sub/0a1b2c3d-x.jpg': jpeg };
  test.each([
    ['/data/upload/12/0a1b2c3d-my%20photo.jpg', 'my photo.jpg'],
    ['/data/upload/12/0a1b2c3d-x.jpg', 'sub/0a1b2c3d-x.jpg'],
    ['http://localhost:8080/data/upload/12/ffffffff-my%20photo.jpg?x=1', 'my photo.jpg'],
    ['/data/local-files/?d=sub/0a1b2c3d-x.jpg', 'sub/0a1b2c3d-x.jpg'],
    ['/data/local-files/?d=sub%2F0a1b2c3d-x.jpg', 'sub/0a1b2c3d-x.jpg'],
    ['s3://bucket/sub/0a1b2c3d-x.jpg', 'sub/0a1b2c3d-x.jpg'],
    ['my photo.jpg', 'my photo.jpg'],
    ['100%.jpg', '100%.jpg'],
  ])('%j is %s, and nothing is fetched', async (image, expected) => {
    const { photos, notes } = await readTasks([task([], { image })], files);
    expect(photos.map(({ name }) => name)).toEqual([expected]);
    expect(notes).toEqual({});
  });

  test('C1: what leads out is refused', async () => {
    for (const image of [
      '../../etc/passwd',
      '/data/local-files/?d=../../etc/passwd',
      '/data/local-files/?d=..%2f..%2fetc/passwd',
      '\\\\host\\share',
      'file:///../etc/passwd',
      'a\0.jpg',
    ])
      expect((await readTasks([task([], { image })])).notes).toEqual({ 'photo-name-refused': 1 });
    expect((await readTasks([task([], { text: 'no photo' })])).notes).toEqual({ 'photo-name-missing': 1 });
  });
});

test('C6: cut files, foreign values and foreign keys cost only themselves', async () => {
  const folder = await datasetFolder({
    'a.jpg': jpeg,
    'cut.json': JSON.stringify([task([rectangle({})])]).slice(0, 60),
    'mixed.json':
      '[7, null, {"__proto__": {"x": 1}, "data": {"image": "a.jpg"}, "annotations": [{"result": [null, 3, {"type": "rectanglelabels"}]}]}]',
  });
  const read = await readFolder(labelStudioReader, folder);
  expect(plainPhotos(read).map(({ name, annotations }) => [name, annotations.length])).toEqual([['a.jpg', 0]]);
  expect(noteCounts(read.notes)).toEqual({ 'file-damaged': 1, 'box-not-a-number': 1 });
  expect(({} as { x?: unknown }).x).toBe(undefined);
});

describe('there and back', () => {
  test('everything that the format holds, with properties; the rest is listed', async () => {
    const bitmap = new Uint8Array(5000);
    for (const at of [510, 511, 610, 613, 711]) bitmap[at] = 1;
    const photos = [
      madePhoto(
        'sub folder/개미 #1?.jpg',
        [
          said(goldenBox, 0, { difficult: true, score: 0.25 }),
          said({ kind: 'rotated-box', rotatedBox: { centreX: 40, centreY: 25, width: 20, height: 10, angle: 340 } }),
          said(
            {
              kind: 'polygon',
              polygon: [
                [1.25, 1, 9, 1, 5, 8.5],
                [20, 20, 30, 20, 30, 30, 25, 35],
              ],
            },
            1,
          ),
          said({ kind: 'polygon', polygon: [[50, 1, 59, 1, 55, 8.5]] }, 1),
          said({ kind: 'point', point: { x: 3.5, y: 4 } }, 1),
          said({ kind: 'mask', mask: maskOfBitmap(bitmap, { widthPx: 100, heightPx: 50 }) }),
          said({ kind: 'label' }, 1),
        ],
        { split: 'train' },
      ),
      madePhoto('other/개미 #1?.jpg', [said({ kind: 'nothing', of: 'things' })], { split: 'test' }),
    ];
    const again = await readFolder(labelStudioReader, await written(labelStudioWriter, { classes, photos }));
    const sizes = { 'other/개미 #1?.jpg': [100, 50] } as const;
    expect(largestDifference({ classes, photos }, asDataset(again, sizes))).toBeLessThan(0.001);
    expect(plainPhotos(again).map(({ split }) => split)).toEqual(['train', 'test']);
    expect(plainPhotos(again)[0]!.annotations.find(({ shape }) => shape?.kind === 'box')!.attributes).toEqual({
      difficult: true,
      score: 0.25,
    });
    expect(noteCounts(labelStudioWriter.notes({ classes, photos }))).toEqual({ 'polygon-parts': 1 });
    const more = [
      madePhoto('a.jpg', [said({ kind: 'nothing', of: 'photo' })]),
      madePhoto('b.jpg', [said({ kind: 'label' }), said({ kind: 'nothing', of: 'things' })]),
    ];
    expect(noteCounts(labelStudioWriter.notes({ classes, photos: more }))).toEqual({
      'nothing-photo-left-out': 1,
      'nothing-things-left-out': 1,
    });
  });

  test('K4: class names are escaped in the configuration', async () => {
    const names = madeClasses(']]>', '-->', '&amp;', '<a b="c">', 'two\nlines');
    const folder = await written(labelStudioWriter, {
      classes: names,
      photos: names.map((_, place) => madePhoto(`${place}.jpg`, [said(goldenBox, place)])),
    });
    const config = await readFile(path.join(folder, 'label-config.xml'), 'utf8');
    expect(config).not.toMatch(/&amp;"|<a |two\n/);
    const again = await readFolder(labelStudioReader, folder);
    expect(plainPhotos(again).map(({ annotations }) => annotations[0]!.class)).toEqual(names.map(({ name }) => name));
  });

  test.skipIf(sharedFolder === null).each(['boxes/labelme', 'masks/labelme_semantic/data_annotated'])(
    '%s comes back within 0.5 pixels',
    async name => {
      const dataset = asDataset(await readFolder(labelmeReader, path.join(sharedFolder!, 'data', name)));
      const read = await readFolder(labelStudioReader, await written(labelStudioWriter, dataset));
      expect(largestDifference(dataset, asDataset(read))).toBeLessThan(0.001);
      expect(noteCounts(labelStudioWriter.notes(dataset))).toEqual({});
    },
  );

  test('recognised by its tasks', async () => {
    const sure = async (value: unknown) =>
      labelStudioReader.recognise(await openSourceFolder(await datasetFolder({ 'a.json': value as object })));
    expect(await sure([task([])])).toBe(0.9);
    expect(await sure({ images: [], annotations: [], categories: [] })).toBe(0);
    expect(await sure([{ image: 'a.jpg', annotations: [] }])).toBe(0);
    expect(await sure({ shapes: [], imagePath: 'a.jpg' })).toBe(0);
  });
});
