// Reads folders of photos whose names are classes, under train, val or test folders or not; a manifest of ours says the names as they were.
import type { Split } from '../../../shared/records/photo.ts';
import { manifestName } from './class-folders-write.ts';
import { jsonIn, listOf, objectOf, textOf } from './json-values.ts';
import { createNotes, type Notes } from './notes.ts';
import { baseOf, createPhotoFinder, folderOf, isPhotoName } from './photo-names.ts';
import type { DatasetReader, ReadAnnotation, ReadDataset, ReadPhoto, SourceFolder } from './read-dataset.ts';
import { createClassList } from './reading.ts';

const splitFolders: Readonly<Record<string, Split>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  test: 'test',
  testing: 'test',
};
/** Folders that hold photos of a data set, whatever is in them. */
const holders = /^(?:images?|imgs?|photos?|pictures?|jpegimages|data|dataset|no split|annotations?|labels?|masks?)$/i;
const annotationFile = /\.(?:xml|json|txt|csv|tfrecords?|record)$/i;
const mostManifestBytes = 500e6;

export const classFolderReader: DatasetReader = {
  id: 'class-folders',
  async recognise(source) {
    if ((await ownManifest(source, createNotes())) !== null) return 0.97;
    const photos = source.files.map(({ path }) => path).filter(isPhotoName);
    const classes = new Set(photos.map(path => meaningOf(path).folder));
    if (classes.has(null) || classes.size < 2) return 0;
    // Beside files of annotations folders are mostly just folders.
    return source.files.some(({ path }) => annotationFile.test(path) && !/^readme|^licen[cs]e/i.test(baseOf(path)))
      ? 0.15
      : 0.4;
  },
  read,
};

type Meaning = { readonly folder: string | null; readonly split: Split | null };

/** The folder right above a photo is its class; a photo right in a split's folder has none. */
function meaningOf(path: string): Meaning {
  const folders = folderOf(path).split('/').filter(Boolean);
  const splitOf = (name: string): Split | null =>
    Object.hasOwn(splitFolders, name.toLowerCase()) ? splitFolders[name.toLowerCase()]! : null;
  const split = folders.map(splitOf).findLast(found => found !== null) ?? null;
  const last = folders.at(-1);
  if (last === undefined || splitOf(last) !== null || holders.test(last)) return { folder: null, split };
  return { folder: last, split };
}

type Manifest = {
  readonly names: ReadonlyMap<string, string>;
  readonly classes: readonly string[];
  readonly nothing: string;
  /** By the place of the copy: the photo that it is a copy of. */
  readonly photos: ReadonlyMap<string, string>;
};

/** Folder names to class names as a manifest says, from the folder in which the manifest lies; null where there is none that can be read. */
async function ownManifest(source: SourceFolder, notes: Notes): Promise<Manifest | null> {
  const path = source.find(manifestName);
  if (path === null) return null;
  const file = objectOf(await jsonIn(source, path, { mostBytes: mostManifestBytes, notes }));
  if (file?.['format'] !== 'fovea-class-folders') return null;
  const entries = listOf(file['classes']).map(objectOf);
  const names = entries.map(entry => [textOf(entry?.['folder']), textOf(entry?.['name'])] as const);
  const photos = Object.entries(objectOf(file['photos']) ?? {}).map(([place, name]) => [place, textOf(name)] as const);
  return {
    names: new Map(names),
    classes: names.map(([, name]) => name),
    nothing: textOf(file['nothing']),
    photos: new Map(photos),
  };
}

async function read(source: SourceFolder): Promise<ReadDataset> {
  const notes = createNotes();
  const manifest = await ownManifest(source, notes);
  const classes = createClassList(notes);
  for (const name of manifest?.classes ?? []) classes.place(name, manifestName);
  /** By the photo that copies are of: a photo of several labels has a copy in each folder. */
  const photos = new Map<string, ReadPhoto>();
  for (const path of createPhotoFinder(source).photos) {
    const { folder, split } = meaningOf(path);
    const isNothing = manifest !== null && folder === manifest.nothing;
    const name = folder === null || isNothing ? null : (manifest?.names.get(folder) ?? folder);
    if (folder === null) notes.add('folder-no-class', path);
    const classPlace = name === null ? null : classes.place(name, path);
    const original = manifest?.photos.get(path);
    const key = original ?? path;
    const before = photos.get(key);
    const label: ReadAnnotation[] =
      classPlace === null ? [] : [{ classPlace, shape: null, unit: 'pixel', attributes: {} }];
    const isNew = label.every(own => before?.annotations.every(other => other.classPlace !== own.classPlace) ?? true);
    photos.set(key, {
      name: before?.name ?? original ?? path,
      file: before?.file ?? path,
      widthPx: 0,
      heightPx: 0,
      split: before?.split ?? split,
      lookedFor: { photo: isNothing || classPlace !== null || before !== undefined, things: false },
      annotations: [...(before?.annotations ?? []), ...(isNew ? label : [])],
      pixels: null,
    });
  }
  return {
    format: 'class-folders',
    classes: classes.classes,
    photos: [...photos.values()],
    notes: notes.list(),
    questions: [],
  };
}
