// Reads TFRecords of TensorFlow's object detection API, and those of image classification: photos are inside.
import type { Split } from '../../../shared/records/photo.ts';
import type { Attributes } from '../../../shared/records/shape.ts';
import { ProtobufError } from '../models/protobuf-reader.ts';
import { damagedFile, noteDamage } from './damage.ts';
import { readLabelMap } from './label-map.ts';
import { createNotes, type Notes } from './notes.ts';
import { baseOf, isPhotoName, plainName, stemOf } from './photo-names.ts';
import type { DatasetReader, ReadAnnotation, ReadDataset, ReadPhoto, SourceFolder } from './read-dataset.ts';
import { boxShape, createClassList, splitOfWord, unitFrame, type ClassList } from './reading.ts';
import { readExample, type Feature } from './tf-example.ts';
import { isTfRecord, recordsOf } from './tfrecord-file.ts';
import { freeName } from './writing.ts';

const mayBe = (path: string): boolean => /\.(?:tf)?records?$|tfrecords?|\.record(?:$|[-.])/i.test(baseOf(path));

const lookedInto = 8;

export const tfrecordReader: DatasetReader = {
  id: 'tfrecord',
  async recognise(source) {
    // The first of several parts may be empty.
    for (const { path } of source.files.filter(file => mayBe(file.path)).slice(0, lookedInto))
      if (await isTfRecord(source, path)) return 0.95;
    return 0;
  },
  read,
};

type Reading = {
  readonly source: SourceFolder;
  readonly notes: Notes;
  readonly classes: ClassList;
  readonly labelMap: ReadonlyMap<number, string>;
  readonly names: Set<string>;
};

async function read(source: SourceFolder): Promise<ReadDataset> {
  const notes = createNotes();
  const labelMap = await labelMapOf(source, notes);
  const reading: Reading = { source, notes, labelMap, classes: createClassList(notes), names: new Set() };
  for (const [, name] of [...labelMap].sort(([one], [other]) => one - other)) reading.classes.place(name, 'label map');
  const photos: ReadPhoto[] = [];
  for (const { path, bytes } of source.files) {
    if (!mayBe(path) || !(await isTfRecord(source, path))) continue;
    let place = 0;
    for await (const record of recordsOf(source, path, bytes)) {
      place += 1;
      const where = `${path}: record ${place}`;
      if (record.kind === 'broken')
        noteDamage(notes, path, damagedFile(path, record.reason, { byte: record.at }), place > 1);
      else if (record.kind === 'changed') notes.add('tfrecord-changed', where);
      else {
        const photo = photoOf(record.bytes, { path, place, at: record.at, where }, reading);
        if (photo !== null) photos.push(photo);
      }
    }
  }
  return { format: 'tfrecord', classes: reading.classes.classes, photos, notes: notes.list(), questions: [] };
}

async function labelMapOf(source: SourceFolder, notes: Notes): Promise<ReadonlyMap<number, string>> {
  const path = source.files.map(file => file.path).find(name => /\.pbtxt$/i.test(name));
  if (path === undefined) return new Map();
  try {
    return readLabelMap(await source.text(path, 16e6));
  } catch (error) {
    noteDamage(notes, path, error);
    return new Map();
  }
}

type Place = { readonly path: string; readonly place: number; readonly at: number; readonly where: string };

function photoOf(bytes: Buffer, place: Place, reading: Reading): ReadPhoto | null {
  try {
    const features = readExample(bytes);
    const { notes } = reading;
    if (![...features.keys()].some(key => key.startsWith('image/'))) {
      notes.add('tfrecord-no-photo', place.where);
      return null;
    }
    const encoded = bytesIn(features, 'image/encoded')[0];
    const extension = encoded === undefined ? null : extensionOf(encoded);
    if (extension === null) notes.add('tfrecord-photo-unusable', place.where);
    const hasBoxes = boxKeys.some(key => features.has(key));
    const things = hasBoxes ? thingsOf(features, place.where, reading) : [];
    const label = labelOf(features, place.where, reading);
    return {
      name: nameOf(features, place, extension, reading),
      file: null,
      widthPx: numbersIn(features, 'image/width')[0] ?? 0,
      heightPx: numbersIn(features, 'image/height')[0] ?? 0,
      split: splitOf(place.path),
      lookedFor: {
        photo: label !== null,
        things: hasBoxes && (things.length > 0 || numbersIn(features, boxKeys[0]).length === 0),
      },
      annotations: [...(label === null ? [] : [label]), ...things],
      pixels:
        extension === null ? null : { extension, bytes: () => encodedAt(reading.source, place, bytes.byteLength) },
    };
  } catch (error) {
    if (!(error instanceof ProtobufError)) throw error;
    reading.notes.add('tfrecord-changed', place.where);
    return null;
  }
}

