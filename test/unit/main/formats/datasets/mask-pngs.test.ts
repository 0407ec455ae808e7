// Mask PNGs: the codec, tables of values, single things, overlaps, and real masks there and back.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { labelStudioReader } from '../../../../../src/main/formats/datasets/label-studio-read.ts';
import { labelStudioWriter } from '../../../../../src/main/formats/datasets/label-studio-write.ts';
import { labelmeReader } from '../../../../../src/main/formats/datasets/labelme-read.ts';
import { labelmeWriter, xAnyLabelingWriter } from '../../../../../src/main/formats/datasets/labelme-write.ts';
import { maskReader } from '../../../../../src/main/formats/datasets/mask-pngs-read.ts';
import { maskWriter } from '../../../../../src/main/formats/datasets/mask-pngs-write.ts';
import { vocColour } from '../../../../../src/main/formats/datasets/mask-values.ts';
import { bitmapOfMask, maskOfBitmap } from '../../../../../src/main/formats/datasets/masks.ts';
import { readPng } from '../../../../../src/main/formats/datasets/png-read.ts';
import { writePng } from '../../../../../src/main/formats/datasets/png-write.ts';
import { openSourceFolder } from '../../../../../src/main/formats/datasets/source-folder.ts';
import type { ReadDataset } from '../../../../../src/main/formats/datasets/read-dataset.ts';
import { mulberry32 } from '../../../../../src/shared/random.ts';
import {
  asDataset,
  datasetFolder,
  goldenBox,
  largestDifference,
  madeClasses,
  madePhoto,
  noteCounts,
  readFolder,
  said,
  written,
} from '../../../../support/dataset-trips.ts';
import { sharedFolder } from '../../../../support/shared.ts';

