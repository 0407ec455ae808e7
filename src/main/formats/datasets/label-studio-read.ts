// Reads Label Studio's JSON: tasks with annotations, its short form (JSON-MIN), and files of one annotation each. Nothing is fetched from the
// addresses that tasks name.
import { AppError } from '../../../shared/errors.ts';
import { splits } from '../../../shared/records/photo.ts';
import { readJsonLists } from './json-stream.ts';
import { listOf, numberOf, objectOf, parseJson, sampleJson, sizeOf, textOf, type JsonObject } from './json-values.ts';
import { photoNames } from './label-studio-names.ts';
import { isShapeType, regionOf } from './label-studio-shapes.ts';
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
    return samples.some(({ value }) => (Array.isArray(value) ? value.slice(0, 20) : [value]).some(isTask)) ? 0.9 : 0;
  },
  read,
};

/** Tasks have data beside annotations or predictions; in the short form the results lie beside the photo itself. */
function isTask(value: unknown): boolean {
  const task = objectOf(value);
  if (task === null) return false;
  if (objectOf(task['data']) !== null)
    return (
      Array.isArray(task['annotations']) || Array.isArray(task['predictions']) || Array.isArray(task['completions'])
    );
  if (objectOf(objectOf(task['task'])?.['data']) !== null) return Array.isArray(task['result']);
  return shortResults(task).length > 0 || ('annotation_id' in task && 'annotator' in task);
}

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
    try {
      for (const { task, where } of await tasksOf(source, path)) await addTask(task, { path, where }, reading);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      notes.add('file-damaged', path, { reason: String(error.details['reason']) });
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

/** A list of tasks, or one task or annotation in a file of its own. */
async function tasksOf(source: SourceFolder, path: string): Promise<{ task: JsonObject; where: string }[]> {
  const first = (await source.part(path, 0, 4096))
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  const values: unknown[] = [];
  if (first.startsWith('{')) values.push(parseJson(await source.text(path, mostSingleBytes), path));
  else await readJsonLists(source.pieces(path), path, new Set(['']), (_, value) => values.push(value));
  return values.flatMap((value, place) => {
    const task = objectOf(value);
    return task !== null && isTask(task) ? [{ task, where: `${path}: task ${String(task['id'] ?? place + 1)}` }] : [];
  });
}

type Place = { readonly path: string; readonly where: string };

async function addTask(task: JsonObject, { path, where }: Place, reading: Reading): Promise<void> {
  const { notes, finder, photos } = reading;
  const data = objectOf(task['data']) ?? objectOf(objectOf(task['task'])?.['data']) ?? task;
  const names = photoNames(data);
  if (names === null || names.length === 0) {
    notes.add(names === null ? 'photo-name-refused' : 'photo-name-missing', where);
    return;
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
  if (results !== null) await addResults(results, photo, where, reading);
}

/** What one person stated; null where nobody did. Of several annotations of a task the newest counts, unless one is the ground truth. */
function resultsOf(task: JsonObject, where: string, notes: Notes): readonly JsonObject[] | null {
  if (Array.isArray(task['result'])) return objects(task['result']);
  if (objectOf(task['data']) === null) return shortResults(task);
  const all = objects(task['annotations'] ?? task['completions']);
  const kept = all.filter(({ was_cancelled }) => was_cancelled !== true);
  if (kept.length < all.length) notes.add('label-studio-cancelled', where);
  const truth = kept.filter(({ ground_truth }) => ground_truth === true);
  const newest = (truth.length > 0 ? truth : kept).toSorted((one, other) => timeOf(other) - timeOf(one))[0];
  if (kept.length > 1) notes.add('label-studio-several', where);
  return newest === undefined ? null : objects(newest['result']);
}

const timeOf = (annotation: JsonObject): number =>
  Date.parse(textOf(annotation['updated_at']) || textOf(annotation['created_at'])) || numberOf(annotation['id']) || 0;

const objects = (values: unknown): readonly JsonObject[] =>
  listOf(values)
    .map(objectOf)
    .filter(value => value !== null);

/** JSON-MIN: lists of values with their labels inside under the names of the controls, and choices as texts. */
function shortResults(task: JsonObject): readonly JsonObject[] {
  return Object.entries(task).flatMap(([control, value]): JsonObject[] => {
    const choices = objectOf(value)?.['choices'] ?? (/choice|class|label/i.test(control) ? value : undefined);
    if (typeof choices === 'string' && 'annotation_id' in task)
      return [{ type: 'choices', value: { choices: [choices] } }];
    if (Array.isArray(choices) && choices.every(choice => typeof choice === 'string') && choices.length > 0)
      return [{ type: 'choices', value: { choices } }];
    return objects(value).flatMap(entry => {
      const type = Object.keys(entry).find(key => key.endsWith('labels') && isShapeType(key));
      return type === undefined ? [] : [{ ...entry, type, value: entry }];
    });
  });
}

async function addResults(
  results: readonly JsonObject[],
  photo: GatheredPhoto,
  where: string,
  reading: Reading,
): Promise<void> {
  const { notes, classes, options } = reading;
  const stated = results.find(result => sizeOf(result['original_width']) > 0);
  let size = { widthPx: sizeOf(stated?.['original_width']), heightPx: sizeOf(stated?.['original_height']) };
  const hasShapes = results.some(result => isShapeType(textOf(result['type'])));
  if (size.widthPx === 0 && hasShapes && photo.file !== null) size = (await options.sizeOf(photo.file)) ?? size;
  [photo.widthPx, photo.heightPx] = [size.widthPx, size.heightPx];
  photo.lookedFor.things ||= hasShapes || results.length === 0;
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
  readonly size: { readonly widthPx: number; readonly heightPx: number };
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

/** In the result itself, or in one of the same id where shapes and labels are two controls. */
function labelsOf(result: JsonObject, results: readonly JsonObject[]): readonly string[] {
  const own = labelsIn(result);
  if (own.length > 0 || result['id'] === undefined) return own;
  return results.filter(other => other['id'] === result['id']).flatMap(labelsIn);
}

const labelsIn = (result: JsonObject): readonly string[] =>
  Object.entries(objectOf(result['value']) ?? {})
    .filter(([key]) => key.endsWith('labels'))
    .flatMap(([, labels]) => listOf(labels).map(textOf));
