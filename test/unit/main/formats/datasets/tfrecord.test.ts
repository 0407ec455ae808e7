// TFRecord: checksums, the golden vector, label maps, photos inside, damage, and labelme's real boxes there and back.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { labelmeReader } from '../../../../../src/main/formats/datasets/labelme-read.ts';
import { readLabelMap, writeLabelMap } from '../../../../../src/main/formats/datasets/label-map.ts';
import { openSourceFolder } from '../../../../../src/main/formats/datasets/source-folder.ts';
import { readExample, writeExample, type Feature } from '../../../../../src/main/formats/datasets/tf-example.ts';
import { crc32c, framed, maskedCrc } from '../../../../../src/main/formats/datasets/tfrecord-file.ts';
import { tfrecordReader } from '../../../../../src/main/formats/datasets/tfrecord-read.ts';
import { tfrecordWriter } from '../../../../../src/main/formats/datasets/tfrecord-write.ts';
import type { ReadDataset } from '../../../../../src/main/formats/datasets/read-dataset.ts';
import type { AnnotatedPhoto } from '../../../../../src/shared/records/annotated-photo.ts';
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

const classes = madeClasses('ant', 'bee');
const jpegOf = (text: string) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from(text)]);
const photoBytes = (photo: AnnotatedPhoto['photo']) =>
  Promise.resolve({ bytes: jpegOf(photo.path), format: 'jpeg' as const });

const record = (features: Record<string, Feature>) =>
  Buffer.concat(framed(writeExample(new Map(Object.entries(features)))));
const texts = (...values: string[]): Feature => ({ kind: 'bytes', values: values.map(value => Buffer.from(value)) });
const floats = (...values: number[]): Feature => ({ kind: 'floats', values });
const integers = (...values: number[]): Feature => ({ kind: 'integers', values });
const boxAt = (left: number, top: number, right: number, bottom: number) => ({
  'image/object/bbox/xmin': floats(left),
  'image/object/bbox/ymin': floats(top),
  'image/object/bbox/xmax': floats(right),
  'image/object/bbox/ymax': floats(bottom),
});
const photo = (name: string) => ({
  'image/filename': texts(name),
  'image/encoded': { kind: 'bytes', values: [jpegOf(name)] } as Feature,
  'image/width': integers(100),
  'image/height': integers(50),
});

/** Fractions as pixels. */
const inPixels = (read: ReadDataset): ReadDataset => ({
  ...read,
  photos: [...read.photos].map(one => ({
    ...one,
    annotations: one.annotations.map(annotation => {
      if (annotation.shape?.kind !== 'box') return annotation;
      const { x, y, width, height } = annotation.shape.box;
      const { widthPx, heightPx } = one;
      return {
        ...annotation,
        unit: 'pixel' as const,
        shape: {
          kind: 'box' as const,
          box: { x: x * widthPx, y: y * heightPx, width: width * widthPx, height: height * heightPx },
        },
      };
    }),
  })),
});

test('CRC-32C is that of its standard, and masked as TensorFlow does it', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(maskedCrc(Buffer.from('foo'))).toBe(
    ((((crc32c(Buffer.from('foo')) >>> 15) | (crc32c(Buffer.from('foo')) << 17)) >>> 0) + 0xa282ead8) % 2 ** 32,
  );
});

test('an Example comes back, floats in one field or many', () => {
  const features = new Map<string, Feature>([
    ['a', texts('x', '', 'é')],
    ['b', floats(0.5, -1.25)],
    ['c', integers(0, 1, 127, 128, 300_000, 2 ** 40)],
    ['d', floats()],
  ]);
  const read = readExample(writeExample(features));
  expect([...read.keys()]).toEqual(['a', 'b', 'c', 'd']);
  expect(read.get('b')).toEqual({ kind: 'floats', values: [0.5, -1.25] });
  expect(read.get('c')).toEqual({ kind: 'integers', values: [0, 1, 127, 128, 300_000, 2 ** 40] });
  expect(read.get('d')).toEqual({ kind: 'floats', values: [] });
  // Example { features { feature { key: "x" value { float_list { value: 2 } } } } }, the value not packed.
  const loose = Buffer.from('0a0e0a0c0a0178120712050d00000040', 'hex');
  expect(readExample(loose)).toEqual(new Map([['x', { kind: 'floats', values: [2] }]]));
});

