// Valid annotation files of every registered format, and seeded mutations of them: a reader gives a dataset or refuses, and nothing else.
import { AppError } from '../../src/shared/errors.ts';
import { mulberry32 } from '../../src/shared/random.ts';
import type { DatasetFormatId } from '../../src/shared/records/dataset-format.ts';
import { shape as shapeSchema, type Shape } from '../../src/shared/records/shape.ts';
import { datasetReaders, datasetWriters } from '../../src/main/formats/datasets/index.ts';
import { maskOfBitmap } from '../../src/main/formats/datasets/masks.ts';
import type { DatasetReader, SourceFolder } from '../../src/main/formats/datasets/read-dataset.ts';
import { decodeText } from '../../src/main/formats/datasets/source-folder.ts';
import type { Dataset } from '../../src/main/formats/datasets/write-dataset.ts';
import { madeClasses, madePhoto, said } from './dataset-trips.ts';

export type Files = ReadonlyMap<string, Uint8Array>;
type Random = () => number;

/** A folder in memory, with the limits of one on disk. */
function memorySource(files: Files): SourceFolder {
  const bytesOf = (name: string, mostBytes = 64e6): Buffer => {
    const bytes = files.get(name);
    if (bytes === undefined) throw new AppError('file-missing', { file: name });
    if (bytes.length > mostBytes) throw new AppError('dataset-too-large', { file: name, reason: 'dataset-bytes' });
    return Buffer.from(bytes);
  };
  return {
    files: [...files].map(([path, { length }]) => ({ path, bytes: length })),
    notes: [],
    bytes: (name, mostBytes) => Promise.resolve().then(() => bytesOf(name, mostBytes)),
    text: (name, mostBytes) => Promise.resolve().then(() => decodeText(bytesOf(name, mostBytes), name)),
    part: (name, at, length) => Promise.resolve().then(() => bytesOf(name).subarray(at, at + length)),
    async *pieces(name) {
      const bytes = bytesOf(name);
      // Short pieces: entries are cut in every place.
      for (let at = 0; at < bytes.length; at += 97) yield await Promise.resolve(bytes.subarray(at, at + 97));
    },
    find: name => (files.has(name) ? name : null),
  };
}

const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

function datasets(): readonly Dataset[] {
  const mask = maskOfBitmap(
    Uint8Array.from({ length: 200 }, (_, i) => Number(i % 20 > 3 && i % 20 < 15)),
    { widthPx: 20, heightPx: 10 },
  );
  const shapes: readonly Shape[][] = [
    [{ kind: 'box', box: { x: 1, y: 2, width: 10.5, height: 5 } }],
    [{ kind: 'rotated-box', rotatedBox: { centreX: 10, centreY: 5, width: 6, height: 3, angle: 30 } }],
    [
      {
        kind: 'polygon',
        polygon: [
          [1, 1, 9, 1, 9, 9],
          [11, 1, 15, 1, 15, 5, 11, 5],
        ],
      },
      { kind: 'mask', mask },
    ],
    [{ kind: 'point', point: { x: 3, y: 4 } }],
  ];
  const size = { widthPx: 20, heightPx: 10 };
  const classes = madeClasses('ant', 'bee & "co"', '한글');
  const drawn = shapes.map((things, at) => ({
    classes,
    photos: [
      madePhoto(
        'a/1.png',
        things.map(thing => said(thing, at % 3, { score: 0.5, difficult: true })),
        { ...size, split: 'train' },
      ),
      madePhoto('b/1.png', [said(things[0]!, 1), said({ kind: 'label' }, 2)], { ...size, split: 'validation' }),
      madePhoto('c.png', [said({ kind: 'nothing', of: 'things' })], size),
    ],
  }));
  const labelled = {
    classes,
    photos: [
      madePhoto('a/1.png', [said({ kind: 'label' }, 0)], size),
      madePhoto('b.png', [said({ kind: 'label' }, 1)], size),
    ],
  };
  return [...drawn, labelled];
}

/** What the format's own writer makes of several datasets, with the photos beside it. */
export async function validFiles(id: DatasetFormatId): Promise<readonly Files[]> {
  const writer = datasetWriters[id];
  const all: Files[] = [];
  for (const dataset of datasets()) {
    const place = writer.photosAt?.(dataset) ?? ((photo: { readonly path: string }) => `images/${photo.path}`);
    const files = new Map<string, Uint8Array>();
    const photoBytes = () => Promise.resolve({ bytes: dot, format: 'png' as const });
    const photoRgb = () => Promise.resolve(Uint8Array.from({ length: 600 }, (_, at) => Math.floor(at / 3)));
    for (const { path, pieces } of writer.files(dataset, { photosAt: place, photoBytes, photoRgb })) {
      const parts: Buffer[] = [];
      for await (const piece of pieces) parts.push(Buffer.from(piece as string));
      files.set(path, Buffer.concat(parts));
    }
    if (!writer.holdsPhotos)
      for (const { photo } of dataset.photos) files.set(place(photo), files.get(place(photo)) ?? dot);
    all.push(files);
  }
  return all;
}

