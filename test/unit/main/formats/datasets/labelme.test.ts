// labelme's and X-AnyLabeling's JSON: the golden vector, every type of shape, names of photos, what is lost, and real files there and back.
import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { labelmeReader, xAnyLabelingReader } from '../../../../../src/main/formats/datasets/labelme-read.ts';
import { labelmeWriter, xAnyLabelingWriter } from '../../../../../src/main/formats/datasets/labelme-write.ts';
import { bitmapOfMask, maskOfBitmap } from '../../../../../src/main/formats/datasets/masks.ts';
import { openSourceFolder } from '../../../../../src/main/formats/datasets/source-folder.ts';
import { writePng } from '../../../../../src/main/formats/datasets/png-write.ts';
import type { Dataset } from '../../../../../src/main/formats/datasets/write-dataset.ts';
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
const file = (shapes: object[], rest: object = {}) => ({
  version: '5.5.0',
  flags: {},
  shapes,
  imagePath: 'a.jpg',
  imageData: null,
  imageHeight: 50,
  imageWidth: 100,
  ...rest,
});
const shape = (shape_type: string, points: number[][], rest: object = {}) => ({
  label: 'ant',
  points,
  shape_type,
  ...rest,
});
const readShapes = async (shapes: object[], rest: object = {}) => {
  const folder = await datasetFolder({ 'a.jpg': jpeg, 'a.json': file(shapes, rest) });
  const read = await readFolder(labelmeReader, folder);
  return { photo: plainPhotos(read)[0]!, notes: noteCounts(read.notes), read };
};
const jsonOf = async (writer: typeof labelmeWriter, dataset: Dataset, name = 'a.json') => {
  const folder = await written(writer, dataset);
  return JSON.parse(await readFile(path.join(folder, name), 'utf8')) as {
    shapes: Record<string, unknown>[];
    flags: object;
    imagePath: string;
    imageData: null;
  };
};
const classes = madeClasses('ant', 'bee');

describe('the golden vector', () => {
  test('a rectangle of two points in labelme, of four in X-AnyLabeling', async () => {
    const dataset = { classes, photos: [madePhoto('a.jpg', [said(goldenBox)])] };
    const [own] = (await jsonOf(labelmeWriter, dataset)).shapes;
    expect(own).toMatchObject({
      label: 'ant',
      shape_type: 'rectangle',
      points: [
        [10, 5],
        [30, 15],
      ],
    });
    const [other] = (await jsonOf(xAnyLabelingWriter, dataset)).shapes;
    expect(other).toMatchObject({
      shape_type: 'rectangle',
      points: [
        [10, 5],
        [30, 5],
        [30, 15],
        [10, 15],
      ],
    });
  });

  test.each([
    [
      [
        [10, 5],
        [30, 15],
      ],
    ],
    [
      [
        [30, 15],
        [10, 5],
      ],
    ],
    [
      [
        [30, 5],
        [10, 15],
      ],
    ],
    [
      [
        [10, 15],
        [30, 5],
      ],
    ],
    [
      [
        [10, 5],
        [30, 5],
        [30, 15],
        [10, 15],
      ],
    ],
    [
      [
        [30, 15],
        [10, 15],
        [10, 5],
        [30, 5],
      ],
    ],
  ])('a rectangle of %j is read', async points => {
    const { photo, notes } = await readShapes([shape('rectangle', points)]);
    expect(photo.annotations).toEqual([{ class: 'ant', shape: goldenBox, attributes: {} }]);
    expect(notes).toEqual({});
  });
});

