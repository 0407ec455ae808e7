// What a COCO file states of its images and categories: gathered before its annotations, which name them by id.
import { AppError } from '../../../shared/errors.ts';
import { fieldOf, readJsonLists } from './json-stream.ts';
import type { Notes } from './notes.ts';
import { folderOf, plainName, type PhotoFinder } from './photo-names.ts';
import type { GatheredPhoto, PhotoList } from './photo-list.ts';
import type { SourceFolder } from './read-dataset.ts';
import { splitOfWord, type ClassList, type NoClass } from './reading.ts';

const mostBytes = 2e9;
const headBytes = 64 * 1024;

export type CocoKind = 'dataset' | 'predictions';
export type CocoFile = {
  readonly path: string;
  readonly kind: CocoKind;
  readonly images: Map<string, GatheredPhoto>;
  /** Places of classes; of a category without a usable name what is said of its annotations. */
  readonly categories: Map<string, number | NoClass>;
  /** The images say themselves whether somebody looked for things, as Fovea writes it. */
  statesOwn: boolean;
};
export type CocoReading = {
  readonly source: SourceFolder;
  readonly notes: Notes;
  readonly finder: PhotoFinder;
  readonly classes: ClassList;
  readonly photos: PhotoList;
};

/** What a JSON file is, by its first 64 kB; null where it is not COCO's. */
export async function cocoKindOf(source: SourceFolder, path: string): Promise<CocoKind | null> {
  const head = (await source.part(path, 0, headBytes)).toString('latin1').replaceAll('\0', '');
  if (/^[^{["]*\[\s*(?:\]|\{)/.test(head))
    return /"image_id"\s*:/.test(head) && /"category_id"\s*:/.test(head) ? 'predictions' : null;
  const names = ['images', 'annotations', 'categories'].filter(name => new RegExp(`"${name}"\\s*:\\s*\\[`).test(head));
  const isKnown = names.length > 1 || /"(?:file_name|image_id|category_id|supercategory)"\s*:/.test(head);
  // The lists may begin behind a long `info`; `licenses` is COCO's own.
  return (names.length > 0 && isKnown) || /"licenses"\s*:\s*\[/.test(head) ? 'dataset' : null;
}

/** Images and categories of a file. Nothing of a file that turns out to be damaged is kept. */
export async function readLists(reading: CocoReading, path: string, kind: CocoKind): Promise<CocoFile> {
  const { source, notes } = reading;
  const file: CocoFile = { path, kind, images: new Map(), categories: new Map(), statesOwn: false };
  const bytes = source.files.find(one => one.path === path)!.bytes;
  if (bytes > mostBytes) throw new AppError('dataset-too-large', { file: path, reason: 'dataset-bytes' });
  const lists = { images: [] as unknown[], categories: [] as unknown[] };
  await readJsonLists(source.pieces(path), path, new Set(Object.keys(lists)), (list, value) => {
    lists[list as keyof typeof lists].push(value);
  });
  addCategories(reading, file, lists.categories);
  const split = path
    .split('/')
    .reverse()
    .flatMap(part => part.split(/[^a-zA-Z0-9]+/))
    .map(splitOfWord)
    .find(word => word !== null);
  for (const image of lists.images) {
    const id = idOf(fieldOf(image, 'id'));
    if (id === null) notes.add('coco-id-missing', String(fieldOf(image, 'file_name') ?? path));
    else if (file.images.has(id)) notes.add('coco-image-id-twice', String(fieldOf(image, 'file_name') ?? id));
    else addImage(reading, file, { id, image, split: split ?? null });
  }
  return file;
}

/** Numbers are kept exactly: those above 2^53 come as their digits. A number and the same number as text are one id. */
export function idOf(value: unknown): string | null {
  if (typeof value === 'string') return value.length <= 200 ? value : null;
  return Number.isSafeInteger(value) ? String(value) : null;
}

function addCategories({ classes, notes }: CocoReading, file: CocoFile, categories: readonly unknown[]): void {
  const numbered = categories.map(category => ({ id: idOf(fieldOf(category, 'id')), name: fieldOf(category, 'name') }));
  // By number, which is the order that an export keeps.
  numbered.sort((one, other) => Number(one.id) - Number(other.id) || 0);
  const taken = new Set<number>();
  for (const { id, name } of numbered) {
    const where = `${file.path}: ${String(name ?? id)}`;
    if (id === null) notes.add('coco-id-missing', where);
    else if (file.categories.has(id)) notes.add('coco-category-id-twice', where);
    else {
      const place = classes.declare(typeof name === 'string' ? name : '');
      if (typeof place === 'number' && taken.has(place)) notes.add('class-name-twice', where);
      if (typeof place === 'number') taken.add(place);
      file.categories.set(id, place);
    }
  }
  const ids = [...file.categories.keys()].map(Number);
  const first = ids.reduce((least, id) => Math.min(least, id), Infinity);
  if (ids.length > 0 && ids.some(id => !(id - first < ids.length)))
    for (const id of ids) notes.add('coco-category-ids', String(id));
}

function addImage(
  { notes, finder, photos }: CocoReading,
  file: CocoFile,
  {
    id,
    image,
    split,
  }: { readonly id: string; readonly image: unknown; readonly split: ReturnType<typeof splitOfWord> },
): void {
  const written = fieldOf(image, 'file_name');
  if (typeof written !== 'string' || written.trim() === '')
    return notes.add('photo-name-missing', `${file.path}: ${id}`);
  const plain = plainName(written);
  if (plain === null || plain.isAbsolute) return notes.add('photo-name-refused', written);
  const beside = folderOf(file.path);
  const found = finder.named(plain.name, beside);
  const { photo, isNew } = photos.photo(found ?? `${beside}/\0${plain.name}`, plain.name, found);
  if (!isNew) notes.add('photo-named-twice', plain.name);
  const [width, height] = [fieldOf(image, 'width'), fieldOf(image, 'height')];
  photo.widthPx ||= isSide(width) ? width : 0;
  photo.heightPx ||= isSide(height) ? height : 0;
  const own = fieldOf(image, 'split');
  const stated = typeof own === 'string' ? splitOfWord(own) : split;
  if (stated !== null) photos.setSplit(photo, stated);
  const states = [fieldOf(image, 'photo_state'), fieldOf(image, 'things_state')];
  if (typeof states[1] === 'string') file.statesOwn = true;
  if (states[0] === 'annotated' || states[0] === 'nothing') photo.lookedFor.photo = true;
  if (states[1] === 'annotated' || states[1] === 'nothing') photo.lookedFor.things = true;
  const labels = fieldOf(image, 'label_category_ids');
  for (const label of Array.isArray(labels) ? labels : []) {
    const place = file.categories.get(idOf(label) ?? '');
    if (place === undefined) notes.add('coco-unknown-category', `${plain.name}: ${String(label)}`);
    else if (typeof place === 'string') notes.add(place, plain.name);
    else photo.annotations.push({ classPlace: place, shape: null, unit: 'pixel', attributes: {} });
  }
  file.images.set(id, photo);
}

const isSide = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) > 0 && (value as number) <= 1e6;