const jpeg = new Uint8Array([0xff, 0xd8, 0xff]);
const size = { widthPx: 100, heightPx: 50 };
const palette = Uint8Array.from(Array.from({ length: 256 }, (_, value) => vocColour(value)).flat());

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const whole = Buffer.alloc(8 + body.byteLength);
  whole.writeUInt32BE(content.byteLength);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), whole.byteLength - 4);
  return whole;
}
/** A PNG of any header over any packed bytes. */
function rawPng(width: number, height: number, bits: number, type: number, packed: Buffer, interlaced = 0): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bits, type, 0, 0, interlaced], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', packed),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('the codec', () => {
  const random = mulberry32(5);
  const noise = Uint8Array.from({ length: 37 * 23 }, () => Math.floor(random() * 256));

  test('what it writes is what sharp and it read: grey, 16-bit grey, palette, RGB', async () => {
    const [widthPx, heightPx] = [37, 23];
    const grey = writePng({ widthPx, heightPx, values: noise, kind: 'grey' });
    expect(readPng(grey, 'x').values).toEqual(noise);
    expect([...(await sharp(grey).toColourspace('b-w').raw().toBuffer())]).toEqual([...noise]);

    const wide = Uint16Array.from(noise, value => value * 257);
    const grey16 = writePng({ widthPx, heightPx, values: wide, kind: 'grey' });
    expect(readPng(grey16, 'x')).toMatchObject({ bits: 16, values: wide });
    const raw = await sharp(grey16).toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer();
    expect([...new Uint16Array(raw.buffer, raw.byteOffset, wide.length)]).toEqual([...wide]);

    const indexed = writePng({ widthPx, heightPx, values: noise, kind: 'indexed', palette });
    const own = readPng(indexed, 'x');
    expect([own.kind, own.values, Uint8Array.from(own.palette!)]).toEqual(['indexed', noise, palette]);
    const rgb = await sharp(indexed).removeAlpha().raw().toBuffer();
    expect([...rgb.subarray(0, 3)]).toEqual([...vocColour(noise[0]!)]);

    const colours = Uint8Array.from({ length: 3 * 37 * 23 }, (_, at) => (at * 7) & 255);
    const three = writePng({ widthPx, heightPx, values: colours, kind: 'rgb' });
    expect(readPng(three, 'x').values).toEqual(colours);
    expect([...(await sharp(three).raw().toBuffer())]).toEqual([...colours]);
  });

  test.each([1, 2, 4, 8] as const)(
    'palettes and greys of %i bits, interlaced or not, by every filter, as sharp writes them',
    async bits => {
      const levels = 2 ** bits;
      const [width, height] = [37, 23];
      const values = noise.map(value => value % levels);
      const raw = Buffer.from(values.map(value => (value * 255) / (levels - 1)));
      for (const progressive of [false, true]) {
        const input = () => sharp(raw, { raw: { width, height, channels: 1 } });
        const png = await input()
          .toColourspace('b-w')
          .png({ progressive, adaptiveFiltering: true, palette: true, colours: levels, dither: 0 })
          .toBuffer();
        const read = readPng(png, 'x');
        expect([read.widthPx, read.heightPx]).toEqual([width, height]);
        const seen = await sharp(png).removeAlpha().toColourspace('srgb').raw().toBuffer();
        const colourAt = (at: number) =>
          read.palette === null ? (read.values[at]! * 255) / (2 ** read.bits - 1) : read.palette[3 * read.values[at]!]!;
        for (let at = 0; at < values.length; at++) expect(colourAt(at)).toBe(seen[3 * at]);
      }
      const packed = Buffer.alloc(height * (1 + Math.ceil((width * bits) / 8)));
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const at = y * (1 + Math.ceil((width * bits) / 8)) + 1 + ((x * bits) >> 3);
          packed[at]! |= values[y * width + x]! << (8 - bits - ((x * bits) & 7));
        }
      expect(readPng(rawPng(width, height, bits, 0, deflateSync(packed)), 'x').values).toEqual(values);
    },
  );

  test('A3, A5: sizes are checked before memory is taken, and what is unpacked is limited', () => {
    const packed = deflateSync(Buffer.alloc(1e6));
    expect(() => readPng(rawPng(65_500, 65_500, 1, 0, packed), 'x')).toThrow(/dataset-png-pixels/);
    expect(() => readPng(rawPng(9_000, 9_000, 8, 0, packed), 'x')).toThrow(/dataset-cut|dataset-png-damaged/);
    expect(() => readPng(rawPng(9_000, 9_000, 8, 0, Buffer.alloc(10)), 'x')).toThrow(/dataset-cut/);
    expect(() => readPng(rawPng(10, 10, 8, 0, packed), 'x')).toThrow(/dataset-png-damaged/);
    expect(() => readPng(rawPng(0, 10, 8, 0, packed), 'x')).toThrow(/dataset-png-pixels/);
    expect(() => readPng(rawPng(10, 10, 8, 3, deflateSync(Buffer.alloc(110))), 'x')).toThrow(/dataset-png-damaged/);
    expect(() => readPng(rawPng(10, 10, 3, 0, packed), 'x')).toThrow(/dataset-png-kind/);
    expect(() => readPng(rawPng(10, 10, 8, 0, deflateSync(Buffer.alloc(110, 9))), 'x')).toThrow(/dataset-png-damaged/);
    expect(() => readPng(Buffer.from('GIF89a'), 'x')).toThrow(/dataset-not-png/);
  });

  test('cut anywhere, or any byte changed: an error or the same pixels', () => {
    const png = writePng({ widthPx: 37, heightPx: 23, values: noise, kind: 'grey' });
    for (let at = 0; at < png.byteLength; at++) {
      expect(() => readPng(png.subarray(0, at), 'x')).toThrow(/dataset-/);
      const changed = Buffer.from(png);
      changed[at]! ^= 0x41;
      expect(() => readPng(changed, 'x')).toThrow(/dataset-/);
    }
  });
});

const classes = madeClasses('ant', 'bee');
const pixelsOf = (read: ReadDataset) =>
  [...read.photos].map(photo => ({
    name: photo.file ?? photo.name,
    things: photo.annotations.map(({ classPlace, shape }) => {
      if (shape?.kind !== 'mask') throw new Error('a mask');
      const bitmap = bitmapOfMask(shape.mask)!;
      return [read.classes[classPlace]!.name, bitmap.reduce((sum, on) => sum + on, 0)];
    }),
  }));
const maskOf = (...pixels: number[]) => {
  const bitmap = new Uint8Array(5000);
  for (const at of pixels) bitmap[at] = 1;
  return said({ kind: 'mask', mask: maskOfBitmap(bitmap, size) });
};

