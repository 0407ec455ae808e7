// Reads Label Studio's JSON: tasks with annotations, its short form (JSON-MIN), and files of one annotation each. Nothing is fetched from the
// addresses that tasks name.
import { noteDamage } from './damage.ts';
import { splits } from '../../../shared/records/photo.ts';
import { readJsonLists } from './json-stream.ts';
import {
  listOf,
  numberOf,
  objectOf,
  parseJson,
  sampleJson,
  sizeOf,
  textOf,
  type JsonObject,
  type JsonSample,
} from './json-values.ts';
import { photoNames } from './label-studio-names.ts';
import { isShapeType, regionOf } from './label-studio-shapes.ts';
import { beginsAsTask, isTask, labelsOf, resultsOf } from './label-studio-tasks.ts';
import { createNotes, type Notes } from './notes.ts';
import { createPhotoList, type GatheredPhoto, type PhotoList } from './photo-list.ts';
import { createPhotoFinder, folderOf, type PhotoFinder } from './photo-names.ts';
import type { DatasetReader, ReadDataset, ReadOptions, SourceFolder } from './read-dataset.ts';
import { attributesOf, createClassList, type ClassList } from './reading.ts';

const mostSingleBytes = 64e6;

export const labelStudioReader: DatasetReader = {
  id: 'label-studio',
  async recognise(source) {
    const samples = await sampleJson(source, 5);
    const isOwn = ({ value, isWhole }: JsonSample): boolean =>
      (Array.isArray(value) ? value.slice(0, 20) : [value]).some(isWhole ? isTask : beginsAsTask);
    return samples.some(isOwn) ? 0.9 : 0;
  },
  read,
};

type Reading = {
  readonly options: ReadOptions;
  readonly notes: Notes;
  readonly classes: ClassList;
  readonly finder: PhotoFinder;
  readonly photos: PhotoList;
};

async function read(source: SourceFolder, options: ReadOptions): Promise<ReadDataset> {
  const notes = createNotes();
  const reading: Reading = {
    options,
    notes,
    classes: createClassList(notes),
    finder: createPhotoFinder(source),
    photos: createPhotoList(notes),
  };
  for (const { path } of source.files.filter(file => /\.json$/i.test(file.path) || !file.path.includes('.'))) {
    const unsized: Unsized[] = [];
    let tasks = 0;
    try {
      await readTasks(source, path, (task, where) => {
        tasks += 1;
        unsized.push(...addTask(task, { path, where }, reading));
      });
    } catch (error) {
      noteDamage(notes, path, error, tasks > 0);
    }
    for (const task of unsized) {
      const size = await options.sizeOf(task.photo.file!);
      addResults({ ...task, size: size ?? unknownSize }, reading);
    }
  }
  return {
    format: 'label-studio',
    classes: reading.classes.classes,
    photos: reading.photos.settled(),
    notes: notes.list(),
    questions: [],
  };
}

/** A list of tasks, one after another, or one task or annotation in a file of its own. */
async function readTasks(
  source: SourceFolder,
  path: string,
  onTask: (task: JsonObject, where: string) => void,
): Promise<void> {
  let place = 0;
  const give = (value: unknown): void => {
    const task = objectOf(value);
    place += 1;
    if (task !== null && isTask(task)) onTask(task, `${path}: task ${String(task['id'] ?? place)}`);
  };
  const first = (await source.part(path, 0, 4096))
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  if (first.startsWith('{')) give(parseJson(await source.text(path, mostSingleBytes), path));
  else await readJsonLists(source.pieces(path), path, new Set(['']), (_, value) => give(value));
}

const unknownSize = { widthPx: 0, heightPx: 0 };
type Size = typeof unknownSize;
type Stated = { readonly results: readonly JsonObject[]; readonly photo: GatheredPhoto; readonly where: string };
/** Waits for the size of its photo, which the file does not state. */
type Unsized = Stated;

type Place = { readonly path: string; readonly where: string };

