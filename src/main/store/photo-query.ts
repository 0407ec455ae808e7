// The grid's question: which photos, in which order, cut into which groups.
import type { ClassId, PhotoId } from '../../shared/records/ids.ts';
import {
  photoStates,
  type PhotoColumns,
  type PhotoCounts,
  type PhotoFilter,
  type PhotoPage,
  type photoGroups,
  type photoSorts,
} from '../../shared/records/photo.ts';
import { splitPlace, stateNothing, wholeState, type PhotoEntry } from './photo-index.ts';

/** The likeliest class of a photo as the newest run's model has it. */
export type Likeliest = { readonly classId: ClassId; readonly probability: number };
export type Predicted = ReadonlyMap<PhotoId, Likeliest>;
type Sort = (typeof photoSorts)[number];
type Group = (typeof photoGroups)[number];

/** Whether the prediction is one of the photo's labels; null where either is missing. */
function agrees(entry: PhotoEntry, predicted: Predicted): boolean | null {
  const likeliest = predicted.get(entry.id);
  return likeliest && entry.labels.length > 0 ? entry.labels.includes(likeliest.classId) : null;
}

function matcher(filter: PhotoFilter, predicted: Predicted): (entry: PhotoEntry) => boolean {
  const search = filter.search.normalize('NFC').toLowerCase();
  const states = new Set(filter.states.map(state => photoStates.indexOf(state)));
  const classes = new Set<ClassId>(filter.classIds);
  const sides = new Set(filter.splits);
  return entry =>
    (filter.excluded === 'with' || entry.excluded === (filter.excluded === 'only')) &&
    (states.size === 0 || states.has(wholeState(entry))) &&
    (sides.size === 0 || (entry.split !== null && sides.has(entry.split))) &&
    (classes.size === 0 || entry.labels.some(id => classes.has(id)) || entry.boxClasses.some(id => classes.has(id))) &&
    (filter.agreement === 'any' || agrees(entry, predicted) === (filter.agreement === 'agree')) &&
    (search === '' || entry.searched.includes(search));
}

function sorted(entries: PhotoEntry[], sort: Sort, predicted: Predicted): PhotoEntry[] {
  switch (sort) {
    case 'name':
      return entries;
    case 'newest':
      return entries.sort((one, other) => other.modifiedMs - one.modifiedMs);
    case 'uncertain':
      return entries
        .map(entry => ({ entry, certainty: predicted.get(entry.id)?.probability ?? 2 }))
        .sort((one, other) => one.certainty - other.certainty)
        .map(({ entry }) => entry);
  }
}

function groupKey(entry: PhotoEntry): string {
  const classes = entry.labels.length > 0 ? entry.labels : entry.boxClasses;
  if (classes.length > 1) return 'several';
  if (classes.length === 1) return `class:${classes[0]}`;
  return wholeState(entry) === stateNothing ? 'nothing' : 'new';
}

function grouped(
  entries: readonly PhotoEntry[],
  group: Group,
  classOrder: readonly ClassId[],
): [string, readonly PhotoEntry[]][] {
  if (group === 'none') return entries.length > 0 ? [['all', entries]] : [];
  const keys =
    group === 'split'
      ? ['train', 'validation', 'test', 'none']
      : ['new', ...classOrder.map(id => `class:${id}`), 'several', 'nothing'];
  const parts = new Map<string, PhotoEntry[]>(keys.map(key => [key, []]));
  for (const entry of entries) parts.get(group === 'split' ? (entry.split ?? 'none') : groupKey(entry))?.push(entry);
  return [...parts].filter(([, members]) => members.length > 0);
}

function toColumns(entries: readonly PhotoEntry[], predicted: Predicted): PhotoColumns {
  return {
    id: entries.map(entry => entry.id),
    widthPx: entries.map(entry => entry.widthPx),
    heightPx: entries.map(entry => entry.heightPx),
    hash: entries.map(entry => entry.hash.slice(0, 16)),
    photoState: entries.map(entry => entry.photoState),
    thingsState: entries.map(entry => entry.thingsState),
    labels: entries.map(entry => entry.labels),
    boxes: entries.map(entry => entry.boxes),
    split: entries.map(entry => splitPlace(entry.split)),
    excluded: entries.map(entry => entry.excluded),
    problem: entries.map(entry => entry.problem),
    predictedClass: entries.map(entry => predicted.get(entry.id)?.classId ?? 0),
    predictedProbability: entries.map(entry => predicted.get(entry.id)?.probability ?? 0),
  };
}

/** @param entries in the order of their names. */
export function queryPhotos(
  entries: readonly PhotoEntry[],
  question: { readonly filter: PhotoFilter; readonly sort: Sort; readonly group: Group },
  classOrder: readonly ClassId[],
  predicted: Predicted,
): PhotoPage {
  const found = sorted(entries.filter(matcher(question.filter, predicted)), question.sort, predicted);
  const parts = grouped(found, question.group, classOrder);
  return {
    columns: toColumns(
      parts.flatMap(([, members]) => members),
      predicted,
    ),
    groups: parts.map(([key, members]) => ({ key, count: members.length })),
  };
}

/** Photos that have a side while a photo of the same content has another. */
function countAcrossSplits(twins: readonly (readonly PhotoEntry[])[]): number {
  return twins
    .map(equal => equal.filter(entry => !entry.excluded && entry.split !== null))
    .filter(used => new Set(used.map(entry => entry.split)).size > 1)
    .reduce((sum, used) => sum + used.length, 0);
}

/** Counts beside the filters, of all photos that are not excluded. `twins`: the photos of equal content, set by set. */
export function countPhotos(
  { entries, twins }: { readonly entries: readonly PhotoEntry[]; readonly twins: readonly (readonly PhotoEntry[])[] },
  classOrder: readonly ClassId[],
  predicted: Predicted,
  skipped: number,
): PhotoCounts {
  const classes = new Map(classOrder.map(classId => [classId, { classId, photos: 0, boxes: 0 }]));
  const counts = { photos: 0, agree: 0, disagree: 0, excluded: 0, damaged: 0, missing: 0, skipped };
  const states = { new: 0, annotated: 0, nothing: 0 };
  const sides = { train: 0, validation: 0, test: 0, none: 0 };
  for (const entry of entries) {
    if (entry.excluded) {
      counts.excluded++;
      continue;
    }
    counts.photos++;
    states[photoStates[wholeState(entry)]!]++;
    sides[entry.split ?? 'none']++;
    if (entry.problem) counts[entry.problem]++;
    for (const id of entry.labels) classes.get(id)!.photos++;
    entry.boxClasses.forEach((id, place) => {
      const row = classes.get(id)!;
      row.boxes += entry.boxesPerClass[place]!;
      if (!entry.labels.includes(id)) row.photos++;
    });
    const agreement = agrees(entry, predicted);
    if (agreement !== null) counts[agreement ? 'agree' : 'disagree']++;
  }
  const acrossSplits = countAcrossSplits(twins);
  return { ...counts, acrossSplits, states, splits: sides, classes: [...classes.values()] };
}
