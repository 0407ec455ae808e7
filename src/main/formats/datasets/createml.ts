// CreateML's JSON: one file for each folder of photos; boxes by their middle and size. Apple's documents let the unit be pixels or
// fractions, and the file does not say which.
import type { AnnotatedPhoto } from '../../../shared/records/annotated-photo.ts';
import { noteDamage } from './damage.ts';
import { classFinder, rounded } from './dataset.ts';
import { readJsonLists } from './json-stream.ts';
import { listOf, numberOf, objectOf, sampleJson, textOf, type JsonObject, type JsonSample } from './json-values.ts';
import { createNotes, type Notes } from './notes.ts';
import { createPhotoList, type PhotoList } from './photo-list.ts';
import { baseOf, createPhotoFinder, folderOf, plainName, type PhotoFinder } from './photo-names.ts';
import type { DatasetReader, ReadDataset, ReadOptions, SourceFolder } from './read-dataset.ts';
import { attributesOf, boxShape, createClassList, unitFrame, type ClassList } from './reading.ts';
import type { Dataset, DatasetWriter, WriteOptions } from './write-dataset.ts';
import { boxAround, freeName, notesOnLosses, saysNothing, thingsIn, type Thing } from './writing.ts';

const photoKeys = ['image', 'imagefilename', 'imageFilename', 'filename'] as const;
const annotationKeys = ['annotations', 'annotation'] as const;
const photoOf = (entry: JsonObject): string => photoKeys.map(key => textOf(entry[key])).find(name => name !== '') ?? '';
const annotationsOf = (entry: JsonObject): unknown =>
  annotationKeys.map(key => entry[key]).find(value => value !== undefined);
const isEntry = (value: unknown): boolean => {
  const entry = objectOf(value);
  return entry !== null && photoOf(entry) !== '' && annotationsOf(entry) !== undefined;
};

/** Where so large a part of the boxes lies between 0 and 1 it is worth a question. */
const worthAsking = 0.05;
const one = 1.001;

export const createmlReader: DatasetReader = {
  id: 'createml',
  async recognise(source) {
    const samples = await sampleJson(source, 5);
    const isOwn = ({ value, isWhole }: JsonSample): boolean => {
      // The last entry of a file that is cut may have lost its annotations.
      const entries = listOf(value).slice(0, isWhole || listOf(value).length === 1 ? 20 : -1);
      return entries.length > 0 && entries.slice(0, 20).every(isEntry);
    };
    return samples.some(isOwn) ? 0.85 : 0;
  },
  read,
};

type Box = {
  readonly where: string;
  readonly classPlace: number;
  readonly numbers: readonly number[];
  readonly said: JsonObject;
};
type Entry = {
  readonly file: string;
  readonly name: string;
  readonly boxes: readonly Box[];
  readonly labels: readonly number[];
};

async function read(source: SourceFolder, { answers }: ReadOptions): Promise<ReadDataset> {
  const notes = createNotes();
  const classes = createClassList(notes);
  const entries: Entry[] = [];
  for (const { path } of source.files.filter(file => /\.json$/i.test(file.path)))
    await readFile(source, path, { entries, classes, notes });
  const boxes = entries.flatMap(entry => entry.boxes);
  const inside = boxes.filter(({ numbers }) => numbers.every(value => Math.abs(value) <= one)).length;
  const likeliest = boxes.length > 0 && inside >= boxes.length / 2 ? 'fractions' : 'pixels';
  const isAsked = inside > worthAsking * boxes.length;
  const inFractions = (answers.normalised ?? likeliest) === 'fractions';
  const photos = createPhotoList(notes);
  const finder = createPhotoFinder(source);
  for (const entry of entries) addEntry(entry, { photos, finder, notes, inFractions });
  return {
    format: 'createml',
    classes: classes.classes,
    photos: photos.settled(),
    notes: notes.list(),
    questions: isAsked ? [{ about: 'normalised', options: ['pixels', 'fractions'], likeliest, table: null }] : [],
  };
}

type Gathering = { readonly entries: Entry[]; readonly classes: ClassList; readonly notes: Notes };

async function readFile(source: SourceFolder, path: string, { entries, classes, notes }: Gathering): Promise<void> {
  let place = 0;
  try {
    await readJsonLists(source.pieces(path), path, new Set(['']), (_, value) => {
      const where = `${path}: entry ${++place}`;
      const entry = objectOf(value);
      if (entry === null || !isEntry(entry)) {
        notes.add('createml-entry-unreadable', where);
        return;
      }
      const boxes: Box[] = [];
      const labels: number[] = [];
      const stated = annotationsOf(entry);
      // A single annotation that was not put into a list is what is meant.
      for (const annotation of Array.isArray(stated) ? stated : [stated]) {
        const said = objectOf(annotation);
        const name = said === null ? textOf(annotation) : textOf(said['label']);
        const classPlace = classes.place(name, where);
        if (classPlace === null) continue;
        if (said?.['coordinates'] === undefined) {
          labels.push(classPlace);
          continue;
        }
        const coordinates = objectOf(said['coordinates']);
        const numbers = ['x', 'y', 'width', 'height'].map(key => numberOf(coordinates?.[key]));
        boxes.push({ where, classPlace, numbers, said });
      }
      const isNothing = listOf(stated).length === 0 && Array.isArray(stated);
      if (isNothing || boxes.length + labels.length > 0)
        entries.push({ file: path, name: photoOf(entry), boxes, labels });
    });
  } catch (error) {
    noteDamage(notes, path, error, place > 0);
  }
}