const tokens = [
  ...[
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    ',',
    ':',
    '\\',
    '<',
    '>',
    '/',
    '&',
    ';',
    '#',
    '-',
    '*',
    '|',
    '\0',
    '\n',
    '\r',
    '\t',
    ' ',
    '\ufeff',
    '\ud800',
    '=',
    '.',
  ],
  ...[
    '0',
    '-1',
    '1e309',
    '-1e309',
    '1e-400',
    'NaN',
    'Infinity',
    'null',
    'true',
    '9007199254740993',
    '4294967296',
    '999999999999999999999',
    '0.1',
    '1,5',
    '2147483647',
  ],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    '../../etc/passwd',
    '/etc/passwd',
    'C:\\a.png',
    'file:///a',
    '\\\\host\\a',
    'a'.repeat(300),
  ],
  ...[
    '<!DOCTYPE a [',
    '<!ENTITY',
    '<![CDATA[',
    '<!--',
    '&#0;',
    '&#x110000;',
    '&a;',
    '!!js/function',
    '&a [*a]',
    '*a',
    '<<: *a',
    '"__proto__":{"x":1},',
    '[[[[[[[[',
    '{"a":'.repeat(80),
  ],
];

function mutated(bytes: Uint8Array, random: Random): Uint8Array {
  const at = Math.floor(random() * (bytes.length + 1));
  const length = Math.floor(random() ** 3 * 64) + 1;
  const [before, slice, after] = [bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at + length)];
  const token = Buffer.from(tokens[Math.floor(random() * tokens.length)]!);
  const other = Math.floor(random() * (bytes.length + 1));
  switch (Math.floor(random() * 9)) {
    case 0:
      return Buffer.concat([before, after]);
    case 1:
      return Buffer.concat([before, slice, slice, after]);
    case 2:
      return Buffer.concat([before, token, slice, after]);
    case 3:
      return Buffer.concat([before, token, after]);
    case 4:
      return before;
    case 5:
      return Buffer.concat([before, Buffer.from(slice.map(() => Math.floor(random() * 256))), after]);
    case 6: {
      const flipped = Buffer.from(bytes);
      if (at < flipped.length) flipped[at]! ^= 1 << Math.floor(random() * 8);
      return flipped;
    }
    case 7:
      return Buffer.concat([before, bytes.subarray(other, other + length), after]);
    default:
      return numberReplaced(bytes, at, random);
  }
}

/** The number that follows `at`, as another one. */
function numberReplaced(bytes: Uint8Array, at: number, random: Random): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const found = /-?\d+(?:\.\d+)?/.exec(text.slice(at));
  if (found === null) return bytes;
  const numbers = ['0', '-1', '1e309', '1e9', '999999999999', '0.0000001', '4294967295', '1000000', '', '-0', '1e400'];
  const start = at + found.index;
  return Buffer.from(
    text.slice(0, start) + numbers[Math.floor(random() * numbers.length)]! + text.slice(start + found[0].length),
    'latin1',
  );
}

/** One to four mutations of one file of a valid set, or one file taken away or renamed. */
export function mutatedFiles(valid: readonly Files[], seed: number): Files {
  const random = mulberry32(seed);
  const files = new Map(valid[Math.floor(random() * valid.length)]!);
  const names = [...files.keys()];
  const name = names[Math.floor(random() * names.length)]!;
  let bytes = files.get(name)!;
  const kind = random();
  if (kind < 0.03) files.delete(name);
  else if (kind < 0.06) {
    files.delete(name);
    files.set(
      name.replace(/\.[^.]*$/, ['.txt', '.xml', '.json', '.csv', '.png', '.yaml'][Math.floor(random() * 6)]!),
      bytes,
    );
  } else {
    for (let times = 1 + Math.floor(random() * 4); times > 0; times--) bytes = mutated(bytes, random);
    files.set(name, bytes);
  }
  return new Map([...files].sort(([one], [other]) => (one < other ? -1 : 1)));
}

export type Outcome = 'read' | 'refused';

/** Reads a mutation to its end. Throws for everything but a dataset whose shapes hold and a refusal: that is a fault of the reader. */
export async function readMutation(reader: DatasetReader, files: Files): Promise<Outcome> {
  const source = memorySource(files);
  try {
    await reader.recognise(source);
    const { classes, photos } = await reader.read(source, {
      answers: {},
      sizeOf: () => Promise.resolve({ widthPx: 20, heightPx: 10 }),
    });
    for (const photo of photos) {
      await photo.pixels?.bytes();
      for (const { classPlace, shape } of photo.annotations) {
        if (classes[classPlace] === undefined) throw new Error(`class ${classPlace} of ${classes.length}`);
        if (shape !== null && !shapeSchema.safeParse(shape).success)
          throw new Error(`shape ${JSON.stringify(shape).slice(0, 300)}`);
      }
    }
    return 'read';
  } catch (error) {
    if (error instanceof AppError) return 'refused';
    throw error;
  }
}

/** What a hostile file might have left on every object. */
export const pollution = (): readonly string[] => [...Object.keys(Object.prototype), ...Object.keys(Array.prototype)];

export const fuzzedFormats = Object.keys(datasetReaders) as DatasetFormatId[];
