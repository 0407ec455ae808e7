// Pascal VOC there and back: the golden vector from 1, files that count from 0, parts and order (B01), names, hostile XML.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { vocReader, vocWriter } from '../../../../../src/main/formats/datasets/voc.ts';
import { parseXml, xmlText } from '../../../../../src/main/formats/datasets/xml.ts';
import { datasetReaders, recogniseDataset } from '../../../../../src/main/formats/datasets/index.ts';
import { extentOfMask, maskOfBitmap, maskOfPolygon } from '../../../../../src/main/formats/datasets/masks.ts';
import { writePng } from '../../../../../src/main/formats/datasets/png-write.ts';
import { openSourceFolder } from '../../../../../src/main/formats/datasets/source-folder.ts';
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

const cases = path.resolve(import.meta.dirname, '../../../../fixtures/cases');
const classes = madeClasses('ant', 'bee');
const box = (x: number, y: number, width: number, height: number) => ({
  kind: 'box' as const,
  box: { x, y, width, height },
});
const bndbox = (xmin: unknown, ymin: unknown, xmax: unknown, ymax: unknown) =>
  `<bndbox><xmin>${String(xmin)}</xmin><ymin>${String(ymin)}</ymin><xmax>${String(xmax)}</xmax><ymax>${String(ymax)}</ymax></bndbox>`;
const xml = (objects: string, { filename = 'a.jpg', size = '<width>100</width><height>50</height>' } = {}) =>
  `<annotation><filename>${filename}</filename><size>${size}</size>${objects}</annotation>`;
const object = (inner: string, name = 'ant') => `<object><name>${name}</name>${inner}</object>`;
const read = async (files: Record<string, string | Uint8Array>, options = {}) =>
  readFolder(vocReader, await datasetFolder(files), options);
const boxesOf = (dataset: Awaited<ReturnType<typeof read>>) =>
  plainPhotos(dataset).flatMap(({ annotations }) =>
    annotations.map(({ shape }) => (shape?.kind === 'box' ? Object.values(shape.box) : shape)),
  );
const textsOf = (
  dataset: Dataset,
  photosAt: ((photo: { path: string }) => string) | null = null,
): Map<string, string> =>
  new Map(
    [...vocWriter.files(dataset, { photosAt, photoBytes: () => Promise.reject(new Error('none')) })].map(
      ({ path: name, pieces }) => [name, [...(pieces as Iterable<string>)].join('')],
    ),
  );