describe('shapes', () => {
  test('an oriented rectangle, and a rotation of X-AnyLabeling, are rotated boxes', async () => {
    // 20 × 10 about (40, 25), turned by 30° clockwise.
    const turned = (x: number, y: number) => {
      const [sin, cos] = [0.5, Math.sqrt(3) / 2];
      return [40 + cos * x - sin * y, 25 + sin * x + cos * y];
    };
    const corners = [turned(-10, -5), turned(10, -5), turned(10, 5), turned(-10, 5)];
    for (const points of [corners, [corners[0]!, corners[3]!, corners[2]!, corners[1]!]]) {
      for (const type of ['oriented_rectangle', 'rotation']) {
        const { photo } = await readShapes([shape(type, points)]);
        const found = photo.annotations[0]!.shape;
        expect(found?.kind).toBe('rotated-box');
        if (found?.kind !== 'rotated-box') continue;
        const { centreX, centreY, width, height, angle } = found.rotatedBox;
        expect([centreX, centreY]).toEqual([expect.closeTo(40, 6), expect.closeTo(25, 6)]);
        const isFirst = points === corners;
        expect([width, height, angle]).toEqual(
          (isFirst ? [20, 10, 30] : [20, 10, 30]).map(value => expect.closeTo(value, 4)),
        );
      }
    }
    const skew = await readShapes([
      shape('rotation', [
        [0, 0],
        [20, 0],
        [40, 20],
        [0, 20],
      ]),
    ]);
    expect(skew.photo.annotations[0]!.shape?.kind).toBe('polygon');
    expect(skew.notes).toEqual({ 'rotated-not-rectangular': 1 });
  });

  test('points, circles, lines, quadrilaterals and what nobody knows', async () => {
    const { photo, notes } = await readShapes([
      shape('point', [[3, 4]]),
      shape('circle', [
        [50, 25],
        [50, 45],
      ]),
      shape('line', [
        [0, 0],
        [5, 5],
      ]),
      shape('linestrip', [
        [0, 0],
        [5, 5],
        [9, 9],
      ]),
      shape('quadrilateral', [
        [1, 1],
        [9, 2],
        [8, 8],
        [2, 9],
      ]),
      shape('cuboid', [[1, 1]]),
      shape('rectangle', [[1, 1]]),
      shape('polygon', [
        [1, 1],
        [5, 5],
      ]),
    ]);
    expect(photo.annotations.map(annotation => annotation.shape?.kind)).toEqual(['point', 'polygon', 'polygon']);
    const circle = photo.annotations[1]!.shape;
    if (circle?.kind !== 'polygon') throw new Error('a circle is a polygon');
    for (let i = 0; i < circle.polygon[0]!.length; i += 2)
      expect(Math.hypot(circle.polygon[0]![i]! - 50, circle.polygon[0]![i + 1]! - 25)).toBeCloseTo(20, 6);
    expect(notes).toEqual({
      'circle-as-polygon': 1,
      'labelme-line': 2,
      'labelme-quadrilateral': 1,
      'labelme-shape-unknown': 1,
      'labelme-points': 1,
      'polygon-too-short': 1,
    });
  });

  test('a mask is a patch in an inclusive box', async () => {
    const patch = writePng({ widthPx: 3, heightPx: 2, values: Uint8Array.of(1, 0, 1, 0, 1, 0), kind: 'grey' });
    const points = [
      [10, 5],
      [12, 6],
    ];
    const { photo } = await readShapes([shape('mask', points, { mask: patch.toString('base64') })]);
    const found = photo.annotations[0]!.shape;
    if (found?.kind !== 'mask') throw new Error('a mask');
    const bitmap = bitmapOfMask(found.mask)!;
    expect([...bitmap.keys()].filter(at => bitmap[at] === 1)).toEqual([510, 512, 611]);

    const bad = await readShapes([
      shape(
        'mask',
        [
          [10, 5],
          [13, 6],
        ],
        { mask: patch.toString('base64') },
      ),
      shape('mask', points, { mask: 'no PNG' }),
      shape(
        'mask',
        [
          [200, 100],
          [202, 101],
        ],
        { mask: patch.toString('base64') },
      ),
    ]);
    expect(bad.photo.annotations).toEqual([]);
    expect(bad.notes).toEqual({ 'mask-of-another-size': 1, 'mask-damaged': 1, 'mask-empty': 1 });
  });

  test('polygons of one class and group are parts of one thing', async () => {
    const part = (x: number, group_id: number | null, label = 'ant') =>
      shape(
        'polygon',
        [
          [x, 1],
          [x + 5, 1],
          [x, 6],
        ],
        { group_id, label },
      );
    const { photo, notes } = await readShapes([
      part(1, 3),
      part(20, 3),
      part(40, null),
      part(60, null),
      part(80, 3, 'bee'),
    ]);
    expect(
      photo.annotations.map(({ class: name, shape: found }) => [
        name,
        found?.kind === 'polygon' && found.polygon.length,
      ]),
    ).toEqual([
      ['ant', 2],
      ['ant', 1],
      ['ant', 1],
      ['bee', 1],
    ]);
    expect(notes).toEqual({ 'labelme-parts-joined': 1 });
  });

  test('group, description, flags and unknown keys are kept, and lists that cannot be are said', async () => {
    const { photo, notes } = await readShapes([
      shape(
        'rectangle',
        [
          [1, 1],
          [9, 9],
        ],
        {
          group_id: 7,
          description: 'left one',
          flags: { occluded: true, cut: false },
          difficult: true,
          score: 0.5,
          attributes: { colour: 'red' },
          own_key: 'x',
          links: [[1, 2]],
          kie_linking: [],
        },
      ),
    ]);
    expect(photo.annotations[0]!.attributes).toEqual({
      group_id: 7,
      description: 'left one',
      'flag:occluded': true,
      difficult: true,
      score: 0.5,
      colour: 'red',
      own_key: 'x',
    });
    expect(notes).toEqual({ 'attributes-left-out': 1 });
  });

  test('C4: no number, infinite, outside, empty: left out by reason, and boxes that hang over are cut', async () => {
    const { photo, notes } = await readShapes([
      shape('rectangle', [
        [1, 1],
        ['x' as unknown as number, 9],
      ]),
      shape('rectangle', [
        [1, 1],
        [1, 9],
      ]),
      shape('rectangle', [
        [200, 1],
        [300, 9],
      ]),
      shape('rectangle', [
        [-20, -20],
        [20, 20],
      ]),
    ]);
    expect(photo.annotations.map(({ shape: found }) => found)).toEqual([
      { kind: 'box', box: { x: 0, y: 0, width: 20, height: 20 } },
    ]);
    expect(notes).toEqual({ 'box-not-a-number': 1, 'box-empty': 1, 'box-outside': 1, 'box-clipped': 1 });
    const infinite = await datasetFolder({
      'a.jpg': jpeg,
      'a.json': JSON.stringify(
        file([
          shape('rectangle', [
            [1, 1],
            [7, 9],
          ]),
        ]),
      ).replace('7,9', '1e309,9'),
    });
    const read = await readFolder(labelmeReader, infinite);
    expect(plainPhotos(read)[0]!.annotations).toEqual([]);
  });
});