test('the golden vector: fractions of the photo, labels from 1', async () => {
  const folder = await written(
    tfrecordWriter,
    { classes, photos: [madePhoto('a.jpg', [said(goldenBox)], { split: 'train' })] },
    { photoBytes },
  );
  const bytes = await readFile(path.join(folder, 'train-00000-of-00001.tfrecord'));
  const features = readExample(bytes.subarray(12, -4));
  const f = Math.fround;
  expect(features.get('image/object/bbox/xmin')).toEqual({ kind: 'floats', values: [f(0.1)] });
  expect(features.get('image/object/bbox/ymin')).toEqual({ kind: 'floats', values: [f(0.1)] });
  expect(features.get('image/object/bbox/xmax')).toEqual({ kind: 'floats', values: [f(0.3)] });
  expect(features.get('image/object/bbox/ymax')).toEqual({ kind: 'floats', values: [f(0.3)] });
  expect(features.get('image/object/class/label')).toEqual({ kind: 'integers', values: [1] });
  expect(features.get('image/format')).toEqual({ kind: 'bytes', values: [Buffer.from('jpeg')] });
  expect(readLabelMap(await readFile(path.join(folder, 'label_map.pbtxt'), 'utf8'))).toEqual(
    new Map([
      [1, 'ant'],
      [2, 'bee'],
    ]),
  );
});

describe('label maps', () => {
  test('of others: comments, display names, escapes, quotes of both kinds, foreign fields', () => {
    const text = `# a comment with item { id: 9 name: 'no' }
item {
  name: "/m/01g317"
  id: 1
  display_name: "Person \\"x\\""
}
item{id:2 name:'dog\\'s' keypoints { id: 7 label: "nose" } }
item: { id: 3, name: "\\303\\244pfel 개" }
item { id: 0 name: "background" }
item { name: "no id" }
`;
    expect(readLabelMap(text)).toEqual(
      new Map([
        [1, 'Person "x"'],
        [2, "dog's"],
        [3, 'äpfel 개'],
      ]),
    );
    expect(readLabelMap('{'.repeat(100_000))).toEqual(new Map());
  });
  test('what is written is read again, whatever the names are', () => {
    const names = ["dog's", '"quoted"', 'back\\slash', 'two\nlines', '개미', '}', '# hash', '__proto__'];
    expect([...readLabelMap(writeLabelMap(names.map((name, place) => ({ id: place + 1, name })))).values()]).toEqual(
      names,
    );
  });
});