describe('written', () => {
  test('the golden vector counts from 1, and both corners belong to the box', () => {
    const text = textsOf({ classes, photos: [madePhoto('a.jpg', [said(goldenBox)])] }).get('Annotations/a.xml')!;
    expect(text.replace(/\s+/g, '')).toContain(
      '<bndbox><xmin>11</xmin><ymin>6</ymin><xmax>30</xmax><ymax>15</ymax></bndbox>',
    );
    expect(text).toContain('<filename>a.jpg</filename>');
  });

  test('every name and value comes back from any XML reader as it was: K4, C12, L8', async () => {
    const names = [
      'a & b < c > "d" \'e\'',
      ']]>',
      '-->',
      'two\nlines\tand',
      '&amp;',
      '</name>',
      'a/b',
      '..',
      'CON',
      'trailing.',
      '한글 👩‍🔬',
    ];
    const photos = [
      madePhoto(
        'x/a & <b>.jpg',
        names.map((_, place) => said(box(place, 1, 10, 10), place, { note: names[place]! })),
      ),
    ];
    const dataset = { classes: madeClasses(...names), photos };
    const again = await readFolder(vocReader, await written(vocWriter, dataset));
    expect(again.classes.map(({ name }) => name)).toEqual(names);
    expect(plainPhotos(again)[0]!.annotations.map(({ attributes }) => attributes.note)).toEqual(names);
    expect(largestDifference(dataset, asDataset(again))).toBe(0);
  });

  test('boxes are whole pixels at most half a pixel away; one that would vanish is the pixel around its middle; the changed ones are listed', async () => {
    const shapes = [box(10.4, 5.6, 20.2, 10), box(3, 3, 0.2, 7), box(0, 0, 100, 50), box(99.5, 49.5, 0.5, 0.5)];
    const dataset = {
      classes,
      photos: [
        madePhoto(
          'a.jpg',
          shapes.map(shape => said(shape)),
        ),
      ],
    };
    const again = await readFolder(vocReader, await written(vocWriter, dataset));
    expect(largestDifference(dataset, asDataset(again))).toBeLessThanOrEqual(0.5);
    expect(noteCounts(vocWriter.notes(dataset))).toEqual({ 'out-rounded': 3 });
  });

  test('L9: what becomes its box, and what is left out, is listed', () => {
    const photos = [
      madePhoto('a.jpg', [
        said({ kind: 'polygon', polygon: [[1, 1, 9, 1, 9, 9]] }),
        said({ kind: 'rotated-box', rotatedBox: { centreX: 50, centreY: 25, width: 10, height: 20, angle: 45 } }),
        said({ kind: 'label' }),
        said({ kind: 'point', point: { x: 1, y: 1 } }),
      ]),
      madePhoto('b.jpg', []),
    ];
    expect(noteCounts(vocWriter.notes({ classes, photos }))).toEqual({
      'polygon-as-mask': 1,
      'rotated-box-as-box': 1,
      'label-left-out': 1,
      'point-left-out': 1,
      'out-unannotated': 1,
    });
    expect([...textsOf({ classes, photos }).keys()]).toEqual([
      'Annotations/a.xml',
      'class_names.txt',
      'SegmentationClass/a.png',
      'SegmentationObject/a.png',
    ]);
  });
});

test('boxes, "nothing here", splits and what is said besides come back, photos of one name in two folders apart', async () => {
  const dataset: Dataset = {
    classes,
    photos: [
      madePhoto(
        'a/1.jpg',
        [said(goldenBox, 0, { difficult: true, truncated: true, pose: 'Left', score: 0.5, odd: 'yes' })],
        { split: 'train' },
      ),
      madePhoto('b/1.jpg', [said({ kind: 'nothing', of: 'things' })], { split: 'validation' }),
      madePhoto('c d.e.jpg', [said(box(0, 0, 100, 50), 1), said(box(99, 49, 1, 1), 1)], { split: 'test' }),
    ],
  };
  const again = await readFolder(vocReader, await written(vocWriter, dataset));
  expect(again.notes).toEqual([]);
  expect(again.questions).toEqual([]);
  expect(largestDifference(dataset, asDataset(again))).toBe(0);
  expect(plainPhotos(again).map(({ name, split }) => [name, split])).toEqual([
    ['a/1.jpg', 'train'],
    ['b/1.jpg', 'validation'],
    ['c d.e.jpg', 'test'],
  ]);
  expect(plainPhotos(again)[0]!.annotations[0]!.attributes).toEqual({
    truncated: true,
    difficult: true,
    pose: 'Left',
    score: 0.5,
    odd: 'yes',
  });
});