type Adding = {
  readonly photos: PhotoList;
  readonly finder: PhotoFinder;
  readonly notes: Notes;
  readonly inFractions: boolean;
};

function addEntry({ file, name, boxes, labels }: Entry, { photos, finder, notes, inFractions }: Adding): void {
  const plain = plainName(name);
  if (plain === null) {
    notes.add('photo-name-refused', `${file}: ${name}`);
    return;
  }
  const beside = folderOf(file);
  const found = finder.named(plain.name, beside, plain.isAbsolute);
  const full = beside === '' || plain.isAbsolute ? plain.name : `${beside}/${plain.name}`;
  const { photo, isNew } = photos.photo(found ?? full, found ?? full, found);
  if (!isNew) notes.add('photo-named-twice', full);
  photo.lookedFor.photo ||= labels.length > 0;
  photo.lookedFor.things ||= labels.length === 0;
  for (const classPlace of labels) photo.annotations.push({ classPlace, shape: null, unit: 'pixel', attributes: {} });
  for (const { where, classPlace, numbers, said } of boxes) {
    const [x = NaN, y = NaN, width = NaN, height = NaN] = numbers;
    const edges = { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
    const shape =
      width < 0 || height < 0 ? null : boxShape(edges, inFractions ? unitFrame : { width: 0, height: 0 }, notes, where);
    if (width < 0 || height < 0) notes.add('box-empty', where);
    if (shape === null) {
      photo.hasLost = true;
      continue;
    }
    const attributes = attributesOf(Object.entries(said).filter(([key]) => key !== 'label' && key !== 'coordinates'));
    photo.annotations.push({ classPlace, shape, unit: inFractions ? 'photo' : 'pixel', attributes });
  }
}

const holds: DatasetWriter['holds'] = ['box', 'nothing-things'];

/** Pixels of the upright photo, counted from its left and upper edge to the middle of the box: what CreateML takes without being told. */
export const createmlWriter: DatasetWriter = {
  id: 'createml',
  holds,
  holdsPhotos: false,
  *files(dataset, options) {
    const at = ({ photo }: AnnotatedPhoto): string => options.photosAt?.(photo) ?? photo.path;
    const photos = dataset.photos.filter(
      annotated => saysNothing(annotated, 'things') || boxesIn(annotated).length > 0,
    );
    const taken = new Set<string>();
    for (const [folder, inFolder] of Map.groupBy(photos, annotated => folderOf(at(annotated)))) {
      // Folders that differ by case are one on some systems.
      const path = freeName(folder === '' ? 'annotations.json' : `${folder}/annotations.json`, taken);
      yield { path, pieces: entriesOf(dataset, inFolder, options) };
    }
  },
  notes: dataset => {
    const notes = createNotes();
    for (const annotated of dataset.photos) {
      for (const thing of thingsIn(annotated))
        if (thing.kind !== 'point' && boxAround(thing, annotated.photo) === null)
          notes.add('box-outside', annotated.photo.path);
    }
    return notesOnLosses(dataset, holds, { 'rotated-box': 'box', polygon: 'box', mask: 'box' }, notes);
  },
};

const boxesIn = (
  annotated: AnnotatedPhoto,
): readonly { readonly thing: Thing; readonly box: NonNullable<ReturnType<typeof boxAround>> }[] =>
  thingsIn(annotated).flatMap(thing => {
    const box = boxAround(thing, annotated.photo);
    return box === null ? [] : [{ thing, box }];
  });

function* entriesOf(
  { classes }: Dataset,
  photos: readonly AnnotatedPhoto[],
  { photosAt }: WriteOptions,
): Generator<string> {
  const classOf = classFinder(classes);
  let separator = '[\n';
  for (const annotated of photos) {
    const annotations = boxesIn(annotated).map(({ thing, box: { x, y, width, height } }) => ({
      label: classOf(thing).name,
      coordinates: {
        x: rounded(x + width / 2),
        y: rounded(y + height / 2),
        width: rounded(width),
        height: rounded(height),
      },
    }));
    yield (
      separator + JSON.stringify({ image: baseOf(photosAt?.(annotated.photo) ?? annotated.photo.path), annotations })
    );
    separator = ',\n';
  }
  yield '\n]\n';
}
