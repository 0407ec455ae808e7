// Annotations written as COCO JSON and CSV: the golden vector, every kind of statement, and hostile names.
import { describe, expect, test } from 'vitest';
import type { AnnotatedPhoto } from '../../../../../src/shared/records/annotated-photo.ts';
import type { ClassRecord } from '../../../../../src/shared/records/class.ts';
import type { Annotation } from '../../../../../src/shared/records/photo.ts';
import { datasetFormats, predictionsCsv, predictionsJson } from '../../../../../src/main/formats/datasets/index.ts';

const classes = ['ant', 'bee'].map((name, place): ClassRecord => ({
  id: (place + 10) as ClassRecord['id'],
  name,
  colour: 1,
  patterned: false,
  key: null,
  position: 1 - place,
  exportPosition: place * 3,
}));
let nextId = 1;
const annotation = (rest: Record<string, unknown>): Annotation => ({ id: nextId++, ...rest }) as Annotation;
const box = (classId: number, x: number, y: number, width: number, height: number) =>
  annotation({ kind: 'box', classId, box: { x, y, width, height } });
const label = (classId: number) => annotation({ kind: 'label', classId });
const nothing = (of: 'photo' | 'things') => annotation({ kind: 'nothing', of });
const photo = (
  path: string,
  annotations: Annotation[],
  split: AnnotatedPhoto['photo']['split'] = null,
): AnnotatedPhoto => ({
  photo: { path, widthPx: 100, heightPx: 50, split },
  annotations,
});

type CocoFile = {
  images: Record<string, unknown>[];
  annotations: Record<string, unknown>[];
  categories: Record<string, unknown>[];
};
const cocoOf = (photos: AnnotatedPhoto[], named = classes): CocoFile =>
  JSON.parse([...datasetFormats.coco.write({ classes: named, photos })].join('')) as CocoFile;
const csvOf = (photos: AnnotatedPhoto[], named = classes): string[] => [
  ...datasetFormats.csv.write({ classes: named, photos }),
];

describe('COCO', () => {
  test('writes the golden vector', () => {
    const file = cocoOf([photo('a.jpg', [box(10, 10, 5, 20, 10)])]);
    expect(file.annotations).toEqual([
      { id: 1, image_id: 1, category_id: 1, bbox: [10, 5, 20, 10], area: 200, segmentation: [], iscrowd: 0 },
    ]);
    expect(file.images).toEqual([
      {
        id: 1,
        file_name: 'a.jpg',
        width: 100,
        height: 50,
        photo_state: 'new',
        things_state: 'annotated',
        label_category_ids: [],
      },
    ]);
  });

  test('numbers categories by export position, whatever the order on the screen, and never 0', () => {
    expect(cocoOf([]).categories).toEqual([
      { id: 1, name: 'ant', supercategory: '' },
      { id: 4, name: 'bee', supercategory: '' },
    ]);
  });

  test('L1 keeps photos of one name in two folders apart, and their splits', () => {
    const file = cocoOf([
      photo('a/1.jpg', [box(10, 0, 0, 1, 1)], 'train'),
      photo('b/1.jpg', [box(11, 0, 0, 1, 1)], 'test'),
    ]);
    expect(file.images.map(image => [image.file_name, image.split])).toEqual([
      ['a/1.jpg', 'train'],
      ['b/1.jpg', 'test'],
    ]);
    expect(file.annotations.map(({ image_id, category_id }) => [image_id, category_id])).toEqual([
      [1, 1],
      [2, 4],
    ]);
  });

  test('L12 keeps "nothing here" as a negative and leaves out photos of which nothing was said about things', () => {
    const photos = [
      photo('box.jpg', [box(10, 0, 0, 1, 1)]),
      photo('none.jpg', [nothing('things')]),
      photo('label.jpg', [label(10)]),
    ];
    const file = cocoOf(photos);
    expect(file.images.map(image => [image.file_name, image.things_state])).toEqual([
      ['box.jpg', 'annotated'],
      ['none.jpg', 'nothing'],
    ]);
    expect(datasetFormats.coco.leftOut({ classes, photos })).toBe(1);
  });

  test('writes labels of whole photos where nobody drew boxes', () => {
    const photos = [photo('a.jpg', [label(11), label(10)]), photo('b.jpg', [nothing('photo')])];
    expect(cocoOf(photos).images.map(image => [image.photo_state, image.label_category_ids])).toEqual([
      ['annotated', [4, 1]],
      ['nothing', []],
    ]);
    expect(datasetFormats.coco.leftOut({ classes, photos })).toBe(0);
  });

  test('cuts boxes at the edge of the photo and writes no noise of binary fractions', () => {
    const { annotations } = cocoOf([photo('a.jpg', [box(10, 0.1, 40, 0.2, 30)])]);
    expect(annotations[0]).toMatchObject({ bbox: [0.1, 40, 0.2, 10], area: 2 });
  });

  test('refuses an annotation whose class it was not given: that is a bug of the caller', () => {
    expect(() => cocoOf([photo('a.jpg', [box(99, 0, 0, 1, 1)])])).toThrow(/class 99/);
  });
});