describe('written and read', () => {
  test('the golden vector: 200 pixels of the first class', async () => {
    const folder = await written(maskWriter, { classes, photos: [madePhoto('a.jpg', [said(goldenBox)])] });
    const { values, palette: colours, kind } = readPng(await readFile(path.join(folder, 'masks/a.png')), 'a');
    expect(kind).toBe('indexed');
    for (const [at, value] of values.entries()) {
      const isInside = at % 100 >= 10 && at % 100 < 30 && at >= 500 && at < 1500;
      expect(value).toBe(isInside ? 1 : 0);
    }
    expect([...colours!.subarray(0, 9)]).toEqual([0, 0, 0, 128, 0, 0, 0, 128, 0]);
    expect(readPng(await readFile(path.join(folder, 'instances/a.png')), 'a')).toMatchObject({
      bits: 16,
      kind: 'grey',
    });
    expect(JSON.parse(await readFile(path.join(folder, 'masks.json'), 'utf8'))).toMatchObject({
      background: 0,
      classes: [
        { value: 1, name: 'ant', colour: '#800000' },
        { value: 2, name: 'bee', colour: '#008000' },
      ],
      photos: [{ photo: 'a.jpg', width: 100, height: 50, mask: 'masks/a.png', instances: 'instances/a.png' }],
    });
  });

  test('single things of one class stay single, with splits and empty photos, in folders of the same names', async () => {
    const photos = [
      madePhoto('one/1.jpg', [maskOf(0, 1, 2), maskOf(2000, 2001), said({ kind: 'label' })], { split: 'train' }),
      madePhoto('two/1.jpg', [maskOf(7)], { split: 'validation' }),
      madePhoto('two/1.png', [maskOf(8)]),
      madePhoto('none.jpg', [said({ kind: 'nothing', of: 'things' })], { split: 'test' }),
      madePhoto('new.jpg', []),
    ];
    const again = asDataset(await readFolder(maskReader, await written(maskWriter, { classes, photos })));
    const held = {
      classes,
      photos: photos
        .slice(0, 4)
        .map(photo => ({ ...photo, annotations: photo.annotations.filter(({ kind }) => kind !== 'label') })),
    };
    expect(largestDifference(held, again)).toBe(0);
    expect(again.photos.map(({ photo }) => photo.split)).toEqual(['train', 'validation', null, 'test']);
    expect(noteCounts(maskWriter.notes({ classes, photos }))).toEqual({ 'label-left-out': 1, 'photo-stem-twice': 1 });
  });

  test('later things lie above earlier ones, and what is hidden is listed', async () => {
    const photos = [
      madePhoto('a.jpg', [
        maskOf(1, 2, 3),
        maskOf(2, 3, 4),
        maskOf(9),
        maskOf(9, 10),
        said({ kind: 'point', point: { x: 1, y: 1 } }),
      ]),
    ];
    const read = await readFolder(maskReader, await written(maskWriter, { classes, photos }));
    expect(pixelsOf(read)).toEqual([
      {
        name: 'a.jpg',
        things: [
          ['ant', 1],
          ['ant', 3],
          ['ant', 2],
        ],
      },
    ]);
    expect(noteCounts(maskWriter.notes({ classes, photos }))).toEqual({
      'mask-covered': 1,
      'mask-hidden': 1,
      'point-left-out': 1,
    });
  });

  test('shapes in another form and attributes are listed', () => {
    const photos = [
      madePhoto('a.jpg', [
        said(goldenBox, 0, { difficult: true }),
        said({ kind: 'rotated-box', rotatedBox: { centreX: 60, centreY: 25, width: 20, height: 10, angle: 30 } }),
        said({ kind: 'polygon', polygon: [[1, 20, 9, 20, 5, 28]] }),
      ]),
    ];
    expect(noteCounts(maskWriter.notes({ classes, photos }))).toEqual({
      'box-as-mask': 1,
      'rotated-box-as-mask': 1,
      'polygon-as-mask': 1,
      'thing-attributes-left-out': 1,
    });
  });

  test('more than 254 classes take 16 bits, so that 255 stays free', async () => {
    const many = madeClasses(...Array.from({ length: 300 }, (_, place) => `class ${place}`));
    const photos = [
      madePhoto('a.jpg', [
        { ...maskOf(5), classId: 10 + 254 },
        { ...maskOf(6), classId: 10 + 299 },
      ] as never),
    ];
    const folder = await written(maskWriter, { classes: many, photos });
    expect(readPng(await readFile(path.join(folder, 'masks/a.png')), 'a')).toMatchObject({ bits: 16, kind: 'grey' });
    expect(pixelsOf(await readFolder(maskReader, folder))[0]!.things).toEqual([
      ['class 254', 1],
      ['class 299', 1],
    ]);
  });
});

