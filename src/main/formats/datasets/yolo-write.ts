// Writes YOLO datasets of Ultralytics: data.yaml, one label file a photo, lists of the photos of each side. A dataset has one task: with
// polygons or masks all things are outlines, with rotated boxes all are four corners, else all are boxes.
import type { AnnotatedPhoto } from '../../../shared/records/annotated-photo.ts';
import type { Split } from '../../../shared/records/photo.ts';
import type { PolygonGeometry } from '../../../shared/records/shape.ts';
import { classFinder, cornersOf, inExportOrder, stateOf } from './dataset.ts';
import { distinctNames } from './distinct-names.ts';
import { createNotes } from './notes.ts';
import { foldName, stemOf } from './photo-names.ts';
import type { CopyName, Dataset, DatasetWriter, WriteOptions, WrittenFile } from './write-dataset.ts';
import { isThing, notesOnLosses, outlineOf, thingsIn, type OtherForms, type Thing } from './writing.ts';
import type { YoloTask } from './yolo-config.ts';

type Photo = AnnotatedPhoto['photo'];
type Task = Exclude<YoloTask, 'pose'>;

const forms: Readonly<Record<Task, OtherForms>> = {
  detect: {},
  // A box is its own four corners there; they are read as a box again.
  obb: {},
  segment: { box: 'polygon', 'rotated-box': 'polygon', mask: 'polygon' },
};
const holds: Readonly<Record<Task, DatasetWriter['holds']>> = {
  detect: ['box', 'nothing-things', 'split'],
  obb: ['box', 'rotated-box', 'nothing-things', 'split'],
  segment: ['polygon', 'nothing-things', 'split'],
};
const lists: readonly (readonly [split: Split | null, list: string, key: string | null])[] = [
  ['train', 'train.txt', 'train'],
  ['validation', 'val.txt', 'val'],
  ['test', 'test.txt', 'test'],
  [null, 'unsplit.txt', null],
];

export const yoloWriter: DatasetWriter = {
  id: 'yolo',
  holds: ['box', 'rotated-box', 'polygon', 'nothing-things', 'split'],
  holdsPhotos: false,
  photosAt: (dataset, copyName) => {
    const names = distinctNames(dataset.photos, copyName);
    return ({ path }) => `images/${names.get(path) ?? path}`;
  },
  files: yoloFiles,
  notes: yoloNotes,
};

const taskOf = ({ photos }: Dataset): Task => {
  const kinds = new Set(photos.flatMap(({ annotations }) => annotations.map(({ kind }) => kind)));
  return kinds.has('polygon') || kinds.has('mask') ? 'segment' : kinds.has('rotated-box') ? 'obb' : 'detect';
};

/** Photos of which something was said about things: an unlabelled photo would be trained on as one that holds nothing. */
const photosOf = (dataset: Dataset): readonly AnnotatedPhoto[] =>
  dataset.photos.filter(({ annotations }) => stateOf(annotations, 'things') !== 'new');