/** The photo's bytes are read again when they are asked for: all of them together may be larger than memory. */
async function encodedAt(source: SourceFolder, { path, at }: Place, length: number): Promise<Uint8Array> {
  return bytesIn(readExample(await source.part(path, at, length)), 'image/encoded')[0] ?? new Uint8Array(0);
}

type Features = ReadonlyMap<string, Feature>;

const bytesIn = (features: Features, key: string): readonly Uint8Array[] => {
  const feature = features.get(key);
  return feature?.kind === 'bytes' ? feature.values : [];
};
const textsIn = (features: Features, key: string): readonly string[] =>
  bytesIn(features, key).map(bytes => Buffer.from(bytes).toString('utf8'));
const numbersIn = (features: Features, key: string): readonly number[] => {
  const feature = features.get(key);
  return feature === undefined || feature.kind === 'bytes' ? [] : Array.from(feature.values);
};

/** By what the bytes are: some tools write `JPG`, or a name's suffix, as the format. */
function extensionOf(encoded: Uint8Array): 'jpg' | 'png' | null {
  if (encoded[0] === 0xff && encoded[1] === 0xd8) return 'jpg';
  return Buffer.from(encoded.subarray(0, 4)).toString('latin1') === '\x89PNG' ? 'png' : null;
}

/** Under its own name, with a number where another has it; a name that leads out of the folder is not used. */
function nameOf(
  features: Features,
  { path, place }: Place,
  extension: 'jpg' | 'png' | null,
  { names, notes }: Reading,
): string {
  const stated = [...textsIn(features, 'image/filename'), ...textsIn(features, 'image/source_id')].find(
    text => text.trim() !== '',
  );
  const plain = stated === undefined ? null : (plainName(stated)?.name ?? null);
  if (stated !== undefined && plain === null) notes.add('tfrecord-name-refused', `${path}: ${stated}`);
  const own = plain ?? `${stemOf(baseOf(path))}-${String(place).padStart(6, '0')}`;
  const whole = isPhotoName(own) || extension === null ? own : `${own}.${extension}`;
  const name = freeName(whole, names);
  if (name !== whole) notes.add('tfrecord-name-twice', name);
  return name;
}

/** `train-00000-of-00010`, `coco_val.record`, or a folder `test/`: the word nearest to the records counts. */
const splitOf = (path: string): Split | null =>
  path
    .split(/[/._-]/)
    .map(splitOfWord)
    .findLast(split => split !== null) ?? null;

function labelOf(features: Features, where: string, { classes, labelMap }: Reading): ReadAnnotation | null {
  const text = textsIn(features, 'image/class/text')[0] ?? '';
  const number = numbersIn(features, 'image/class/label')[0];
  if (text === '' && number === undefined) return null;
  const classPlace = classes.place(text || labelMap.get(number!) || `class ${number}`, where);
  return classPlace === null ? null : { classPlace, shape: null, unit: 'pixel', attributes: {} };
}

const boxKeys = [
  'image/object/bbox/xmin',
  'image/object/bbox/ymin',
  'image/object/bbox/xmax',
  'image/object/bbox/ymax',
] as const;
export const heldAttributes = ['difficult', 'truncated', 'is_crowd'] as const;

function thingsOf(features: Features, where: string, { notes, classes, labelMap }: Reading): ReadAnnotation[] {
  const [lefts, tops, rights, bottoms] = boxKeys.map(key => numbersIn(features, key)) as [
    readonly number[],
    readonly number[],
    readonly number[],
    readonly number[],
  ];
  const texts = textsIn(features, 'image/object/class/text');
  const numbers = numbersIn(features, 'image/object/class/label');
  const said = heldAttributes.map(name => [name, numbersIn(features, `image/object/${name}`)] as const);
  if (features.has('image/object/mask')) notes.add('tfrecord-masks', where);
  const things: ReadAnnotation[] = [];
  for (let place = 0; place < Math.max(lefts.length, tops.length, rights.length, bottoms.length); place++) {
    const edges = {
      left: lefts[place] ?? NaN,
      top: tops[place] ?? NaN,
      right: rights[place] ?? NaN,
      bottom: bottoms[place] ?? NaN,
    };
    const shape = boxShape(edges, unitFrame, notes, where);
    const number = numbers[place];
    const name = texts[place] || (number === undefined ? '' : (labelMap.get(number) ?? `class ${number}`));
    const classPlace = shape === null ? null : classes.place(name, where);
    if (shape === null || classPlace === null) continue;
    const attributes: Attributes = Object.fromEntries(
      said.filter(([, values]) => values[place] === 1).map(([key]) => [key, true]),
    );
    things.push({ classPlace, shape, unit: 'photo', attributes });
  }
  return things;
}