describe('written and read', () => {
  test('splits, names in folders, labels, empty photos; photos come out byte for byte', async () => {
    const photos = [
      madePhoto('one/1.jpg', [said(goldenBox, 1, { difficult: true }), said(goldenBox, 0)], { split: 'train' }),
      madePhoto('two/1.jpg', [said({ kind: 'nothing', of: 'things' })], { split: 'validation' }),
      madePhoto('개미.jpg', [said({ kind: 'label' }, 1)], { split: 'test' }),
      madePhoto('new.jpg', []),
    ];
    const read = inPixels(
      await readFolder(tfrecordReader, await written(tfrecordWriter, { classes, photos }, { photoBytes })),
    );
    expect(largestDifference({ classes, photos: photos.slice(0, 3) }, asDataset(read))).toBeLessThan(0.001);
    expect([...read.photos].map(({ name, split }) => [name, split])).toEqual([
      ['개미.jpg', 'test'],
      ['one/1.jpg', 'train'],
      ['two/1.jpg', 'validation'],
    ]);
    for (const { name, pixels } of read.photos) expect(Buffer.from(await pixels!.bytes())).toEqual(jpegOf(name));
    const boxes = [...read.photos][1]!.annotations;
    expect(boxes.map(({ attributes }) => attributes)).toEqual([{ difficult: true }, {}]);
    expect(noteCounts(tfrecordWriter.notes({ classes, photos }))).toEqual({});
  });

  test('shards of a thousand', async () => {
    const photos = Array.from({ length: 2_500 }, (_, place) => madePhoto(`${place}.jpg`, [said(goldenBox, place % 2)]));
    const folder = await written(tfrecordWriter, { classes, photos }, { photoBytes });
    expect((await openSourceFolder(folder)).files.map(file => file.path)).toEqual([
      'all-00000-of-00003.tfrecord',
      'all-00001-of-00003.tfrecord',
      'all-00002-of-00003.tfrecord',
      'label_map.pbtxt',
    ]);
    const read = inPixels(await readFolder(tfrecordReader, folder));
    expect(largestDifference({ classes, photos }, asDataset(read))).toBeLessThan(0.001);
  });

  test('L9: what is no box is written as the box around it and listed', () => {
    const photos = [
      madePhoto('a.jpg', [
        said({ kind: 'rotated-box', rotatedBox: { centreX: 50, centreY: 25, width: 20, height: 10, angle: 30 } }),
        said({ kind: 'polygon', polygon: [[1, 1, 9, 1, 5, 8]] }, 0, { colour: 'red' }),
        said({ kind: 'point', point: { x: 1, y: 1 } }),
        said({ kind: 'label' }, 0),
        said({ kind: 'label' }, 1),
      ]),
    ];
    expect(noteCounts(tfrecordWriter.notes({ classes, photos }))).toEqual({
      'rotated-box-as-box': 1,
      'polygon-as-box': 1,
      'point-left-out': 1,
      'thing-attributes-left-out': 1,
      'tfrecord-several-labels': 1,
    });
  });
});