describe('masks', () => {
  const size = { widthPx: 100, heightPx: 50 };
  const disc = (x: number, y: number, radius: number) =>
    maskOfBitmap(
      Uint8Array.from({ length: 5000 }, (_, at) =>
        Number(Math.hypot((at % 100) - x, Math.floor(at / 100) - y) <= radius),
      ),
      size,
    );
  const mask = (x: number, y: number, radius: number) => ({ kind: 'mask' as const, mask: disc(x, y, radius) });

  test('come back pixel by pixel by the picture of objects, boxes beside them as boxes; smaller ones lie above, which is listed', async () => {
    const polygon: Shape = {
      kind: 'polygon',
      polygon: [
        [70, 5, 90, 5, 90, 25],
        [60, 30, 66, 30, 66, 40],
      ],
    };
    const things = [
      said(mask(20, 20, 10)),
      said(box(0, 0, 100, 50), 1),
      said(polygon, 1, { difficult: true }),
      said(mask(30, 20, 8), 1),
      said(mask(32, 20, 2)),
    ];
    const dataset: Dataset = { classes, photos: [madePhoto('a/b.jpg', things), madePhoto('c.jpg', [said(goldenBox)])] };
    expect(noteCounts(vocWriter.notes(dataset))).toEqual({ 'polygon-as-mask': 1, 'voc-mask-covered': 2 });
    const folder = await written(vocWriter, dataset);
    const [photo] = plainPhotos(await readFolder(vocReader, folder));
    expect(photo!.annotations.map(one => [one.class, one.shape!.kind])).toEqual([
      ['ant', 'mask'],
      ['bee', 'box'],
      ['bee', 'mask'],
      ['bee', 'mask'],
      ['ant', 'mask'],
    ]);
    expect(photo!.annotations[2]).toEqual({
      class: 'bee',
      attributes: { difficult: true },
      shape: { kind: 'mask', mask: maskOfPolygon(polygon.polygon, size) },
    });
    expect(photo!.annotations[4]!.shape).toEqual(mask(32, 20, 2));
    const pixels = (shape: Shape | null) => (shape?.kind === 'mask' ? extentOfMask(shape.mask)!.area : 0);
    expect(pixels(photo!.annotations[3]!.shape)).toBe(
      extentOfMask(disc(30, 20, 8))!.area - extentOfMask(disc(32, 20, 2))!.area,
    );
    const masks = await readFolder(datasetReaders.masks, folder);
    expect(plainPhotos(masks)[0]!.annotations.map(one => one.class)).toEqual(['ant', 'bee', 'bee', 'ant']);
  });

  test('of another size than the photo, without an object, outside its box, or damaged, leave the boxes as they are', async () => {
    const png = (values: readonly number[], width = 100) =>
      writePng({
        widthPx: width,
        heightPx: 5000 / width,
        values: Uint8Array.from({ length: 5000 }, (_, at) => values[at] ?? 0),
        kind: 'grey',
      });
    const file = (name: string) => xml(object(bndbox(0, 0, 20, 20)), { filename: `${name}.jpg` });
    const names = ['size', 'number', 'outside', 'damaged', 'border'];
    const pictures = [
      png([1], 50),
      png([0, 2]),
      png(Array.from({ length: 100 }, (_, at) => Number(at > 50))),
      Buffer.from('x'),
      png([255, 255]),
    ];
    const dataset = await read(
      Object.fromEntries(
        names.flatMap((name, at) => [
          [`Annotations/${name}.xml`, file(name)],
          [`SegmentationObject/${name}.png`, pictures[at]!],
        ]),
      ),
    );
    expect(boxesOf(dataset)).toEqual(names.map(() => [0, 0, 20, 20]));
    expect(noteCounts(dataset.notes)).toEqual({
      'voc-picture-unusable': 1,
      'voc-mask-without-object': 2,
      'file-damaged': 1,
      'voc-starts-at-0': 1,
    });
  });
});

