// Writes TFRecords of TensorFlow's object detection API: one Example a photo, photos inside, shards of a thousand, a label map.
import { createHash } from 'node:crypto';
import type { AnnotatedPhoto } from '../../../shared/records/annotated-photo.ts';
import { classFinder } from './dataset.ts';
import { writeLabelMap } from './label-map.ts';
import { createNotes } from './notes.ts';
import { writeExample, type Feature } from './tf-example.ts';
import { framed } from './tfrecord-file.ts';
import { heldAttributes } from './tfrecord-read.ts';
import type { Dataset, DatasetWriter, WriteOptions } from './write-dataset.ts';
import { boxAround, freeName, jpegOrPngName, labelsIn, notesOnLosses, saysNothing, thingsIn } from './writing.ts';

const photosPerShard = 1_000;
const holds: DatasetWriter['holds'] = ['box', 'label', 'nothing-things', 'split', 'attributes'];
const forms = { 'rotated-box': 'box', polygon: 'box', mask: 'box' } as const;

export const tfrecordWriter: DatasetWriter = {
  id: 'tfrecord',
  holds,
  holdsPhotos: true,
  photosAt(dataset) {
    const names = namesOf(dataset);
    return photo => names.get(photo) ?? photo.path;
  },
  *files(dataset, options) {
    const names = namesOf(dataset);
    for (const { path, photos } of shardsOf(dataset))
      yield { path, pieces: records(photos, { dataset, names }, options) };
    const classes = dataset.classes.toSorted((one, other) => one.exportPosition - other.exportPosition);
    yield {
      path: 'label_map.pbtxt',
      pieces: [writeLabelMap(classes.map(({ exportPosition, name }) => ({ id: exportPosition + 1, name })))],
    };
  },
  notes: notesOf,
};

const padded = (number: number): string => String(number).padStart(5, '0');

type Shard = { readonly path: string; readonly photos: readonly AnnotatedPhoto[] };

/** A thousand photos a file, the splits apart, in the order in which a reader meets them. */
function shardsOf({ photos }: Dataset): readonly Shard[] {
  const stated = photos.filter(
    annotated => labelsIn(annotated).length > 0 || boxesIn(annotated).length > 0 || saysNothing(annotated, 'things'),
  );
  const shards = [...Map.groupBy(stated, ({ photo }) => photo.split ?? 'all')].flatMap(([split, of]) => {
    const count = Math.ceil(of.length / photosPerShard);
    return Array.from({ length: count }, (_, shard) => ({
      path: `${split}-${padded(shard)}-of-${padded(count)}.tfrecord`,
      photos: of.slice(shard * photosPerShard, (shard + 1) * photosPerShard),
    }));
  });
  return shards.sort((one, other) => (one.path < other.path ? -1 : 1));
}

type Names = ReadonlyMap<AnnotatedPhoto['photo'], string>;

/** What photos are called inside: as JPEG or PNG, and no two the same on any system. */
function namesOf(dataset: Dataset): Names {
  const taken = new Set<string>();
  const photos = shardsOf(dataset).flatMap(shard => shard.photos);
  return new Map(photos.map(({ photo }) => [photo, freeName(jpegOrPngName(photo.path), taken)]));
}

async function* records(
  photos: readonly AnnotatedPhoto[],
  { dataset, names }: { readonly dataset: Dataset; readonly names: Names },
  { photoBytes }: WriteOptions,
): AsyncGenerator<Uint8Array> {
  const classOf = classFinder(dataset.classes);
  for (const annotated of photos) {
    const { bytes, format } = await photoBytes(annotated.photo);
    yield* framed(writeExample(featuresOf(annotated, { bytes, format, name: names.get(annotated.photo)!, classOf })));
  }
}

const boxesIn = (annotated: AnnotatedPhoto) =>
  thingsIn(annotated).flatMap(thing => {
    const box = boxAround(thing, annotated.photo);
    return box === null ? [] : [{ thing, box }];
  });

type Inside = {
  readonly bytes: Uint8Array;
  readonly format: 'jpeg' | 'png';
  readonly name: string;
  readonly classOf: ReturnType<typeof classFinder>;
};

const texts = (values: readonly string[]): Feature => ({
  kind: 'bytes',
  values: values.map(value => Buffer.from(value)),
});
const integers = (...values: number[]): Feature => ({ kind: 'integers', values });
const floats = (values: readonly number[]): Feature => ({ kind: 'floats', values });

/** Edges are fractions of the upright photo, from 0 at its left and upper edge; labels count from 1, as 0 is the background. */
function featuresOf(annotated: AnnotatedPhoto, { bytes, format, name, classOf }: Inside): ReadonlyMap<string, Feature> {
  const { photo } = annotated;
  const features = new Map<string, Feature>([
    ['image/height', integers(photo.heightPx)],
    ['image/width', integers(photo.widthPx)],
    ['image/filename', texts([name])],
    ['image/source_id', texts([name])],
    ['image/key/sha256', texts([createHash('sha256').update(bytes).digest('hex')])],
    ['image/encoded', { kind: 'bytes', values: [bytes] }],
    ['image/format', texts([format])],
  ]);
  const [label] = labelsIn(annotated).map(classOf);
  if (label !== undefined) {
    features.set('image/class/text', texts([label.name]));
    features.set('image/class/label', integers(label.exportPosition + 1));
  }
  const boxes = boxesIn(annotated);
  // A list of no boxes says that somebody looked; a photo of labels alone has none.
  if (boxes.length === 0 && !saysNothing(annotated, 'things')) return features;
  const classes = boxes.map(({ thing }) => classOf(thing));
  features.set('image/object/bbox/xmin', floats(boxes.map(({ box }) => box.x / photo.widthPx)));
  features.set('image/object/bbox/xmax', floats(boxes.map(({ box }) => (box.x + box.width) / photo.widthPx)));
  features.set('image/object/bbox/ymin', floats(boxes.map(({ box }) => box.y / photo.heightPx)));
  features.set('image/object/bbox/ymax', floats(boxes.map(({ box }) => (box.y + box.height) / photo.heightPx)));
  features.set('image/object/class/text', texts(classes.map(({ name }) => name)));
  features.set('image/object/class/label', integers(...classes.map(({ exportPosition }) => exportPosition + 1)));
  for (const name of heldAttributes)
    features.set(
      `image/object/${name}`,
      integers(...boxes.map(({ thing }) => Number(isSet(thing.attributes?.[name])))),
    );
  return features;
}

const isSet = (value: unknown): boolean => value === true || value === 1 || value === '1';

function notesOf(dataset: Dataset) {
  const notes = createNotes();
  const held = new Set<string>(heldAttributes);
  for (const annotated of dataset.photos) {
    const { photo } = annotated;
    for (const thing of thingsIn(annotated)) {
      if (thing.kind !== 'point' && boxAround(thing, photo) === null) notes.add('box-outside', photo.path);
      if (Object.keys(thing.attributes ?? {}).some(key => !held.has(key)))
        notes.add('thing-attributes-left-out', photo.path);
    }
    for (let n = 1; n < labelsIn(annotated).length; n++) notes.add('tfrecord-several-labels', photo.path);
  }
  for (const [{ path }, name] of namesOf(dataset))
    if (name !== path) notes.add('tfrecord-photo-renamed', `${path} → ${name}`);
  return notesOnLosses(dataset, holds, forms, notes);
}