describe('masks of others', () => {
  const values = (entries: Record<number, number>) => {
    const all = new Uint8Array(5000);
    for (const [at, value] of Object.entries(entries)) all[Number(at)] = value;
    return all;
  };
  const grey = (entries: Record<number, number>) => writePng({ ...size, values: values(entries), kind: 'grey' });
  const indexed = (entries: Record<number, number>) =>
    writePng({ ...size, values: values(entries), kind: 'indexed', palette });

  test('VOC folders: 255 is ignored, the classes are VOC’s, things come from SegmentationObject', async () => {
    const folder = await datasetFolder({
      'JPEGImages/x.jpg': jpeg,
      'SegmentationClass/x.png': indexed({ 1: 15, 2: 15, 3: 255, 50: 15, 60: 8 }),
      'SegmentationObject/x.png': indexed({ 1: 1, 2: 1, 3: 255, 50: 2, 60: 3 }),
    });
    const read = await readFolder(maskReader, folder);
    expect(pixelsOf(read)).toEqual([
      {
        name: 'JPEGImages/x.jpg',
        things: [
          ['person', 2],
          ['person', 1],
          ['cat', 1],
        ],
      },
    ]);
    expect(noteCounts(read.notes)).toEqual({ 'masks-voc-names': 2 });
    expect([...read.notPhotos!].sort()).toEqual(['SegmentationClass/x.png', 'SegmentationObject/x.png']);
  });

  test.each([
    ['class_names.txt', '_background_\ncat\ndog\n'],
    ['labels.txt', '__ignore__\n_background_\ncat\ndog\n'],
    ['classes.json', '["background", "cat", "dog"]'],
    ['labels.json', '{"0": "background", "1": "cat", "2": "dog"}'],
  ])('a list of classes in %s', async (name, content) => {
    const folder = await datasetFolder({
      [name]: content,
      'images/x.jpg': jpeg,
      'masks/x_mask.png': grey({ 1: 1, 2: 2, 3: 2, 4: 255 }),
    });
    const read = await readFolder(maskReader, folder);
    expect(read.classes).toEqual([{ name: 'cat' }, { name: 'dog' }]);
    expect(pixelsOf(read)).toEqual([
      {
        name: 'images/x.jpg',
        things: [
          ['cat', 1],
          ['dog', 2],
        ],
      },
    ]);
    expect(noteCounts(read.notes)).toEqual({});
  });

  test('colours by CVAT’s labelmap.txt', async () => {
    const rgb = new Uint8Array(15_000);
    rgb.set([51, 221, 255, 250, 50, 83], 30);
    const folder = await datasetFolder({
      'labelmap.txt': '# label:color_rgb:parts:actions\nbackground:0,0,0::\ncat:51,221,255::\ndog:250,50,83::\n',
      'JPEGImages/x.jpg': jpeg,
      'SegmentationClass/x.png': writePng({ ...size, values: rgb, kind: 'rgb' }),
    });
    const read = await readFolder(maskReader, folder);
    expect(pixelsOf(read)).toEqual([
      {
        name: 'JPEGImages/x.jpg',
        things: [
          ['cat', 1],
          ['dog', 1],
        ],
      },
    ]);
  });

  test('black and white is one class; values without a list are classes by number', async () => {
    const white = await readFolder(
      maskReader,
      await datasetFolder({ 'x.jpg': jpeg, 'x.png': grey({ 1: 255, 2: 255 }) }),
    );
    expect(pixelsOf(white)).toEqual([{ name: 'x.jpg', things: [['foreground', 2]] }]);
    expect(noteCounts(white.notes)).toEqual({ 'masks-binary': 1 });
    const numbers = await readFolder(
      maskReader,
      await datasetFolder({ 'images/x.jpg': jpeg, 'masks/x.png': grey({ 1: 7, 2: 9, 3: 255 }) }),
    );
    expect(pixelsOf(numbers)[0]!.things).toEqual([
      ['class 7', 1],
      ['class 9', 1],
    ]);
    expect(noteCounts(numbers.notes)).toEqual({ 'masks-class-by-number': 2 });
  });

  test('a mask without a photo, a damaged one and a photo among the masks cost only themselves', async () => {
    const noise = Uint8Array.from({ length: 15_000 }, (_, at) => (at * 7919) >> 3);
    const folder = await datasetFolder({
      'images/x.jpg': jpeg,
      'masks/x.png': grey({ 1: 1 }),
      'masks/alone.png': grey({ 1: 1 }),
      'masks/cut.png': Buffer.from(grey({ 1: 1 })).subarray(0, 60),
      'masks/photo.png': writePng({ ...size, values: noise, kind: 'rgb' }),
    });
    const read = await readFolder(maskReader, folder);
    expect(pixelsOf(read)).toEqual([
      { name: 'alone', things: [['class 1', 1]] },
      { name: 'images/x.jpg', things: [['class 1', 1]] },
    ]);
    expect(noteCounts(read.notes)).toEqual({
      'file-damaged': 1,
      'masks-too-many-colours': 1,
      'masks-class-by-number': 1,
    });
  });

  test('noise is no mask: not by its values, and not by its specks', { timeout: 60_000 }, async () => {
    const random = mulberry32(9);
    const side = 2_200;
    const specks = Uint8Array.from({ length: side * side }, () => (random() < 0.5 ? 1 : 0));
    const wide = Uint16Array.from({ length: 5000 }, (_, at) => at);
    const folder = await datasetFolder({
      'classes.txt': 'background\ncat\n',
      'masks/specks.png': writePng({ widthPx: side, heightPx: side, values: specks, kind: 'grey' }),
    });
    expect(noteCounts((await readFolder(maskReader, folder)).notes)).toEqual({ 'masks-too-many-colours': 1 });
    const values = await datasetFolder({ 'masks/wide.png': writePng({ ...size, values: wide, kind: 'grey' }) });
    expect(noteCounts((await readFolder(maskReader, values)).notes)).toEqual({ 'masks-too-many-colours': 1 });
  });

  test('photos as PNG are no masks', async () => {
    const photo = writePng({ widthPx: 10, heightPx: 10, values: new Uint8Array(300), kind: 'rgb' });
    const source = await openSourceFolder(await datasetFolder({ 'a.png': photo, 'b.png': photo, 'cats/c.png': photo }));
    expect(await maskReader.recognise(source)).toBe(0);
  });
});