describe('B12: photos that differ in their suffix alone', () => {
  const photos = ['shelf.jpg', 'shelf.png', 'shelf.webp.jpg'].map((name, i) =>
    madePhoto(name, [said(box(i * 10, 1, 9, 9))]),
  );

  test('have a file each, whose filename keeps the suffix, and come back each with its own box', async () => {
    const texts = textsOf({ classes, photos });
    expect([...texts.keys()]).toEqual([
      'Annotations/shelf.xml',
      'Annotations/shelf_png.xml',
      'Annotations/shelf.webp.xml',
    ]);
    expect([...texts.values()].map(text => /<filename>(.*)<\/filename>/.exec(text)![1])).toEqual([
      'shelf.jpg',
      'shelf.png',
      'shelf.webp.jpg',
    ]);
    const again = await readFolder(vocReader, await written(vocWriter, { classes, photos }));
    expect(largestDifference({ classes, photos }, asDataset(again))).toBe(0);
    expect(noteCounts(vocWriter.notes({ classes, photos }))).toEqual({ 'out-name-changed': 1 });
  });

  test('are copied under names that part, and come back each with its own box', async () => {
    const photosAt = vocWriter.photosAt!({ classes, photos });
    const files = Object.fromEntries([
      ...textsOf({ classes, photos }, photosAt as never),
      ...photos.map(({ photo }) => [photosAt(photo), 'x'] as const),
    ]);
    const again = plainPhotos(await read(files)).map(({ name, annotations }) => [name, annotations[0]!.shape] as const);
    expect(new Map(again)).toEqual(
      new Map(
        ['shelf.jpg', 'shelf_png.png', 'shelf.webp.jpg'].map((name, i) => [`JPEGImages/${name}`, box(i * 10, 1, 9, 9)]),
      ),
    );
  });
});