function addTask(task: JsonObject, { path, where }: Place, reading: Reading): readonly Unsized[] {
  const { notes, finder, photos } = reading;
  const data = objectOf(task['data']) ?? objectOf(objectOf(task['task'])?.['data']) ?? task;
  const names = photoNames(data);
  if (names === null || names.length === 0) {
    notes.add(names === null ? 'photo-name-refused' : 'photo-name-missing', where);
    return [];
  }
  const file = names.map(name => finder.named(name, folderOf(path))).find(found => found !== null) ?? null;
  const name = file ?? names[0]!;
  const { photo, isNew } = photos.photo(name, name, file);
  if (!isNew) notes.add('photo-named-twice', where);
  const split = splits.find(known => known === data['split']);
  if (split !== undefined) photos.setSplit(photo, split);
  const predictions = listOf(task['predictions']).flatMap(prediction => listOf(objectOf(prediction)?.['result']));
  for (let n = 0; n < predictions.length; n++) notes.add('label-studio-prediction', where);
  const results = resultsOf(task, where, notes);
  if (results === null) return [];
  const stated = results.find(result => sizeOf(result['original_width']) > 0);
  const size = { widthPx: sizeOf(stated?.['original_width']), heightPx: sizeOf(stated?.['original_height']) };
  if (size.widthPx === 0 && file !== null && results.some(isShape)) return [{ results, photo, where }];
  addResults({ results, photo, where, size }, reading);
  return [];
}

const isShape = (result: JsonObject): boolean => isShapeType(textOf(result['type']));

function addResults({ results, photo, where, size }: Stated & { readonly size: Size }, reading: Reading): void {
  const { notes, classes } = reading;
  [photo.widthPx, photo.heightPx] = [size.widthPx, size.heightPx];
  photo.lookedFor.things ||= results.some(isShape) || results.length === 0;
  const parts = new Map<string, number>();
  for (const result of results) {
    const type = textOf(result['type']);
    if (type === 'choices') {
      for (const choice of listOf(objectOf(result['value'])?.['choices'])) {
        // A choice in a tree is the path to it.
        const classPlace = classes.place(textOf(Array.isArray(choice) ? choice.at(-1) : choice), where);
        const isThere = photo.annotations.some(one => one.shape === null && one.classPlace === classPlace);
        if (classPlace !== null && !isThere)
          photo.annotations.push({ classPlace, shape: null, unit: 'pixel', attributes: {} });
        photo.lookedFor.photo = true;
      }
    } else if (isShapeType(type)) {
      addShape(result, { results, photo, size, parts, where, reading });
    } else if (type !== 'labels') {
      notes.add('label-studio-result', `${where}: ${type}`);
    }
  }
}

type Adding = {
  readonly results: readonly JsonObject[];
  readonly photo: GatheredPhoto;
  readonly size: Size;
  readonly parts: Map<string, number>;
  readonly where: string;
  readonly reading: Reading;
};

function addShape(
  result: JsonObject,
  { results, photo, size, parts, where, reading: { notes, classes } }: Adding,
): void {
  const isTurned = numberOf(result['image_rotation'] ?? 0) % 360 !== 0;
  if (isTurned) notes.add('label-studio-turned', where);
  const region = isTurned ? null : regionOf(result, size, notes, where);
  if (region === null) {
    photo.hasLost = true;
    return;
  }
  const labels = labelsOf(result, results);
  if (labels.length > 1) notes.add('label-studio-several-labels', where);
  if (labels.length === 0) classes.place('', where);
  const { part_of, text, ...meta } = objectOf(result['meta']) ?? {};
  const said = [
    ...Object.entries(meta),
    ['text', Array.isArray(text) ? text.join('\n') : text] as const,
    ['score', result['score']] as const,
  ];
  const attributes = attributesOf(said.filter(([, value]) => value !== undefined && value !== null));
  for (const label of labels) {
    const classPlace = classes.place(label, where);
    if (classPlace === null) continue;
    const key = `${classPlace} ${String(part_of)}`;
    const whole = part_of === undefined ? undefined : photo.annotations[parts.get(key) ?? -1];
    if (whole?.shape?.kind === 'polygon' && region.shape.kind === 'polygon') {
      const polygon = [...whole.shape.polygon, ...region.shape.polygon];
      photo.annotations[parts.get(key)!] = { ...whole, shape: { kind: 'polygon', polygon } };
      continue;
    }
    if (part_of !== undefined) parts.set(key, photo.annotations.length);
    photo.annotations.push({ classPlace, ...region, attributes });
  }
}