describe('photos', () => {
  const named = async (imagePath: string, files: Record<string, Uint8Array | object>) => {
    const folder = await datasetFolder(files);
    void imagePath;
    const read = await readFolder(labelmeReader, folder);
    return { names: [...read.photos].map(({ name, file: at }) => [name, at]), notes: noteCounts(read.notes) };
  };
  test.each([
    ['a.jpg', 'labels/a.jpg'],
    ['..\\images\\b.jpg', 'images/b.jpg'],
    ['../images/b.jpg', 'images/b.jpg'],
    ['C:\\Users\\someone\\images\\b.jpg', 'images/b.jpg'],
    ['renamed before.jpg', 'labels/a.jpg'],
    ['../../../etc/passwd', 'labels/a.jpg'],
    ['/etc/passwd', 'labels/a.jpg'],
    ['', 'labels/a.jpg'],
  ])('imagePath %j is %s', async (imagePath, expected) => {
    const files = { 'labels/a.jpg': jpeg, 'images/b.jpg': jpeg, 'labels/a.json': file([], { imagePath }) };
    expect(await named(imagePath, files)).toEqual({ names: [[expected, expected]], notes: {} });
  });

  test('C1: a name that leads out is refused where no photo has the stem of the file', async () => {
    for (const imagePath of [
      '../../etc/passwd',
      'file:///etc/passwd',
      '\\\\host\\share\\a.jpg',
      'a/../../b.jpg',
      'a\0.jpg',
      '..%2fa.jpg',
    ])
      expect(await named(imagePath, { 'x.json': file([], { imagePath }) })).toEqual({
        names: [],
        notes: { 'photo-name-refused': 1 },
      });
    expect(await named('', { 'x.json': file([], { imagePath: '' }) })).toEqual({
      names: [],
      notes: { 'photo-name-missing': 1 },
    });
  });

  test('L1: two photos of one name in two folders stay two, there and back', async () => {
    const photos = [
      madePhoto('one/1.jpg', [said(goldenBox)]),
      madePhoto('two/1.jpg', [said({ kind: 'point', point: { x: 3, y: 4 } }, 1)]),
    ];
    for (const [writer, reader] of [
      [labelmeWriter, labelmeReader],
      [xAnyLabelingWriter, xAnyLabelingReader],
    ] as const) {
      const again = await readFolder(reader, await written(writer, { classes, photos }));
      expect(largestDifference({ classes, photos }, asDataset(again))).toBe(0);
    }
  });

  test('two photos that differ in their suffix alone have two files, and the second is said', async () => {
    const photos = [madePhoto('1.jpg', [said(goldenBox)]), madePhoto('1.PNG', [said(goldenBox, 1)])];
    const folder = await written(labelmeWriter, { classes, photos });
    expect((await openSourceFolder(folder)).files.map(({ path: name }) => name)).toEqual(['1.PNG.json', '1.json']);
    expect(noteCounts(labelmeWriter.notes({ classes, photos }))).toEqual({ 'photo-stem-twice': 1 });
    const more = ['a.png.webp', 'a.jpg', 'a.png', 'A.JPG', 'a.PNG'].map(name => madePhoto(name, [said(goldenBox)]));
    expect((await openSourceFolder(await written(labelmeWriter, { classes, photos: more }))).files).toHaveLength(5);
  });

  test('a size that is missing is asked of the photo', async () => {
    const folder = await datasetFolder({
      'a.jpg': jpeg,
      'a.json': file(
        [
          shape('rectangle', [
            [90, 1],
            [300, 9],
          ]),
        ],
        { imageHeight: 0, imageWidth: null },
      ),
    });
    const read = await readFolder(labelmeReader, folder, { sizes: { 'a.jpg': [100, 50] } });
    expect(plainPhotos(read)[0]).toMatchObject({
      size: [100, 50],
      annotations: [{ shape: { box: { x: 90, width: 10 } } }],
    });
  });

  test('labels of the whole photo are flags; a photo with nothing is not one that nobody looked at', async () => {
    const photos = [
      madePhoto('label.jpg', [said({ kind: 'label' }, 1)]),
      madePhoto('two.jpg', [said({ kind: 'label' }, 0), said({ kind: 'label' }, 1), said(goldenBox)]),
      madePhoto('none.jpg', [said({ kind: 'nothing', of: 'photo' })]),
      madePhoto('empty.jpg', [said({ kind: 'nothing', of: 'things' })]),
      madePhoto('new.jpg', []),
    ];
    const folder = await written(labelmeWriter, { classes, photos });
    expect(JSON.parse(await readFile(path.join(folder, 'two.json'), 'utf8'))).toMatchObject({
      flags: { ant: true, bee: true },
      imageData: null,
    });
    const again = asDataset(await readFolder(labelmeReader, folder));
    expect(largestDifference({ classes, photos: photos.slice(0, 4) }, again)).toBe(0);
    expect(noteCounts(labelmeWriter.notes({ classes, photos }))).toEqual({});
  });
});