describe.skipIf(sharedFolder === null)('real masks of ../shared/data', () => {
  test('labelme’s VOC folder: the classes of class_names.txt, there and back pixel for pixel', async () => {
    const read = await readFolder(maskReader, path.join(sharedFolder!, 'data/masks/labelme_semantic/data_dataset_voc'));
    expect(pixelsOf(read).map(({ name, things }) => [name, things.map(([of]) => of)])).toEqual([
      ['JPEGImages/2011_000003.jpg', ['person', 'bottle']],
      ['JPEGImages/2011_000006.jpg', ['person', 'sofa', 'chair']],
      ['JPEGImages/2011_000025.jpg', ['bus', 'car']],
    ]);
    expect(noteCounts(read.notes)).toEqual({});
    const dataset = asDataset(read);
    const again = await readFolder(maskReader, await written(maskWriter, dataset));
    expect(largestDifference(dataset, asDataset(again))).toBe(0);
  });

  test('masks of coco128 come back from labelme and Label Studio pixel for pixel', async () => {
    const read = await readFolder(maskReader, path.join(sharedFolder!, 'data/masks/coco128'));
    const whole = asDataset(read);
    const dataset = { ...whole, photos: whole.photos.slice(0, 15) };
    for (const [writer, reader] of [
      [labelmeWriter, labelmeReader],
      [labelStudioWriter, labelStudioReader],
    ] as const) {
      expect(noteCounts(writer.notes(dataset))).toEqual({});
      const again = await readFolder(reader, await written(writer, dataset));
      expect(largestDifference(dataset, asDataset(again))).toBe(0);
    }
    expect(noteCounts(xAnyLabelingWriter.notes(dataset))).toMatchObject({
      'mask-as-polygon': dataset.photos.flatMap(photo => photo.annotations).length,
    });
  });

  test('100 masks of coco128 are read, written and read again pixel for pixel', { timeout: 120_000 }, async () => {
    const read = await readFolder(maskReader, path.join(sharedFolder!, 'data/masks/coco128'));
    const dataset = asDataset(read);
    expect(dataset.photos).toHaveLength(100);
    expect(noteCounts(read.notes)).toEqual({ 'masks-class-by-number': dataset.classes.length });
    expect(noteCounts(maskWriter.notes(dataset))).toEqual({});
    const again = await readFolder(maskReader, await written(maskWriter, dataset));
    expect(largestDifference(dataset, asDataset(again))).toBe(0);
  });
});
