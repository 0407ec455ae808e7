// What the grid, its filters and the splits need of every photo, held in memory: the store is the only opener of the project file,
// so this can never disagree with it. Made from the tables at the first question, brought up to date after every change.
import type { ClassId, PhotoId } from '../../shared/records/ids.ts';
import { splits, type PhotoProblem, type Split } from '../../shared/records/photo.ts';
import type { PerSplit } from '../../shared/splits.ts';
import { naturalKey } from './natural-order.ts';
import { isThing, type StoredAnnotation } from './tables/annotation.ts';
import type { Tables } from './tables/index.ts';
import { problemOf, type PhotoWithSplit } from './tables/photo.ts';

/** Places in `photoStates`. */
export const stateNew = 0;
const stateAnnotated = 1;
export const stateNothing = 2;
type StatePlace = 0 | 1 | 2;

export type PhotoEntry = {
  readonly id: PhotoId;
  readonly path: string;
  /** Natural order of the path. */
  readonly order: string;
  /** The path without case, NFC: what a search looks in. */
  readonly searched: string;
  readonly modifiedMs: number;
  readonly folderSplit: Split | null;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly orientation: number;
  readonly hash: string;
  readonly group: number;
  readonly split: Split | null;
  readonly excluded: boolean;
  readonly problem: PhotoProblem | null;
  readonly labels: readonly ClassId[];
  readonly boxes: number;
  readonly boxClasses: readonly ClassId[];
  /** Boxes of each of `boxClasses`, in that order. */
  readonly boxesPerClass: readonly number[];
  readonly photoState: StatePlace;
  readonly thingsState: StatePlace;
};

const none: readonly never[] = [];

function toEntry(photo: PhotoWithSplit, annotations: readonly StoredAnnotation[]): PhotoEntry {
  const labels = annotations.filter(row => row.kind === 'label').map(row => row.classId!);
  const boxes = annotations.filter(isThing);
  const perBoxClass = new Map<ClassId, number>();
  for (const { classId } of boxes) perBoxClass.set(classId!, (perBoxClass.get(classId!) ?? 0) + 1);
  const saysNothing = (about: 'photo' | 'things'): boolean =>
    annotations.some(row => row.kind === 'nothing' && row.about === about);
  const state = (count: number, about: 'photo' | 'things'): StatePlace =>
    count > 0 ? stateAnnotated : saysNothing(about) ? stateNothing : stateNew;
  return {
    id: photo.id,
    path: photo.path,
    order: naturalKey(photo.path),
    searched: photo.path.normalize('NFC').toLowerCase(),
    modifiedMs: photo.modifiedMs,
    folderSplit: photo.folderSplit,
    widthPx: photo.widthPx,
    heightPx: photo.heightPx,
    orientation: photo.orientation,
    hash: photo.hash ?? '',
    group: photo.groupId,
    split: photo.split,
    excluded: photo.excluded === 1,
    problem: problemOf(photo),
    labels: labels.length > 0 ? labels : none,
    boxes: boxes.length,
    boxClasses: perBoxClass.size > 0 ? [...perBoxClass.keys()] : none,
    boxesPerClass: perBoxClass.size > 0 ? [...perBoxClass.values()] : none,
    photoState: state(labels.length, 'photo'),
    thingsState: state(boxes.length, 'things'),
  };
}

/** The state of both kinds together: annotated where either is. */
export function wholeState(entry: PhotoEntry): StatePlace {
  if (entry.photoState === stateAnnotated || entry.thingsState === stateAnnotated) return stateAnnotated;
  return entry.photoState === stateNothing || entry.thingsState === stateNothing ? stateNothing : stateNew;
}

/** What a photo counts under when sides are balanced: its classes, or 0 for "nothing here". */
export function classKeys(entry: PhotoEntry): readonly number[] {
  if (entry.labels.length > 0) return entry.labels;
  if (entry.boxes > 0) return entry.boxClasses;
  return wholeState(entry) === stateNothing ? [0] : none;
}

export function openPhotoIndex(tables: Tables) {
  let entries: Map<PhotoId, PhotoEntry> | null = null;
  let byName: PhotoEntry[] | null = null;
  let twins: PhotoEntry[][] | null = null;
  let annotated = 0;
  let perClass = new Map<number, Record<Split, number>>();
  let folderSplits = new Set<Split>();
  let revision = 0;

  function count(entry: PhotoEntry, sign: 1 | -1): void {
    if (wholeState(entry) !== stateNew) annotated += sign;
    if (!entry.split) return;
    for (const key of classKeys(entry)) {
      const counts = perClass.get(key) ?? { train: 0, validation: 0, test: 0 };
      counts[entry.split] += sign;
      perClass.set(key, counts);
    }
  }

  function load(): Map<PhotoId, PhotoEntry> {
    const annotations = new Map<PhotoId, StoredAnnotation[]>();
    for (const row of tables.annotation.iterateAll()) {
      const list = annotations.get(row.photoId);
      if (list) list.push(row);
      else annotations.set(row.photoId, [row]);
    }
    const loaded = new Map<PhotoId, PhotoEntry>();
    annotated = 0;
    perClass = new Map();
    folderSplits = new Set();
    for (const photo of tables.photo.iterateAll()) {
      const entry = toEntry(photo, annotations.get(photo.id) ?? none);
      loaded.set(entry.id, entry);
      count(entry, 1);
      if (entry.folderSplit) folderSplits.add(entry.folderSplit);
    }
    return loaded;
  }
  const all = (): Map<PhotoId, PhotoEntry> => (entries ??= load());

  return {
    /** Rises with every change. */
    revision: (): number => revision,
    get: (id: PhotoId): PhotoEntry | undefined => all().get(id),
    /** Every photo, in the natural order of the paths. The list is not to be changed. */
    byName(): readonly PhotoEntry[] {
      byName ??= [...all().values()].sort((one, other) =>
        one.order < other.order ? -1 : one.order > other.order ? 1 : one.path < other.path ? -1 : 1,
      );
      return byName;
    },
    /** Photos of equal content, set by set. */
    twins(): readonly (readonly PhotoEntry[])[] {
      twins ??= [
        ...Map.groupBy(
          [...all().values()].filter(entry => entry.hash !== ''),
          entry => entry.hash,
        ).values(),
      ].filter(equal => equal.length > 1);
      return twins;
    },
    size: (): number => all().size,
    annotated: (): number => (all(), annotated),
    /** Photos with a side, per class. */
    perClass: (): ReadonlyMap<number, PerSplit> => (all(), perClass),
    folderSplits: (): ReadonlySet<Split> => (all(), folderSplits),
    /** Reads these photos' annotations and marks again; their files are as before. */
    refresh(ids: ReadonlySet<PhotoId>): void {
      revision++;
      if (!entries) return;
      for (const id of ids) {
        const before = entries.get(id);
        const photo = tables.photo.read(id);
        if (!before || !photo) continue;
        count(before, -1);
        // In place: the sorted list holds the same objects, and its order does not change.
        count(Object.assign(before, toEntry(photo, tables.annotation.ofPhoto(id))), 1);
      }
    },
    /** Files came, went or were read: everything is made again at the next question. */
    invalidate(): void {
      revision++;
      entries = null;
      byName = null;
      twins = null;
    },
  };
}
export type PhotoIndex = ReturnType<typeof openPhotoIndex>;
export const splitPlace = (split: Split | null): number => (split === null ? -1 : splits.indexOf(split));