describe('which dialect', () => {
  const sureness = async (value: object) => {
    const source = await openSourceFolder(await datasetFolder({ 'a.json': value }));
    return [await labelmeReader.recognise(source), await xAnyLabelingReader.recognise(source)];
  };
  test('each knows its own files best, and neither knows others', async () => {
    const [labelme, other] = await sureness(
      file([
        shape('rectangle', [
          [10, 5],
          [30, 15],
        ]),
      ]),
    );
    expect(labelme).toBeGreaterThan(other!);
    const [less, more] = await sureness(
      file([
        shape('rotation', [
          [0, 0],
          [2, 0],
          [2, 1],
          [0, 1],
        ]),
      ]),
    );
    expect(more).toBeGreaterThan(less!);
    expect(await sureness({ images: [], annotations: [], categories: [] })).toEqual([0, 0]);
    expect(await sureness([{ image: 'a.jpg', annotations: [] }])).toEqual([0, 0]);
  });
});

test('everything that the formats hold comes back, and what they do not hold is listed', async () => {
  const bitmap = new Uint8Array(5000);
  for (const at of [510, 511, 610, 613, 711]) bitmap[at] = 1;
  const things = [
    said(goldenBox, 0, { group_id: 4, description: 'x', 'flag:cut': true, difficult: true, colour: 'red' }),
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
    said({ kind: 'point', point: { x: 3.5, y: 4 } }, 1),
  ];
  const mask = said({ kind: 'mask', mask: maskOfBitmap(bitmap, { widthPx: 100, heightPx: 50 }) });
  const photos = [madePhoto('a.jpg', [...things, mask], { split: 'train' })];
  const again = await readFolder(labelmeReader, await written(labelmeWriter, { classes, photos }));
  expect(largestDifference({ classes, photos }, asDataset(again))).toBeLessThan(0.001);
  expect(plainPhotos(again)[0]!.annotations[0]!.attributes).toEqual(
    things[0]!.kind === 'box' ? things[0]!.attributes : null,
  );
  expect(noteCounts(labelmeWriter.notes({ classes, photos }))).toEqual({ 'polygon-parts': 1, 'split-left-out': 1 });

  const dialect = await readFolder(
    xAnyLabelingReader,
    await written(xAnyLabelingWriter, { classes, photos: [madePhoto('a.jpg', things)] }),
  );
  expect(largestDifference({ classes, photos: [madePhoto('a.jpg', things)] }, asDataset(dialect))).toBeLessThan(0.001);
  expect(noteCounts(xAnyLabelingWriter.notes({ classes, photos }))).toEqual({
    'polygon-parts': 1,
    'split-left-out': 1,
    'mask-as-polygon': 1,
  });
});