describe('records of others', () => {
  test('labels by number with and without a map, formats that lie, names that lead out or come twice, no photo', async () => {
    const file = Buffer.concat([
      record({
        ...photo('a.jpg'),
        ...boxAt(0.1, 0.1, 0.3, 0.3),
        'image/object/class/label': integers(2),
        'image/format': texts('JPG'),
      }),
      record({ ...photo('a.jpg'), ...boxAt(0.1, 0.1, 0.3, 0.3), 'image/object/class/label': integers(7) }),
      record({ ...photo('../../etc/passwd'), 'image/class/label': integers(1) }),
      record({
        ...photo('b'),
        'image/encoded': texts('no picture'),
        ...boxAt(NaN, 0, 1, 1),
        'image/object/class/text': texts('ant'),
      }),
      record({ tokens: texts('hello') }),
      Buffer.concat(framed(Buffer.from('no Example'))),
    ]);
    const read = await readFolder(
      tfrecordReader,
      await datasetFolder({
        'data_val.record': file,
        'map.pbtxt': writeLabelMap([
          { id: 1, name: 'ant' },
          { id: 2, name: 'bee' },
        ]),
      }),
    );
    expect(
      [...read.photos].map(({ name, annotations, split, pixels }) => [
        name,
        annotations.map(one => read.classes[one.classPlace]!.name),
        split,
        pixels?.extension,
      ]),
    ).toEqual([
      ['a.jpg', ['bee'], 'validation', 'jpg'],
      ['a (2).jpg', ['class 7'], 'validation', 'jpg'],
      ['data_val-000003.jpg', ['ant'], 'validation', 'jpg'],
      ['b', [], 'validation', undefined],
    ]);
    expect([...read.photos][3]!.lookedFor.things).toBe(false);
    expect(noteCounts(read.notes)).toEqual({
      'tfrecord-name-twice': 1,
      'tfrecord-name-refused': 1,
      'tfrecord-photo-unusable': 1,
      'box-not-a-number': 1,
      'tfrecord-no-photo': 1,
      'tfrecord-changed': 1,
    });
  });

  test('a changed record costs itself; a cut or broken file costs what comes after', async () => {
    const records = ['a.jpg', 'b.jpg', 'c.jpg'].map(name =>
      record({ ...photo(name), ...boxAt(0, 0, 1, 1), 'image/object/class/text': texts('ant') }),
    );
    const changed = Buffer.concat(records);
    changed[records[0]!.byteLength + 40]! ^= 1;
    const lengthLies = Buffer.concat(records);
    lengthLies[records[0]!.byteLength]! ^= 1;
    const cases = [
      [changed, ['a.jpg', 'c.jpg'], { 'tfrecord-changed': 1 }],
      [lengthLies, ['a.jpg'], { 'file-read-in-part': 1 }],
      [Buffer.concat(records).subarray(0, -10), ['a.jpg', 'b.jpg'], { 'file-read-in-part': 1 }],
      [Buffer.concat([...records, Buffer.alloc(5)]), ['a.jpg', 'b.jpg', 'c.jpg'], { 'file-read-in-part': 1 }],
    ] as const;
    for (const [bytes, names, notes] of cases) {
      const read = await readFolder(tfrecordReader, await datasetFolder({ 'x.tfrecord': bytes }));
      expect([...read.photos].map(({ name }) => name)).toEqual(names);
      expect(noteCounts(read.notes)).toEqual(notes);
    }
    const claim = Buffer.from(framed(Buffer.alloc(0))[0]);
    claim.writeBigUInt64LE(2n ** 60n, 0);
    claim.writeUInt32LE(maskedCrc(claim.subarray(0, 8)), 8);
    const huge = await readFolder(tfrecordReader, await datasetFolder({ 'x.tfrecord': claim }));
    expect(noteCounts(huge.notes)).toEqual({ 'file-damaged': 1 });
  });

  test(
    '10,000 records with changed bytes under a right checksum: read or refused, never a crash',
    { timeout: 60_000 },
    async () => {
      const random = mulberry32(11);
      const good = writeExample(
        new Map(
          Object.entries({ ...photo('a.jpg'), ...boxAt(0.1, 0.1, 0.3, 0.3), 'image/object/class/text': texts('ant') }),
        ),
      );
      const folder = await datasetFolder();
      const file = path.join(folder, 'x.tfrecord');
      const records = Array.from({ length: 10_000 }, () => {
        const changed = Uint8Array.from(good);
        for (let n = 0; n < 1 + random() * 4; n++)
          changed[Math.floor(random() * changed.length)] = Math.floor(random() * 256);
        return Buffer.concat(framed(changed));
      });
      await writeFile(file, Buffer.concat(records));
      const read = await readFolder(tfrecordReader, folder);
      const refused = read.notes
        .filter(({ code }) => code === 'tfrecord-changed' || code === 'tfrecord-no-photo')
        .reduce((sum, { count }) => sum + count, 0);
      expect([...read.photos].length + refused).toBe(10_000);
      for (const { annotations } of read.photos)
        for (const { shape } of annotations)
          if (shape?.kind === 'box') expect(Object.values(shape.box).every(Number.isFinite)).toBe(true);
    },
  );

  test('recognised by its first checksum', async () => {
    const sure = async (files: Record<string, Uint8Array>) =>
      tfrecordReader.recognise(await openSourceFolder(await datasetFolder(files)));
    expect(
      await sure({ 'train-00000-of-00001': Buffer.alloc(0), 'x.tfrecord-00000-of-00002': record(photo('a')) }),
    ).toBe(0.95);
    expect(await sure({ 'x.tfrecord': Buffer.from('hello, I am no record at all') })).toBe(0);
  });
});

test.skipIf(sharedFolder === null)(
  'labelme’s real boxes and photos come back from TFRecord within 0.5 pixels',
  async () => {
    const folder = path.join(sharedFolder!, 'data/boxes/labelme');
    const dataset = asDataset(await readFolder(labelmeReader, folder));
    const stored = async ({ path: name }: AnnotatedPhoto['photo']) => ({
      bytes: await readFile(path.join(folder, name)),
      format: 'jpeg' as const,
    });
    const read = inPixels(
      await readFolder(tfrecordReader, await written(tfrecordWriter, dataset, { photoBytes: stored })),
    );
    expect(largestDifference(dataset, asDataset(read))).toBeLessThan(0.001);
    for (const { name, pixels } of read.photos)
      expect(Buffer.from(await pixels!.bytes())).toEqual(await readFile(path.join(folder, name)));
    expect(plainPhotos(read)).toHaveLength(3);
  },
);