describe('CSV', () => {
  test('writes the golden vector as corners, with labels of whole photos beside it', () => {
    expect(csvOf([photo('a.jpg', [box(10, 10, 5, 20, 10)], 'train'), photo('b.jpg', [label(11)])])).toEqual([
      'filename,width,height,class,xmin,ymin,xmax,ymax,split\r\n',
      'a.jpg,100,50,ant,10,5,30,15,train\r\n',
      'b.jpg,100,50,bee,,,,,\r\n',
    ]);
  });

  test('counts the photos that a table of rows cannot hold', () => {
    const photos = [photo('a.jpg', [nothing('things')]), photo('b.jpg', [label(10), nothing('things')])];
    expect(csvOf(photos)).toHaveLength(2);
    expect(datasetFormats.csv.leftOut({ classes, photos })).toBe(1);
  });

  test.each([
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['=cmd|calc', "'=cmd|calc"],
    ['+1', "'+1"],
    ['-rf', "'-rf"],
    ['@sum,a', `"'@sum,a"`],
    ['NA', 'NA'],
    [' edge', '" edge"'],
    ['한글 👩‍🔬', '한글 👩‍🔬'],
  ])('C12 writes the name %j as %j', (name, cell) => {
    const named = [{ ...classes[0]!, name }];
    expect(csvOf([photo('a.jpg', [label(10)])], named)[1]).toBe(`a.jpg,100,50,${cell},,,,,\r\n`);
  });
});

test('a hundred thousand photos are written piece by piece', () => {
  const photos = Array.from({ length: 100_000 }, (_, i) => photo(`${i}.jpg`, [box(10, 1, 1, 2, 2)]));
  let longest = 0;
  let pieces = 0;
  for (const format of Object.values(datasetFormats)) {
    for (const piece of format.write({ classes, photos })) {
      longest = Math.max(longest, piece.length);
      pieces += 1;
    }
  }
  expect(pieces).toBeGreaterThan(300_000);
  expect(longest).toBeLessThan(1_000);
});

describe('predictions', () => {
  const predicted = [
    {
      photo: 'a.jpg',
      index: 0,
      top: [
        { class: 'bee', probability: 0.75 },
        { class: 'ant', probability: 0.25 },
      ],
    },
    { photo: 'b,c.jpg', index: 1, top: [{ class: 'ant', probability: 1 / 3 }] },
  ];

  test('as CSV give the likeliest class and every probability in the model’s order', () => {
    expect([...predictionsCsv(predicted, ['ant', 'bee'])].join('')).toBe(
      'filename,class,probability,p(ant),p(bee)\r\na.jpg,bee,0.750000,0.250000,0.750000\r\n"b,c.jpg",ant,0.333333,0.333333,\r\n',
    );
  });

  test('as JSON are a list that parses, also when it is empty', () => {
    expect(JSON.parse([...predictionsJson(predicted)].join(''))).toEqual(
      predicted.map(({ photo, top }) => ({ photo, top })),
    );
    expect(JSON.parse([...predictionsJson([])].join(''))).toEqual([]);
  });
});
