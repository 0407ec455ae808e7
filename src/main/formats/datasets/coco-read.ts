// Reads COCO JSON: instances files of any size, several beside each other, and lists of predictions that belong to them. Each file is gone
// through twice, first for its images and categories, which may stand behind the annotations that name them.
import { AppError } from '../../../shared/errors.ts';
import { attributesOfEntry, shapeOfEntry } from './coco-annotation.ts';
import { cocoKindOf, idOf, readLists, type CocoFile, type CocoReading } from './coco-lists.ts';
import { noteDamage } from './damage.ts';
import { fieldOf, readJsonLists } from './json-stream.ts';
import { createNotes } from './notes.ts';
import { createPhotoList, type GatheredPhoto } from './photo-list.ts';
import { createPhotoFinder, plainName } from './photo-names.ts';
import type { ReadDataset, SourceFolder } from './read-dataset.ts';
import { createClassList } from './reading.ts';

export const jsonFilesOf = (source: SourceFolder): readonly string[] =>
  source.files.map(({ path }) => path).filter(path => /\.json$/i.test(path));

/** @throws AppError where no file of the source can be read as COCO. */
export async function readCoco(source: SourceFolder): Promise<ReadDataset> {
  const notes = createNotes();
  const reading: CocoReading = {
    source,
    notes,
    finder: createPhotoFinder(source),
    classes: createClassList(notes),
    photos: createPhotoList(notes),
  };
  const files: CocoFile[] = [];
  let failure: unknown = null;
  for (const path of jsonFilesOf(source)) {
    try {
      const kind = await cocoKindOf(source, path);
      if (kind !== null) files.push(await readLists(reading, path, kind));
    } catch (error) {
      noteDamage(notes, path, error);
      failure ??= error;
    }
  }
  if (files.length === 0)
    throw failure ?? new AppError('dataset-damaged', { file: source.files[0]?.path ?? '', reason: 'dataset-not-coco' });
  const known = files.filter(({ kind }) => kind === 'dataset');
  for (const file of files) {
    await readAnnotations(reading, file.kind === 'dataset' ? file : predictedBeside(file, known));
  }
  return {
    format: 'coco',
    classes: reading.classes.classes,
    photos: reading.photos.settled(),
    notes: notes.list(),
    questions: [],
  };
}

/** A list of predictions names images and categories of the files beside it; an id that two of them use for different ones is nobody's. */
function predictedBeside(list: CocoFile, known: readonly CocoFile[]): CocoFile {
  const images = unambiguous(known.map(file => file.images));
  const categories = unambiguous(known.map(file => file.categories));
  return { ...list, images, categories };
}

function unambiguous<T>(maps: readonly ReadonlyMap<string, T>[]): Map<string, T> {
  const all = new Map<string, T>();
  const torn = new Set<string>();
  for (const map of maps) {
    for (const [id, value] of map) {
      if (all.has(id) && all.get(id) !== value) torn.add(id);
      all.set(id, value);
    }
  }
  for (const id of torn) all.delete(id);
  return all;
}

async function readAnnotations(reading: CocoReading, file: CocoFile): Promise<void> {
  const { source, notes } = reading;
  const ids = new Set<string>();
  /** What photos of several files hold already: an annotation that each of them states counts once. */
  const held = new Map<GatheredPhoto, Set<string>>();
  const named = new Map([...file.images.values()].map(photo => [photo, photo.annotations.length]));
  let things = 0;
  const list = file.kind === 'predictions' ? '' : 'annotations';
  await readJsonLists(source.pieces(file.path), file.path, new Set([list]), (_, entry) => {
    const id = idOf(fieldOf(entry, 'id'));
    const where = `${file.path}: ${id ?? 'annotation'}`;
    if (typeof entry !== 'object' || entry === null) return notes.add('coco-entry-unreadable', where);
    if (id !== null && ids.has(id)) notes.add('coco-annotation-id-twice', where);
    if (id !== null) ids.add(id);
    const photo = photoOf(reading, file, entry);
    if (photo === null) return notes.add('coco-unknown-image', where);
    const classPlace = classOf(reading, file, entry, where);
    if (classPlace === null) {
      photo.hasLost = true;
      return;
    }
    const said = `${photo.name}: ${reading.classes.classes[classPlace]!.name}`;
    const shape = shapeOfEntry(entry, { width: photo.widthPx, height: photo.heightPx }, notes, said);
    if (shape === null) {
      photo.hasLost = true;
      return;
    }
    things += 1;
    if (fieldOf(entry, 'score') !== undefined) notes.add('score-kept', photo.name);
    const annotation = { classPlace, shape, unit: 'pixel', attributes: attributesOfEntry(entry) } as const;
    if ((named.get(photo) ?? 0) > 0) {
      if (!held.has(photo)) held.set(photo, new Set(photo.annotations.map(one => JSON.stringify(one))));
      if (held.get(photo)!.has(JSON.stringify(annotation))) return notes.add('annotation-twice', said);
    }
    photo.annotations.push(annotation);
  });
  // A list of images without a single annotation is a list of photos that nobody has looked at.
  if (things > 0 && file.kind === 'dataset')
    for (const photo of file.images.values()) photo.lookedFor.things ||= !file.statesOwn;
}

function photoOf({ notes, finder, photos }: CocoReading, file: CocoFile, entry: object): GatheredPhoto | null {
  const id = idOf(fieldOf(entry, 'image_id'));
  const known = id === null ? undefined : file.images.get(id);
  if (known !== undefined || file.kind === 'dataset' || id === null) return known ?? null;
  // Ultralytics names a photo by its stem, or by the number that the stem is.
  const written = fieldOf(entry, 'file_name');
  const plain = plainName(typeof written === 'string' ? written : id);
  if (plain === null) return null;
  const stems = [plain.name, plain.name.padStart(12, '0')].flatMap(stem => finder.ofStem(stem, ''));
  const found = finder.named(plain.name, '') ?? (stems.length === 1 ? stems[0]! : null);
  const { photo, isNew } = photos.photo(found ?? plain.name, plain.name, found);
  if (isNew && found === null) notes.add('coco-images-missing', plain.name);
  file.images.set(id, photo);
  return photo;
}

function classOf(
  { classes, notes }: Pick<CocoReading, 'classes' | 'notes'>,
  file: CocoFile,
  entry: object,
  where: string,
): number | null {
  const id = idOf(fieldOf(entry, 'category_id'));
  const known = id === null ? undefined : file.categories.get(id);
  if (typeof known === 'number') return known;
  if (known !== undefined) {
    notes.add(known, where);
    return null;
  }
  if (id === null || file.kind === 'dataset') {
    notes.add('coco-unknown-category', where);
    return null;
  }
  const place = classes.declare(id);
  file.categories.set(id, place);
  notes.add('coco-categories-missing', id);
  return classOf({ classes, notes }, file, entry, where);
}
