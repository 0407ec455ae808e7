// Reads labelme's JSON files and those of X-AnyLabeling, which are nearly the same: one beside each photo, in the frame of the upright photo.
import type { DatasetFormatId } from '../../../shared/records/dataset-format.ts';
import type { Shape } from '../../../shared/records/shape.ts';
import { inOrder, jsonIn, listOf, objectOf, sampleJson, sizeOf, textOf, type JsonObject } from './json-values.ts';
import { attributesOfShape, shapesOf } from './labelme-shapes.ts';
import { createNotes, type Notes } from './notes.ts';
import { createPhotoFinder, folderOf, plainName, stemOf, baseOf, type PhotoFinder } from './photo-names.ts';
import type {
  DatasetReader,
  ReadAnnotation,
  ReadDataset,
  ReadOptions,
  ReadPhoto,
  SourceFolder,
} from './read-dataset.ts';
import { createClassList, type ClassList, type Frame } from './reading.ts';

const isJson = (path: string): boolean => /\.json$/i.test(path);
/** Files with the photo inside are large. */
const mostBytes = 200e6;

const isOfThisKind = (value: unknown): value is JsonObject => Array.isArray(objectOf(value)?.['shapes']);

/** X-AnyLabeling has keys of its own, and rectangles of four points. */
function isXAnyLabeling(file: JsonObject): boolean {
  if ('checked' in file) return true;
  return listOf(file['shapes']).some(entry => {
    const shape = objectOf(entry);
    if (shape === null) return false;
    const type = shape['shape_type'];
    return (
      'kie_linking' in shape || type === 'rotation' || (type === 'rectangle' && listOf(shape['points']).length === 4)
    );
  });
}

const readerOf = (id: DatasetFormatId, isOwn: (file: JsonObject) => boolean): DatasetReader => ({
  id,
  async recognise(source) {
    const samples = (await sampleJson(source, 5)).map(({ value }) => value).filter(isOfThisKind);
    // The end of a file that is cut may be missing, and with it the keys behind the shapes.
    if (!samples.some(file => 'imagePath' in file || 'imageHeight' in file || 'version' in file)) return 0;
    return samples.some(isOwn) ? 0.95 : 0.8;
  },
  read: (source, options) => readFiles(source, options, id),
});

export const labelmeReader = readerOf('labelme', file => !isXAnyLabeling(file));
export const xAnyLabelingReader = readerOf('x-anylabeling', isXAnyLabeling);

type Reading = {
  readonly options: ReadOptions;
  readonly notes: Notes;
  readonly classes: ClassList;
  readonly finder: PhotoFinder;
};

async function readFiles(source: SourceFolder, options: ReadOptions, format: DatasetFormatId): Promise<ReadDataset> {
  const notes = createNotes();
  const reading = { options, notes, classes: createClassList(notes), finder: createPhotoFinder(source) };
  const photos: ReadPhoto[] = [];
  const paths = source.files.map(({ path }) => path).filter(isJson);
  for await (const { item: path, result } of inOrder(paths, path => parsed(source, path, notes))) {
    if (result === null) continue;
    const photo = await photoOf(path, result, reading);
    if (photo !== null) photos.push(photo);
  }
  return { format, classes: reading.classes.classes, photos, notes: notes.list(), questions: [] };
}

/** null for JSON of another kind, which is passed over, and for a damaged file, which is said. */
async function parsed(source: SourceFolder, path: string, notes: Notes): Promise<JsonObject | null> {
  const value = await jsonIn(source, path, { mostBytes, notes });
  return isOfThisKind(value) ? value : null;
}