test('properties that labelme would refuse are listed, and the file stays one that it opens', async () => {
  const attributes = { group_id: 'left', label: 'x', description: 7, 'flag:cut': 'yes' };
  const dataset = { classes, photos: [madePhoto('a.jpg', [said(goldenBox, 0, attributes)])] };
  const [entry] = (await jsonOf(labelmeWriter, dataset)).shapes;
  expect(entry).toMatchObject({ label: 'ant', group_id: null, description: '7', flags: {}, 'flag:cut': 'yes' });
  expect(noteCounts(labelmeWriter.notes(dataset))).toEqual({ 'thing-attributes-left-out': 1 });
});

describe('files that are not as they should be', () => {
  test('C6: damage and foreign keys cost their own file', async () => {
    const folder = await datasetFolder({
      'good.jpg': jpeg,
      'good.json': file(
        [
          shape('rectangle', [
            [10, 5],
            [30, 15],
          ]),
        ],
        { imagePath: 'good.jpg' },
      ),
      'cut.json': JSON.stringify(file([])).slice(0, 40),
      'deep.json': `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      'other.json': { shapes: 'none' },
      'proto.json':
        '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "shapes": [{"__proto__": {"label": "x"}, "points": [[1,1],[2,2]], "shape_type": "rectangle"}], "imagePath": "good.jpg", "flags": {"__proto__": true}}',
      'utf16.json': Buffer.from(`\ufeff${JSON.stringify(file([], { imagePath: 'good.jpg' }))}`, 'utf16le'),
    });
    const read = await readFolder(labelmeReader, folder);
    expect([...read.photos]).toHaveLength(3);
    expect(noteCounts(read.notes)).toEqual({ 'file-damaged': 1, 'class-name-empty': 1 });
    expect(({} as { polluted?: unknown }).polluted).toBe(undefined);
  });

  test('C12: class names are text, whatever they say', async () => {
    const names = [
      '<img src=x onerror=alert(1)>',
      '=cmd|x',
      '  spaced  ',
      'caf\u00e9',
      'cafe\u0301',
      '👩‍👩‍👧',
      'a,b\n"c"',
      'x'.repeat(201),
      '   ',
    ];
    const { read, notes } = await readShapes(
      names.map(label =>
        shape(
          'rectangle',
          [
            [1, 1],
            [9, 9],
          ],
          { label },
        ),
      ),
    );
    expect(read.classes.map(({ name }) => name)).toEqual([
      '<img src=x onerror=alert(1)>',
      '=cmd|x',
      'spaced',
      'caf\u00e9',
      '👩‍👩‍👧',
      'a,b\n"c"',
    ]);
    expect(notes).toEqual({ 'class-name-too-long': 1, 'class-name-empty': 1 });
  });
});

describe.skipIf(sharedFolder === null)('real files of ../shared/data', () => {
  test.each(['boxes/labelme', 'masks/labelme_semantic/data_annotated'])(
    '%s: read, written in both dialects and read again within 0.5 pixels',
    async name => {
      const folder = path.join(sharedFolder!, 'data', name);
      const read = await readFolder(labelmeReader, folder);
      expect(noteCounts(read.notes)).toEqual({});
      const dataset = asDataset(read);
      expect(dataset.photos).toHaveLength(3);
      for (const [writer, reader] of [
        [labelmeWriter, labelmeReader],
        [xAnyLabelingWriter, xAnyLabelingReader],
      ] as const) {
        const again = await readFolder(reader, await written(writer, dataset));
        expect(largestDifference(dataset, asDataset(again))).toBeLessThan(0.001);
      }
    },
  );
});