describe('read', () => {
  test('B01: the box is the object’s own, in any order of children; parts are left out and named', async () => {
    const dataset = await readFolder(vocReader, path.join(cases, 'B01-voc-order-and-parts'));
    expect(plainPhotos(dataset)).toMatchObject([
      {
        name: 'photos/pier.jpg',
        annotations: [
          { class: 'walker', shape: box(4, 2, 20, 28), attributes: { difficult: true } },
          { class: 'dog', shape: box(28, 5, 18, 10), attributes: {} },
          { class: 'boat', shape: box(0, 20, 12, 12), attributes: {} },
        ],
      },
    ]);
    expect(dataset.notes.find(({ code }) => code === 'voc-parts-left-out')!.examples).toEqual([
      'pier.jpg: walker: head',
      'pier.jpg: walker: hand',
    ]);
    expect(dataset.questions).toEqual([]);
  });

  test('B06: each photo keeps its own file, whatever dots are in its name', async () => {
    const dataset = await readFolder(vocReader, path.join(cases, 'B06-names-with-dots/voc'));
    expect(
      Object.fromEntries(
        plainPhotos(dataset).map(({ name, annotations }) => [name, annotations.map(one => [one.class, one.shape])]),
      ),
    ).toEqual({
      'clip_01.mp4_t=3.png': [
        ['barge', box(6, 12, 20, 8)],
        ['mark', box(0, 0, 2, 2)],
      ],
      'dock.png': [
        ['crane', box(2, 2, 8, 6)],
        ['mark', box(0, 0, 2, 2)],
      ],
      'dock.rgb.png': [
        ['barge', box(12, 4, 10, 8)],
        ['mark', box(0, 0, 2, 2)],
      ],
      'dock.rgb.night.png': [
        ['crane', box(24, 6, 12, 10)],
        ['mark', box(0, 0, 2, 2)],
      ],
    });
  });

  test.each([
    ['a 0 anywhere', bndbox(0, 5, 30, 15), [0, 5, 30, 10], 0],
    ['decimals', bndbox(10.5, 5, 30, 15), [10.5, 5, 19.5, 10], 0],
    ['an end at the photo’s edge', bndbox(11, 6, 100, 15), [10, 5, 90, 10], 0],
    ['neither', bndbox(11, 6, 30, 15), [10, 5, 20, 10], 1],
  ])('whether pixels count from 0 or 1 is told by %s', async (_, corners, expected, questions) => {
    const dataset = await read({ 'a.xml': xml(object(corners)) });
    expect(boxesOf(dataset)).toEqual([expected]);
    expect(dataset.questions).toHaveLength(questions);
  });

  test('the answer to where pixels start is followed', async () => {
    const files = { 'a.xml': xml(object(bndbox(11, 6, 30, 15))) };
    expect(boxesOf(await read(files, { answers: { 'starts-at': '0' } }))).toEqual([[11, 6, 19, 9]]);
    expect(boxesOf(await read(files, { answers: { 'starts-at': '1' } }))).toEqual([[10, 5, 20, 10]]);
    expect((await read(files)).questions).toEqual([
      { about: 'starts-at', options: ['0', '1'], likeliest: '1', table: null },
    ]);
  });

  test('a size that is missing is asked of the photo; a file without objects says "nothing here"; a name that went stale loses to the stem', async () => {
    const dataset = await read(
      {
        'Annotations/a.xml': xml(object(bndbox(0, 5, 30, 15)), { size: '', filename: 'old-name' }),
        'Annotations/b.xml': xml('', { filename: 'b.jpg' }),
        'JPEGImages/a.jpg': 'x',
        'SegmentationClass/a.png': 'x',
      },
      { sizes: { 'JPEGImages/a.jpg': [20, 50] } },
    );
    expect(dataset.notPhotos).toEqual(new Set(['SegmentationClass/a.png']));
    expect(noteCounts(dataset.notes)).toMatchObject({ 'voc-size-missing': 1, 'voc-masks-beside': 1 });
    expect(plainPhotos(dataset)).toMatchObject([
      { name: 'JPEGImages/a.jpg', size: [20, 50], annotations: [{ shape: box(0, 5, 20, 10) }] },
      { name: 'b.jpg', annotations: [], lookedFor: { things: true } },
    ]);
  });

  test('objects that cannot be used cost only themselves, and their photo is not said to hold nothing', async () => {
    const dataset = await read({
      'a.xml': xml(
        [
          object(''),
          object(bndbox('x', 1, 2, 2)),
          object(bndbox(5, 5, 5, 5)),
          object(bndbox(0, 0, 5, 5), ' '),
          object(bndbox('1e309', 0, 5, 5)),
        ].join(''),
      ),
      'b.xml': xml(object(bndbox(30, 15, 10, 5)), { filename: 'b.jpg' }),
      'c.xml': '<annotation><object>',
      'd.xml': '<other/>',
    });
    expect(noteCounts(dataset.notes)).toEqual({
      'voc-object-without-box': 1,
      'box-not-a-number': 2,
      'box-empty': 1,
      'class-name-empty': 1,
      'box-edges-swapped': 1,
      'file-damaged': 1,
      'voc-starts-at-0': 1,
    });
    expect(plainPhotos(dataset)).toMatchObject([
      { name: 'a.jpg', annotations: [], lookedFor: { things: false } },
      { name: 'b.jpg', annotations: [{ shape: box(10, 5, 20, 10) }] },
    ]);
  });

  test('C1: a filename that leads out is refused, and the file’s own stem stands for it', async () => {
    const dataset = await read({ 'a.xml': xml(object(bndbox(0, 0, 5, 5)), { filename: '../../etc/passwd' }) });
    expect(plainPhotos(dataset).map(({ name }) => name)).toEqual(['a']);
    expect(noteCounts(dataset.notes)).toMatchObject({ 'photo-name-refused': 1 });
  });

  test('roLabelImg’s boxes turn by radians, and a file in another encoding that says so is read', async () => {
    const rotated = '<robndbox><cx>50</cx><cy>25</cy><w>20</w><h>10</h><angle>1.5707963267948966</angle></robndbox>';
    const text = `<?xml version="1.0" encoding="ISO-8859-1"?>${xml(object(rotated, 'caf\u00e9'))}`;
    const dataset = await read({ 'a.xml': Buffer.from(text, 'latin1') });
    expect(dataset.classes).toEqual([{ name: 'café' }]);
    expect(boxesOf(dataset)).toEqual([
      { kind: 'rotated-box', rotatedBox: { centreX: 50, centreY: 25, width: 20, height: 10, angle: 90 } },
    ]);
  });

  test('splits come from ImageSets/Main, with or without flags behind the names; else from folders', async () => {
    const file = xml(object(bndbox(0, 0, 5, 5)), { filename: '' });
    const sets = await read({
      'Annotations/a b.xml': file,
      'Annotations/c.xml': file,
      'ImageSets/Main/train.txt': 'a b\r\nzz\r\n',
      'ImageSets/Main/val.txt': 'c  1\n',
      'ImageSets/Main/ant_train.txt': 'c 1\n',
    });
    expect(plainPhotos(sets).map(({ split }) => split)).toEqual(['train', 'validation']);
    expect(noteCounts(sets.notes)).toMatchObject({ 'voc-listed-without-file': 1 });
    const folders = await read({ 'train/a.xml': file, 'valid/b.xml': file });
    expect(plainPhotos(folders).map(({ split }) => split)).toEqual(['train', 'validation']);
  });
});

