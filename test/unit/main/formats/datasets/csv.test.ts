// Tables of annotations there and back: the golden vector, the columns that tools write, names that look like something else.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { csvReader, csvWriter } from '../../../../../src/main/formats/datasets/csv.ts';
import { csvRows, delimiterOf } from '../../../../../src/main/formats/datasets/csv-text.ts';
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

const classes = madeClasses('ant', 'bee');
const rowsOf = (dataset: Dataset): string[] => {
  const [file] = csvWriter.files(dataset, { photosAt: null, photoBytes: () => Promise.reject(new Error('none')) });
  return [...(file!.pieces as Iterable<string>)];
};
const read = async (text: string | Uint8Array, files: Record<string, string> = {}, answers = {}) =>
  readFolder(csvReader, await datasetFolder({ 'labels.csv': text, ...files }), { answers });
const boxesOf = (dataset: Awaited<ReturnType<typeof read>>) =>
  plainPhotos(dataset).flatMap(({ name, annotations }) =>
    annotations.map(one => [name, one.class, one.shape?.kind === 'box' ? Object.values(one.shape.box) : null]),
  );

describe('written', () => {
  test('the golden vector as corners, with labels of whole photos beside it', () => {
    const photos = [
      madePhoto('a.jpg', [said(goldenBox)], { split: 'train' }),
      madePhoto('b.jpg', [said({ kind: 'label' }, 1)]),
    ];
    expect(rowsOf({ classes, photos })).toEqual([
      'filename,width,height,class,xmin,ymin,xmax,ymax,split\r\n',
      'a.jpg,100,50,ant,10,5,30,15,train\r\n',
      'b.jpg,100,50,bee,,,,,\r\n',
    ]);
  });

  test('L9: every shape that becomes its box, and all that a table cannot say, is listed', () => {
    const shapes: Shape[] = [
      { kind: 'polygon', polygon: [[1, 1, 9, 1, 9, 9]] },
      { kind: 'rotated-box', rotatedBox: { centreX: 50, centreY: 25, width: 20, height: 10, angle: 90 } },
      { kind: 'point', point: { x: 1, y: 1 } },
    ];
    const photos = [
      madePhoto(
        'a.jpg',
        shapes.map(shape => said(shape, 0, { difficult: true })),
      ),
      madePhoto('b.jpg', [said({ kind: 'nothing', of: 'things' }), said({ kind: 'nothing', of: 'photo' })]),
      madePhoto('c.jpg', []),
    ];
    expect(rowsOf({ classes, photos }).slice(1)).toEqual([
      'a.jpg,100,50,ant,1,1,9,9,\r\n',
      'a.jpg,100,50,ant,45,15,55,35,\r\n',
    ]);
    expect(noteCounts(csvWriter.notes({ classes, photos }))).toEqual({
      'polygon-as-box': 1,
      'rotated-box-as-box': 1,
      'point-left-out': 1,
      'thing-attributes-left-out': 3,
      'nothing-things-left-out': 1,
      'nothing-photo-left-out': 1,
      'out-unannotated': 1,
    });
  });

  test.each([
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['=cmd|calc', "'=cmd|calc"],
    ['+1', "'+1"],
    ['-rf', "'-rf"],
    ['@sum,a', `"'@sum,a"`],
    ["'=1", "''=1"],
    ["'quoted'", "'quoted'"],
    ['NA', 'NA'],
    [']]> --> </script> &amp;', '"]]> --> </script> &amp;"'],
    ['한글 👩‍🔬', '한글 👩‍🔬'],
  ])('C12, K4, L8: the class %j is written %j and read back as it was', async (name, cell) => {
    const dataset = { classes: [{ ...classes[0]!, name }], photos: [madePhoto('a.jpg', [said(goldenBox)])] };
    expect(rowsOf(dataset)[1]).toBe(`a.jpg,100,50,${cell},10,5,30,15,\r\n`);
    const again = await readFolder(csvReader, await written(csvWriter, dataset));
    expect(again.classes).toEqual([{ name }]);
  });
});

test('boxes, labels and splits come back as they went, photos of one name in two folders apart', async () => {
  const dataset: Dataset = {
    classes,
    photos: [
      madePhoto(
        'a/1.jpg',
        [said(goldenBox, 1), said({ kind: 'box', box: { x: 0.25, y: 0, width: 99.75, height: 50 } })],
        { split: 'train' },
      ),
      madePhoto('b/1.jpg', [said({ kind: 'label' })], { split: 'validation' }),
      madePhoto('-rf [1]=2, "x"\n한글.jpg', [said(goldenBox)], { split: 'test' }),
    ],
  };
  const again = await readFolder(csvReader, await written(csvWriter, dataset));
  expect(again.notes).toEqual([]);
  expect(again.questions).toEqual([]);
  expect(largestDifference(dataset, asDataset(again))).toBeLessThan(1e-3);
  expect(plainPhotos(again).map(({ split }) => split)).toEqual(['train', 'validation', 'test']);
});

