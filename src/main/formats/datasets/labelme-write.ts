// Writes labelme's JSON files, or X-AnyLabeling's dialect of them: one beside each photo that something was said of.
import type { AnnotatedPhoto } from '../../../shared/records/annotated-photo.ts';
import { cornersOfRotatedBox, type Attributes } from '../../../shared/records/shape.ts';
import { classFinder, rounded } from './dataset.ts';
import { bitmapOfMask, extentOfMask } from './masks.ts';
import { createNotes } from './notes.ts';
import { baseOf } from './photo-names.ts';
import { writePng } from './png-write.ts';
import type { Dataset, DatasetWriter, WriteOptions } from './write-dataset.ts';
import {
  boxAround,
  filesOfPhotos,
  labelsIn,
  noteSharedStems,
  notesOnLosses,
  outlineOf,
  saysNothing,
  thingsIn,
  type Thing,
} from './writing.ts';

type Dialect = {
  readonly id: 'labelme' | 'x-anylabeling';
  readonly holds: DatasetWriter['holds'];
  readonly version: string;
};

const labelme: Dialect = {
  id: 'labelme',
  holds: ['box', 'rotated-box', 'polygon', 'mask', 'point', 'label', 'nothing-photo', 'nothing-things', 'attributes'],
  version: '6.0.0',
};
/** X-AnyLabeling draws masks as polygons. */
const xAnyLabeling: Dialect = {
  id: 'x-anylabeling',
  holds: ['box', 'rotated-box', 'polygon', 'point', 'label', 'nothing-photo', 'nothing-things', 'attributes'],
  version: '3.0.0',
};

const writerOf = (dialect: Dialect): DatasetWriter => ({
  id: dialect.id,
  holds: dialect.holds,
  holdsPhotos: false,
  files: (dataset, options) => filesOf(dataset, options, dialect),
  notes: dataset => notesOf(dataset, dialect),
});

export const labelmeWriter = writerOf(labelme);
export const xAnyLabelingWriter = writerOf(xAnyLabeling);

function* filesOf(dataset: Dataset, { photosAt }: WriteOptions, dialect: Dialect) {
  const classOf = classFinder(dataset.classes);
  const flagNames = namesOfLabels(dataset);
  const photos = dataset.photos.filter(({ annotations }) => annotations.length > 0);
  const names = filesOfPhotos(photos, '.json', photosAt ?? undefined);
  for (const annotated of photos) {
    const { photo } = annotated;
    const looked = labelsIn(annotated).length > 0 || saysNothing(annotated, 'photo');
    const set = new Set(labelsIn(annotated).map(label => classOf(label).name));
    const groups = {
      next: 1 + Math.max(0, ...thingsIn(annotated).map(({ attributes }) => Number(attributes?.['group_id']) || 0)),
    };
    const file = {
      version: dialect.version,
      flags: Object.fromEntries(looked ? flagNames.map(name => [name, set.has(name)]) : []),
      ...(dialect === xAnyLabeling ? { checked: false } : {}),
      shapes: thingsIn(annotated).flatMap(thing => entriesOf(thing, photo, classOf(thing).name, dialect, groups)),
      imagePath: baseOf(photosAt?.(photo) ?? photo.path),
      imageData: null,
      imageHeight: photo.heightPx,
      imageWidth: photo.widthPx,
    };
    yield { path: names.get(photo)!, pieces: [`${JSON.stringify(file, null, 2)}\n`] };
  }
}

/** Every class that is a label of some photo, in the order of the classes. */
function namesOfLabels({ classes, photos }: Dataset): readonly string[] {
  const used = new Set<number>(photos.flatMap(annotated => labelsIn(annotated).map(({ classId }) => classId)));
  return classes.filter(({ id }) => used.has(id)).map(({ name }) => name);
}

type Groups = { next: number };
type Points = readonly (readonly number[])[];

function entriesOf(
  thing: Thing,
  photo: AnnotatedPhoto['photo'],
  label: string,
  dialect: Dialect,
  groups: Groups,
): readonly object[] {
  const entry = (shapeType: string, points: Points, rest: object = {}): object => ({
    label,
    ...(dialect === xAnyLabeling ? { score: null } : {}),
    points,
    ...keysOf(thing.attributes ?? {}, dialect),
    shape_type: shapeType,
    ...rest,
  });
  switch (thing.kind) {
    case 'box': {
      const { x, y, width, height } = thing.box;
      const [left, top, right, bottom] = [x, y, x + width, y + height].map(rounded) as [number, number, number, number];
      if (dialect === labelme) return [entry('rectangle', pairs([left, top, right, bottom]))];
      return [entry('rectangle', pairs([left, top, right, top, right, bottom, left, bottom]))];
    }
    case 'rotated-box': {
      const points = pairs(cornersOfRotatedBox(thing.rotatedBox));
      if (dialect === labelme) return [entry('oriented_rectangle', points)];
      return [entry('rotation', points, { direction: (thing.rotatedBox.angle * Math.PI) / 180 })];
    }
    case 'point':
      return [entry('point', [[rounded(thing.point.x), rounded(thing.point.y)]])];
    case 'mask':
      if (dialect === labelme) return maskEntry(thing, entry);
      return polygonEntries(outlineOf(thing)?.polygon ?? [], entry, groups);
    case 'polygon':
      return polygonEntries(thing.polygon, entry, groups);
  }
}