describe('C7: hostile XML', () => {
  const bomb = `<!DOCTYPE a [<!ENTITY a "x">${Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i + 1} "&a${i || ''};&a${i || ''};">`).join('')}]><annotation>&a20;</annotation>`;
  test.each([
    ['an entity bomb', bomb, 'dataset-doctype'],
    [
      'a foreign entity',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><annotation>&x;</annotation>',
      'dataset-doctype',
    ],
    ['a document type in small letters', '<?xml version="1.0"?>\n<!doctype a><annotation/>', 'dataset-doctype'],
    ['5,000 levels', '<a>'.repeat(5000), 'dataset-too-deep'],
    ['a cut file', '<annotation><object><name>a</name>', 'dataset-cut'],
    ['a cut element', '<annotation><object', 'dataset-cut'],
    ['a cut comment', '<annotation><!-- x', 'dataset-cut'],
    ['elements that cross', '<annotation><a><b></a></b></annotation>', 'dataset-not-xml'],
    ['two roots', '<annotation/><annotation/>', 'dataset-not-xml'],
    ['text around it', 'x<annotation/>', 'dataset-not-xml'],
    ['nothing', '', 'dataset-not-xml'],
    ['16 million signs in one element', `<a ${"b='c' ".repeat(2_000_000)}`, 'dataset-cut'],
    ['a million elements too many', `<a>${'<b/>'.repeat(1_000_001)}</a>`, 'dataset-not-xml'],
  ])('%s is refused', (_, text, reason) => {
    expect(() => parseXml(text, 'a.xml')).toThrowError(
      expect.objectContaining({
        code: 'dataset-damaged',
        details: expect.objectContaining({ file: 'a.xml', reason }),
      }) as Error,
    );
  });

  test('a million characters by number are that text, entities nobody declared stay as they stand', () => {
    expect(parseXml(`<a>${'&#65;'.repeat(1_000_000)}</a>`, 'a.xml').text).toHaveLength(1_000_000);
    expect(parseXml('<a>cats & dogs &x; &#x1F408; &#0; &#x110000; <![CDATA[<b>&amp;]]></a>', 'a.xml').text).toBe(
      'cats & dogs &x; 🐈 &#0; &#x110000; <b>&amp;',
    );
  });

  test('attributes, comments, instructions and empty elements are passed over', () => {
    const root = parseXml(
      '\ufeff<?xml version="1.0"?><!-- <x> --><a b="c>d" e=\'<\'><f/><g h = "i" /><?j k?></a>\n',
      'a.xml',
    );
    expect(root).toEqual({
      name: 'a',
      text: '',
      children: [
        { name: 'f', text: '', children: [] },
        { name: 'g', text: '', children: [] },
      ],
    });
  });

  test('what XML cannot hold is replaced when it is written', () => {
    expect(xmlText('a\0b\x0bc\ud800d')).toBe('a\ufffdb\ufffdc\ufffdd');
  });
});

test('VOC is recognised by its first element', async () => {
  expect(await recogniseDataset(await openSourceFolder(path.join(cases, 'B01-voc-order-and-parts')))).toBe('voc');
  expect(await recogniseDataset(await openSourceFolder(await datasetFolder({ 'a.xml': '<svg></svg>' })))).toBeNull();
});