describe('read', () => {
  test('B05: NA, None, nan and null are names like any other; a row whose class is empty is named by its number', async () => {
    const folder = path.resolve(import.meta.dirname, '../../../../fixtures/cases/B05-csv-class-called-NA');
    const dataset = await readFolder(csvReader, folder);
    expect(boxesOf(dataset)).toEqual([
      ['sign0.png', 'NA', [4, 3, 16, 12]],
      ['sign1.png', 'None', [5, 3, 16, 12]],
      ['sign2.png', 'nan', [6, 3, 16, 12]],
      ['sign3.png', 'null', [7, 3, 16, 12]],
      ['sign4.png', 'north', [8, 3, 16, 12]],
    ]);
    expect(plainPhotos(dataset)).toHaveLength(6);
    expect(dataset.notes).toMatchObject([
      { code: 'csv-class-empty', count: 1, examples: ['labels.csv, row 7: sign5.png'] },
    ]);
    expect(plainPhotos(dataset)[5]!.lookedFor.things).toBe(false);
  });

  test.each(['true', 'FALSE', '#N/A', '-', '0', '007', '1e5', 'Infinity', 'undefined'])('B05: so is %s', async name => {
    expect(boxesOf(await read(`filename,class,xmin,ymin,xmax,ymax\na.jpg,${name},10,5,30,15\n`))).toEqual([
      ['a.jpg', name, [10, 5, 20, 10]],
    ]);
  });

  test.each([
    ['TensorFlow', 'filename,width,height,class,xmin,ymin,xmax,ymax\na.jpg,100,50,ant,10,5,30,15'],
    ['VoTT', '"image","xmin","ymin","xmax","ymax","label"\n"a.jpg",10,5,30,15,"ant"'],
    [
      'make-sense',
      'label_name,bbox_x,bbox_y,bbox_width,bbox_height,image_name,image_width,image_height\nant,10,5,20,10,a.jpg,100,50',
    ],
    ['middle and size', 'image,label,cx,cy,w,h\na.jpg,ant,20,10,20,10'],
    ['x, y, width, height', 'image_name;label;x;y;width;height\na.jpg;ant;10;5;20;10'],
    ['tabs', 'filename\tclass\txmin\tymin\txmax\tymax\na.jpg\tant\t10\t5\t30\t15'],
    ['a mark and old line ends', '\ufefffilename,class,xmin,ymin,xmax,ymax\ra.jpg,ant,10,5,30,15\r'],
    ['an absolute path', 'filename,class,xmin,ymin,xmax,ymax\nC:\\data\\a.jpg,ant,10,5,30,15'],
    ['decimal commas', 'filename;class;xmin;ymin;xmax;ymax\na.jpg;ant;10,0;5,0;30,0;15,0'],
  ])('the golden vector in the columns of %s', async (_, text) => {
    const dataset = await read(text, { 'a.jpg': 'x' });
    expect(boxesOf(dataset)).toEqual([['a.jpg', 'ant', [10, 5, 20, 10]]]);
    expect(dataset.questions).toEqual([]);
  });

  test('make-sense without a header is asked about, and the likeliest columns are the right ones', async () => {
    const dataset = await read('ant,10,5,20,10,a.jpg,100,50\nbee,40,5,20,10,a.jpg,100,50\n');
    expect(boxesOf(dataset)).toEqual([
      ['a.jpg', 'ant', [10, 5, 20, 10]],
      ['a.jpg', 'bee', [40, 5, 20, 10]],
    ]);
    const [question] = dataset.questions;
    expect(question).toMatchObject({
      about: 'columns',
      table: [['ant', '10', '5', '20', '10', 'a.jpg', '100', '50'], {}],
    });
    expect(question!.options[0]).toBe(question!.likeliest);
    expect(question!.options).toHaveLength(2);
  });

  test('an answer about the columns is followed; one that is none is not', async () => {
    const text = 'what,where,a,b,c,d\nant,a.jpg,10,5,30,15\n';
    const columns = { filename: 1, class: 0, x: 2, y: 3, w: 4, h: 5 };
    const answer = JSON.stringify({ hasHeader: true, columns });
    expect(boxesOf(await read(text, {}, { columns: answer }))).toEqual([['a.jpg', 'ant', [10, 5, 30, 15]]]);
    for (const broken of ['{', '{}', 'null', '{"hasHeader":1,"columns":{"filename":-1}}'])
      expect(boxesOf(await read(text, {}, { columns: broken }))).toEqual([['a.jpg', 'ant', [10, 5, 20, 10]]]);
  });

  test('keras-retinanet’s rows, with and without a box', async () => {
    const dataset = await read('images/a.jpg,10,5,30,15,ant\nimages/b.jpg,,,,,\n');
    expect(boxesOf(dataset)).toEqual([['images/a.jpg', 'ant', [10, 5, 20, 10]]]);
    expect(noteCounts(dataset.notes)).toEqual({ 'csv-row-empty': 1 });
  });

  test('names of photos with classes are labels of whole photos, also without suffixes where the photos are there', async () => {
    const dataset = await read('id,breed\n001,pug\n002,NA\n', { '001.jpg': 'x', '002.jpg': 'x' });
    expect(boxesOf(dataset)).toEqual([
      ['001.jpg', 'pug', null],
      ['002.jpg', 'NA', null],
    ]);
  });

  test('Open Images: fractions are recognised, and a score is kept', async () => {
    const dataset = await read('ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax\na,x,Ant,1,0.1,0.3,0.1,0.3\n', {
      'a.jpg': 'x',
    });
    const [photo] = dataset.photos;
    expect(photo!.annotations).toMatchObject([{ unit: 'photo', attributes: { score: 1 } }]);
  });

  test('where fractions and pixels are mixed, a person is asked', async () => {
    const text =
      'filename,class,xmin,ymin,xmax,ymax\na.jpg,ant,0.1,0.1,0.3,0.3\nb.jpg,ant,0,0,1,1\nc.jpg,ant,1,1,30,30\n';
    const dataset = await read(text);
    expect(dataset.questions).toEqual([
      { about: 'normalised', options: ['pixels', 'fractions'], likeliest: 'fractions', table: null },
    ]);
    const answered = await read(text, {}, { normalised: 'pixels' });
    expect([...answered.photos].flatMap(({ annotations }) => annotations.map(({ unit }) => unit))).toEqual([
      'pixel',
      'pixel',
      'pixel',
    ]);
  });

  test('C1, C4: rows that cannot be used cost only themselves', async () => {
    const dataset = await read(
      [
        'filename,width,height,class,xmin,ymin,xmax,ymax',
        '../../etc/passwd,1,1,ant,1,1,2,2',
        ',1,1,ant,1,1,2,2',
        'a.jpg,100,50,ant,x,1,2,2',
        'a.jpg,100,50,ant,1,1,1e309,2',
        'a.jpg,100,50,ant,30,15,10,5',
        'a.jpg,100,50,ant,5,5,5,9',
        'a.jpg,100,50,ant,200,5,300,9',
        'a.jpg',
        'a.jpg,100,50,"ant',
        '',
      ].join('\n'),
    );
    expect(noteCounts(dataset.notes)).toEqual({
      'photo-name-refused': 1,
      'photo-name-missing': 1,
      'box-not-a-number': 2,
      'box-edges-swapped': 1,
      'box-empty': 1,
      'box-outside': 1,
      'csv-row-empty': 1,
    });
    expect(boxesOf(dataset).filter(([, , box]) => box !== null)).toEqual([['a.jpg', 'ant', [10, 5, 20, 10]]]);
  });

  test('a table of something else is no table of annotations', async () => {
    await expect(read('name,price\napple,1\n')).rejects.toMatchObject({
      code: 'dataset-damaged',
      details: { reason: 'dataset-not-csv' },
    });
    await expect(read('')).rejects.toMatchObject({ code: 'dataset-damaged' });
  });

  test('a table of each split gives the splits', async () => {
    const table = (name: string) => `filename,class,xmin,ymin,xmax,ymax\n${name}.jpg,ant,10,5,30,15\n`;
    const folder = await datasetFolder({ 'train_labels.csv': table('a'), 'test_labels.csv': table('b') });
    expect(plainPhotos(await readFolder(csvReader, folder)).map(({ name, split }) => [name, split])).toEqual([
      ['b.jpg', 'test'],
      ['a.jpg', 'train'],
    ]);
  });
});

test('RFC 4180: quotes, line ends inside them, empty rows and a quote that never ends', () => {
  const text = 'a,"b ""c""\r\nd",\r\n\r\n"e"f,g\n"h';
  expect([...csvRows(text, ',')]).toEqual([
    { row: 1, cells: ['a', 'b "c"\r\nd', ''] },
    { row: 3, cells: ['ef', 'g'] },
    { row: 4, cells: ['h'] },
  ]);
  expect([delimiterOf('"a,b";c'), delimiterOf('a\tb,c\td'), delimiterOf('a')]).toEqual([';', '\t', ',']);
});

test('copies of photos are called as they lie, also with another suffix, and are found', async () => {
  const dataset = { classes, photos: [madePhoto('a/1.heic', [said(goldenBox)])] };
  const folder = await written(csvWriter, dataset, { photosAt: () => 'images/a/1.png' });
  await mkdir(path.join(folder, 'images/a'), { recursive: true });
  await writeFile(path.join(folder, 'images/a/1.png'), 'x');
  expect(plainPhotos(await readFolder(csvReader, folder))).toMatchObject([
    { name: 'images/a/1.png', annotations: [{ class: 'ant' }] },
  ]);
});