async function photoOf(path: string, file: JsonObject, reading: Reading): Promise<ReadPhoto | null> {
  const { notes, options } = reading;
  const found = photoNamed(path, textOf(file['imagePath']), reading);
  if (found === null) return null;
  let [widthPx, heightPx] = [sizeOf(file['imageWidth']), sizeOf(file['imageHeight'])];
  if ((widthPx === 0 || heightPx === 0) && found.file !== null) {
    const size = await options.sizeOf(found.file);
    [widthPx, heightPx] = [size?.widthPx ?? 0, size?.heightPx ?? 0];
  }
  const things = thingsOf(file, { width: widthPx, height: heightPx }, path, reading);
  const flags = Object.entries(objectOf(file['flags']) ?? {});
  const labels = flags
    .filter(([, isSet]) => isSet === true)
    .flatMap(([name]): ReadAnnotation[] => {
      const classPlace = reading.classes.place(name, path);
      return classPlace === null ? [] : [{ classPlace, shape: null, unit: 'pixel', attributes: {} }];
    });
  if (textOf(file['imageData']) !== '' && found.file === null) notes.add('labelme-photo-inside', path);
  return {
    ...found,
    widthPx,
    heightPx,
    split: null,
    // A file that has flags and no shapes was made for the flags; one whose shapes cannot be used does not say that nothing is there.
    lookedFor: {
      photo: flags.length > 0,
      things: things.length > 0 || (flags.length === 0 && listOf(file['shapes']).length === 0),
    },
    annotations: [...labels, ...things],
    pixels: null,
  };
}

/** By `imagePath`, from the file's folder; where that leads nowhere (renamed, another machine's folder) by the file's own stem. */
function photoNamed(
  path: string,
  imagePath: string,
  { finder, notes }: Reading,
): { readonly name: string; readonly file: string | null } | null {
  const beside = folderOf(path);
  const stem = stemOf(baseOf(path));
  const within = insideOf(beside, imagePath);
  const named = within === null ? null : finder.named(within.name, within.beside, within.isAbsolute);
  if (named !== null) return { name: named, file: named };
  const ofStem = finder.ofStem(stem, beside);
  if (ofStem.length === 1) return { name: ofStem[0]!, file: ofStem[0]! };
  if (within !== null)
    return { name: within.beside === '' ? within.name : `${within.beside}/${within.name}`, file: null };
  notes.add(imagePath.trim() === '' ? 'photo-name-missing' : 'photo-name-refused', path);
  return null;
}

/** `../images/a.jpg` from the folder `labels` is `images/a.jpg`; null where it leads out of the source folder. */
function insideOf(beside: string, imagePath: string): { name: string; beside: string; isAbsolute: boolean } | null {
  const folders = beside === '' ? [] : beside.split('/');
  let rest = imagePath.trim().replaceAll('\\', '/');
  for (; rest.startsWith('../') && folders.length > 0; rest = rest.slice(3)) folders.pop();
  const plain = plainName(rest);
  return plain === null ? null : { ...plain, beside: plain.isAbsolute ? beside : folders.join('/') };
}

/** Polygons of one class and one group are the parts of one thing, as labelme's own converters take them. */
function thingsOf(file: JsonObject, frame: Frame, path: string, { notes, classes }: Reading): ReadAnnotation[] {
  const things: ReadAnnotation[] = [];
  const groups = new Map<string, number>();
  for (const [place, value] of listOf(file['shapes']).entries()) {
    const where = `${path}: shape ${place + 1}`;
    const entry = objectOf(value);
    if (entry === null) {
      notes.add('labelme-shape-unknown', where);
      continue;
    }
    const shapes = shapesOf(entry, frame, notes, where);
    const classPlace = shapes.length === 0 ? null : classes.place(textOf(entry['label']), where);
    if (classPlace === null) continue;
    const attributes = attributesOfShape(entry, notes, where);
    for (const shape of shapes) {
      const key = `${classPlace} ${String(attributes['group_id'])}`;
      const whole = attributes['group_id'] === undefined || shape.kind !== 'polygon' ? undefined : groups.get(key);
      if (whole !== undefined) {
        things[whole] = { ...things[whole]!, shape: joined(things[whole]!.shape, shape) };
        notes.add('labelme-parts-joined', where);
        continue;
      }
      if (shape.kind === 'polygon' && attributes['group_id'] !== undefined) groups.set(key, things.length);
      things.push({ classPlace, shape, unit: 'pixel', attributes });
    }
  }
  return things;
}

function joined(one: Shape | null, other: Shape): Shape {
  return one?.kind === 'polygon' && other.kind === 'polygon'
    ? { kind: 'polygon', polygon: [...one.polygon, ...other.polygon] }
    : other;
}