const pairs = (values: readonly number[]): Points =>
  Array.from({ length: values.length / 2 }, (_, place) => [
    rounded(values[2 * place]!),
    rounded(values[2 * place + 1]!),
  ]);

type Entry = (shapeType: string, points: Points, rest?: object) => object;

/** A polygon is one ring here: parts of one thing share a group. */
function polygonEntries(parts: readonly (readonly number[])[], entry: Entry, groups: Groups): readonly object[] {
  if (parts.length <= 1) return parts.map(part => entry('polygon', pairs(part)));
  const group = { group_id: groups.next++ };
  return parts.map(part => entry('polygon', pairs(part), group));
}

/** The patch of pixels inside the mask's box, whose corners are inclusive. */
function maskEntry({ mask }: Extract<Thing, { kind: 'mask' }>, entry: Entry): readonly object[] {
  const box = extentOfMask(mask)?.box;
  const bitmap = box === undefined ? null : bitmapOfMask(mask);
  if (box === undefined || bitmap === null) return [];
  const patch = new Uint8Array(box.width * box.height);
  for (let y = 0; y < box.height; y++) {
    const from = (box.y + y) * mask.widthPx + box.x;
    patch.set(bitmap.subarray(from, from + box.width), y * box.width);
  }
  const png = writePng({ widthPx: box.width, heightPx: box.height, values: patch, kind: 'grey' });
  const corners = [
    [box.x, box.y],
    [box.x + box.width - 1, box.y + box.height - 1],
  ];
  return [entry('mask', corners, { mask: png.toString('base64') })];
}

const xAnyLabelingKeys = new Set(['score', 'difficult']);
const notWritten = new Set([
  'label',
  'points',
  'shape_type',
  'mask',
  'flags',
  'group_id',
  'attributes',
  'kie_linking',
  'direction',
]);

const isFlag = ([key, value]: readonly [string, unknown]): boolean =>
  key.startsWith('flag:') && typeof value === 'boolean';

/** Attributes whose name means something else in the file, or whose kind labelme refuses. */
const hasLostAttributes = (attributes: Attributes): boolean =>
  Object.entries(attributes).some(
    ([key, value]) => notWritten.has(key) && !(key === 'group_id' && Number.isInteger(value)),
  );

/** Attributes where each dialect keeps them: flags, group and description by their names, the rest beside them or under `attributes`. */
function keysOf({ description = '', ...attributes }: Attributes, dialect: Dialect): object {
  const entries = Object.entries(attributes).filter(([key]) => !notWritten.has(key));
  const flags = entries.filter(isFlag).map(([key, value]) => [key.slice(5), value] as const);
  const rest = entries.filter(entry => !isFlag(entry));
  const isBeside = ([key]: readonly [string, unknown]): boolean => dialect === labelme || xAnyLabelingKeys.has(key);
  return {
    group_id: Number.isInteger(attributes['group_id']) ? attributes['group_id'] : null,
    description: String(description),
    ...(dialect === xAnyLabeling ? { difficult: false } : {}),
    ...Object.fromEntries(rest.filter(isBeside)),
    flags: Object.fromEntries(flags),
    ...(dialect === xAnyLabeling
      ? { attributes: Object.fromEntries(rest.filter(entry => !isBeside(entry))), kie_linking: [] }
      : {}),
  };
}

function notesOf(dataset: Dataset, dialect: Dialect) {
  const notes = createNotes();
  const hasFlags = namesOfLabels(dataset).length > 0;
  for (const annotated of dataset.photos) {
    const { photo, annotations } = annotated;
    if (annotations.length === 0) continue;
    for (const thing of thingsIn(annotated)) {
      const parts = thing.kind === 'polygon' ? thing.polygon.length : 1;
      if (parts > 1) notes.add('polygon-parts', photo.path);
      if (hasLostAttributes(thing.attributes ?? {})) notes.add('thing-attributes-left-out', photo.path);
      if (boxAround(thing, photo) === null && thing.kind === 'mask') notes.add('mask-empty', photo.path);
    }
    // Without a class that is a label there is no flag to be off; with flags and no shapes the file speaks of labels only.
    if (saysNothing(annotated, 'photo') && !hasFlags) notes.add('nothing-photo-left-out', photo.path);
    if (saysNothing(annotated, 'things') && hasFlags && annotations.length > 1)
      notes.add('nothing-things-left-out', photo.path);
  }
  noteSharedStems(
    dataset.photos.filter(({ annotations }) => annotations.length > 0),
    notes,
  );
  return notesOnLosses(dataset, dialect.holds, { mask: 'polygon' }, notes);
}
