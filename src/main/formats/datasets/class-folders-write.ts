// Writes one folder for each class with copies of its photos, under a folder for each split; a manifest keeps the names of the classes.
import type { AnnotatedPhoto } from '../../../shared/records/annotated-photo.ts';
import type { Split } from '../../../shared/records/photo.ts';
import { folderNames } from './class-folders-names.ts';
import { classFinder } from './dataset.ts';
import { createNotes } from './notes.ts';
import { baseOf } from './photo-names.ts';
import type { Dataset, DatasetWriter, WriteOptions } from './write-dataset.ts';
import { freeName, jpegOrPngName, labelsIn, notesOnLosses, saysNothing } from './writing.ts';

export const manifestName = 'classes.json';
/** As Keras' and torchvision's readers, and most tutorials, call them. */
const splitFolders: Readonly<Record<Split, string>> = { train: 'train', validation: 'val', test: 'test' };
/** Photos of which somebody said that they are of no class. */
const nothingFolder = '_no class';
const holds: DatasetWriter['holds'] = ['label', 'nothing-photo', 'split'];

export const classFolderWriter: DatasetWriter = {
  id: 'class-folders',
  holds,
  holdsPhotos: true,
  photosAt(dataset) {
    // Of several copies the one that a reader meets first.
    const places = Map.groupBy(placesOf(dataset), ({ photo }) => photo);
    return photo =>
      places
        .get(photo)
        ?.map(({ place }) => place)
        .sort()[0] ?? photo.path;
  },
  *files(dataset, options) {
    const placed = placesOf(dataset);
    const folders = foldersOf(dataset);
    const manifest = {
      format: 'fovea-class-folders',
      version: 1,
      classes: dataset.classes
        .toSorted((one, other) => one.exportPosition - other.exportPosition)
        .map(({ id, name }) => ({ name, folder: folders.get(id)! })),
      nothing: nothingFolder,
      photos: Object.fromEntries(placed.map(({ photo, place }) => [place, photo.path])),
    };
    yield { path: manifestName, pieces: [`${JSON.stringify(manifest, null, 1)}\n`] };
    for (const { photo, place } of placed) yield { path: place, pieces: bytesOf(photo, options) };
  },
  notes: notesOf,
};

async function* bytesOf(photo: AnnotatedPhoto['photo'], { photoBytes }: WriteOptions): AsyncGenerator<Uint8Array> {
  yield (await photoBytes(photo)).bytes;
}

function foldersOf({ classes }: Dataset): ReadonlyMap<number, string> {
  const names = folderNames([nothingFolder, ...classes.map(({ name }) => name)]).slice(1);
  return new Map(classes.map(({ id }, place) => [id, names[place]!]));
}

type Placed = { readonly photo: AnnotatedPhoto['photo']; readonly place: string };

/** Where each copy lies. A photo of several labels lies in the folder of each; photos of one name get a number. */
function placesOf(dataset: Dataset): readonly Placed[] {
  const folders = foldersOf(dataset);
  const hasSplits = dataset.photos.some(({ photo }) => photo.split !== null);
  const taken = new Set<string>();
  const placed: Placed[] = [];
  for (const annotated of dataset.photos) {
    const { photo } = annotated;
    const labels = labelsIn(annotated).map(({ classId }) => folders.get(classId)!);
    const into = labels.length > 0 ? labels : saysNothing(annotated, 'photo') ? [nothingFolder] : [];
    for (const folder of into) {
      const above = hasSplits ? `${photo.split === null ? 'no split' : splitFolders[photo.split]}/` : '';
      placed.push({ photo, place: freeName(`${above}${folder}/${jpegOrPngName(baseOf(photo.path))}`, taken) });
    }
  }
  return placed;
}

function notesOf(dataset: Dataset) {
  const notes = createNotes();
  const classOf = classFinder(dataset.classes);
  const folders = foldersOf(dataset);
  for (const { id, name } of dataset.classes) {
    if (folders.get(id) !== name) notes.add('folder-renamed', `${name} → ${folders.get(id)!}`);
  }
  for (const annotated of dataset.photos) {
    const labels = labelsIn(annotated);
    if (labels.length > 1)
      notes.add(
        'folder-several-labels',
        `${annotated.photo.path}: ${labels.map(label => classOf(label).name).join(', ')}`,
      );
  }
  for (const { photo, place } of placesOf(dataset)) {
    if (baseOf(place) !== baseOf(photo.path)) notes.add('folder-photo-renamed', `${photo.path} → ${place}`);
  }
  return notesOnLosses(dataset, holds, {}, notes);
}