function* yoloFiles(dataset: Dataset, { photosAt }: WriteOptions): Generator<WrittenFile> {
  const task = taskOf(dataset);
  const photos = photosOf(dataset);
  const bearWholeNames = photosAt === null ? wholeNames(dataset.photos) : new Set<string>();
  const at = (photo: Photo): string => photosAt?.(photo) ?? `images/${photo.path}`;
  const written = lists.filter(([split]) => photos.some(({ photo }) => photo.split === split));
  yield {
    path: 'data.yaml',
    pieces: dataYaml(
      dataset,
      task,
      written.map(([split]) => split),
    ),
  };
  for (const [split, list] of written)
    yield {
      path: list,
      pieces: listOf(
        photos.filter(({ photo }) => photo.split === split),
        at,
      ),
    };
  const classOf = classFinder(dataset.classes);
  const indexOf = new Map(inExportOrder(dataset.classes).map((record, index) => [record, index]));
  for (const annotated of photos) {
    const { photo } = annotated;
    // Readers take the last `images` of the path.
    const name = at(photo).replace(/(^|.*\/)images\//, '$1labels/');
    const lines = thingsIn(annotated).flatMap(thing => {
      const numbers = numbersOf(thing, photo, task);
      return numbers === null ? [] : [`${indexOf.get(classOf(thing))!} ${numbers.map(fraction).join(' ')}\n`];
    });
    yield { path: `${bearWholeNames.has(photo.path) ? name : stemOf(name)}.txt`, pieces: lines };
  }
}

/**
 * Without copies photos keep their names. Labels of those that share a stem bear the whole name, but for the first one's; and so does the label of
 * a photo whose stem is another's whole name: `x.webp.txt` is the label of `x.webp`, not of `x.webp.jpg`.
 */
function wholeNames(photos: readonly AnnotatedPhoto[]): ReadonlySet<string> {
  const names = distinctNames(photos);
  const all = new Set(photos.map(({ photo }) => foldName(photo.path)));
  const bear = photos.filter(({ photo: { path } }) => names.get(path) !== path || all.has(foldName(stemOf(path))));
  return new Set(bear.map(({ photo }) => photo.path));
}

const fraction = (value: number): string => Math.min(Math.max(value, 0), 1).toFixed(6);

/** No `path`: readers take the folder of data.yaml. Names are quoted as JSON does, which YAML reads as they are. */
function* dataYaml({ classes }: Dataset, task: Task, written: readonly (Split | null)[]): Generator<string> {
  yield '# Written by Fovea. Lists name photos below images/, label files lie below labels/.\n';
  const isUnsplit = written.every(split => split === null);
  if (isUnsplit) yield 'train: unsplit.txt\n';
  else for (const [split, list, key] of lists) if (key !== null && written.includes(split)) yield `${key}: ${list}\n`;
  if (!written.includes('validation'))
    yield '# No photo is in the validation part: name some as `val` before training.\n';
  yield `task: ${task}\nnames:\n`;
  for (const [index, { name }] of inExportOrder(classes).entries()) yield `  ${index}: ${JSON.stringify(name)}\n`;
}

function* listOf(photos: readonly AnnotatedPhoto[], at: (photo: Photo) => string): Generator<string> {
  for (const { photo } of photos) yield `./${at(photo)}\n`;
}

/** Fractions of the photo: middle and size of a box, or the points of an outline. Null for what has no outline. */
function numbersOf(thing: Thing, photo: Photo, task: Task): readonly number[] | null {
  const { widthPx, heightPx } = photo;
  if (task === 'detect') {
    if (thing.kind !== 'box') return null;
    const { left, top, right, bottom } = cornersOf(thing.box, photo);
    if (right <= left || bottom <= top) return null;
    return [
      (left + right) / 2 / widthPx,
      (top + bottom) / 2 / heightPx,
      (right - left) / widthPx,
      (bottom - top) / heightPx,
    ];
  }
  const outline = outlineOf(thing);
  if (outline === null) return null;
  return joined(outline.polygon).map((value, at) => value / (at % 2 === 0 ? widthPx : heightPx));
}

/** Parts as one ring: from the first point to each other part, round it, and back, so that the ways there and back enclose nothing. */
function joined([first, ...others]: PolygonGeometry): readonly number[] {
  if (others.length === 0) return first!;
  const start = first!.slice(0, 2);
  return [...first!, ...start, ...others.flatMap(part => [...part, ...part.slice(0, 2), ...start])];
}

function yoloNotes(dataset: Dataset, copyName?: CopyName) {
  const task = taskOf(dataset);
  const notes = createNotes();
  const names = distinctNames(dataset.photos, copyName);
  for (const { photo, annotations } of dataset.photos) {
    if (names.get(photo.path) !== photo.path) notes.add('out-name-changed', `${photo.path} → ${names.get(photo.path)}`);
    if (annotations.length === 0) notes.add('out-unannotated', photo.path);
    for (const thing of annotations.filter(isThing)) {
      const outline = task === 'detect' ? null : outlineOf(thing);
      if (outline === null) continue;
      if (outline.polygon.length > 1) notes.add('out-parts-joined', photo.path);
      if (
        outline.polygon.some(part =>
          part.some((value, at) => isOutside(value, at % 2 === 0 ? photo.widthPx : photo.heightPx)),
        )
      )
        notes.add('out-clipped', photo.path);
    }
  }
  if (photosOf(dataset).length > 0 && !dataset.photos.some(({ photo }) => photo.split === 'validation'))
    notes.add('out-no-validation', null);
  return notesOnLosses(dataset, holds[task], forms[task], notes);
}

/** A thousandth of a pixel is lost in six decimals. */
const isOutside = (value: number, most: number): boolean => value < -0.001 || value > most + 0.001;
