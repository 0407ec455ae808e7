// What the grid, its filters and the splits need of every photo, held in memory: the store is the only opener of the project file,
// so this can never disagree with it. Made from the tables at the first question, brought up to date after every change.
import type { ClassId, PhotoId } from '../../shared/records/ids.ts';
import { photoProblems, splits, type PhotoProblem, type Split } from '../../shared/records/photo.ts';
import { placesById, type PlaceOf } from '../../shared/places-by-id.ts';
import type { PerSplit } from '../../shared/splits.ts';
import { naturalKey } from './natural-order.ts';
import { addRow, makeRows, reordered, type PhotoRows } from './photo-rows.ts';
import { startText, type PathText } from './path-text.ts';
import { findTwins } from './twins.ts';
import type { Tables } from './tables/index.ts';
import type { ListedPhoto, Said } from './tables/listing.ts';
import { problemOf } from './tables/photo.ts';

/** Places in `photoStates`. */
export const stateNew = 0;
export const stateAnnotated = 1;
export const stateNothing = 2;
export type StatePlace = 0 | 1 | 2;

/** One photo of the index. */
export type PhotoEntry = {
  readonly id: PhotoId;
  readonly group: number;
  readonly split: Split | null;
  readonly folderSplit: Split | null;
  readonly excluded: boolean;
  readonly problem: PhotoProblem | null;
  readonly isRead: boolean;
  readonly labels: readonly ClassId[];
  readonly boxClasses: readonly ClassId[];
  readonly photoState: StatePlace;
  readonly thingsState: StatePlace;
};

/** The state of both kinds together: annotated where either is. */
export function wholeState(entry: { readonly photoState: number; readonly thingsState: number }): StatePlace {
  if (entry.photoState === stateAnnotated || entry.thingsState === stateAnnotated) return stateAnnotated;
  return entry.photoState === stateNothing || entry.thingsState === stateNothing ? stateNothing : stateNew;
}

const none: readonly never[] = [];

/** Writes what annotations say of a photo into its row. */
function writeSaid({ columns, labelSets, thingSets }: PhotoRows, row: number, said: readonly Said[]): void {
  if (said.length === 0) {
    for (const name of ['labels', 'things', 'boxes', 'photoState', 'thingsState', 'state'] as const) {
      columns[name][row] = 0;
    }
    return;
  }
  const labels: ClassId[] = [];
  const things = new Map<ClassId, number>();
  let boxes = 0;
  let [isNothing, areNoThings] = [false, false];
  for (const [, kind, about, classId] of said) {
    if (kind === 'label') labels.push(classId!);
    else if (kind !== 'nothing') {
      boxes++;
      things.set(classId!, (things.get(classId!) ?? 0) + 1);
    } else if (about === 'photo') isNothing = true;
    else areNoThings = true;
  }
  columns.labels[row] = labelSets.placeOf(labels, labels.join());
  const counted = boxes === 0 ? none : Array.from(things, ([classId, count]) => ({ classId, count }));
  columns.things[row] = thingSets.placeOf(counted, counted.map(({ classId, count }) => `${classId}:${count}`).join());
  columns.boxes[row] = boxes;
  columns.photoState[row] = labels.length > 0 ? stateAnnotated : isNothing ? stateNothing : stateNew;
  columns.thingsState[row] = boxes > 0 ? stateAnnotated : areNoThings ? stateNothing : stateNew;
  columns.state[row] = wholeState({ photoState: columns.photoState[row]!, thingsState: columns.thingsState[row]! });
}

function writePhoto({ columns }: PhotoRows, row: number, photo: ListedPhoto): void {
  const [id, , modifiedMs, folderSplit, group, hash, widthPx, heightPx, damaged, missing, excluded, split] = photo;
  const problem = problemOf({ damaged, missing });
  columns.id[row] = id;
  columns.modifiedMs[row] = modifiedMs;
  columns.folderSplit[row] = folderSplit === null ? -1 : splits.indexOf(folderSplit);
  columns.group[row] = group;
  columns.hashHigh[row] = hash === null ? 0 : parseInt(hash.slice(0, 8), 16);
  columns.hashLow[row] = hash === null ? 0 : parseInt(hash.slice(8), 16);
  columns.widthPx[row] = widthPx;
  columns.heightPx[row] = heightPx;
  columns.problem[row] = problem === null ? 0 : photoProblems.indexOf(problem) + 1;
  columns.excluded[row] = excluded;
  columns.split[row] = split === null ? -1 : splits.indexOf(split);
  columns.listed[row] = 1;
}

type Loaded = {
  readonly rows: PhotoRows;
  readonly text: PathText;
  /** Natural order of the last path: what comes after it can be added behind. */
  lastKey: string;
  highestId: number;
  placeOf: PlaceOf;
};

export function openPhotoIndex(tables: Tables) {
  let loaded: Loaded | null = null;
  let twins: readonly (readonly number[])[] | null = null;
  let annotated = 0;
  let listed = 0;
  let perClass = new Map<number, Record<Split, number>>();
  let folderSplits = new Set<Split>();
  let revision = 0;
  let filesRevision = 0;

  /** Counts a row into the sums that splits are balanced by, or (-1) out of them. */
  function count({ columns, labelSets, thingSets }: PhotoRows, row: number, sign: 1 | -1): void {
    listed += sign;
    const state = columns.state[row]!;
    if (state !== stateNew) annotated += sign;
    const side = splits[columns.split[row]!];
    if (side === undefined || state === stateNew) return;
    const labels = labelSets.all[columns.labels[row]!]!;
    const things = thingSets.all[columns.things[row]!]!.map(({ classId }) => classId);
    for (const key of labels.length > 0 ? labels : things.length > 0 ? things : [0]) {
      const counts = perClass.get(key) ?? { train: 0, validation: 0, test: 0 };
      counts[side] += sign;
      perClass.set(key, counts);
    }
  }

  /** Adds the photos above `highestId` behind the others; gives their paths' natural order. */
  function append(rows: PhotoRows, highestId: number): { paths: string[]; keys: string[] } {
    const said = tables.listing.saidAfter(highestId);
    let next = said.next();
    const paths: string[] = [];
    const keys: string[] = [];
    const ofPhoto: Said[] = [];
    for (const photo of tables.listing.photosAfter(highestId)) {
      const row = addRow(rows);
      writePhoto(rows, row, photo);
      ofPhoto.length = 0;
      while (!next.done && next.value[0] <= photo[0]) {
        if (next.value[0] === photo[0]) ofPhoto.push(next.value);
        next = said.next();
      }
      writeSaid(rows, row, ofPhoto.length > 0 ? ofPhoto : none);
      const folderSplit = splits[rows.columns.folderSplit[row]!];
      if (folderSplit) folderSplits.add(folderSplit);
      count(rows, row, 1);
      paths.push(photo[1]);
      keys.push(naturalKey(photo[1]));
    }
    if (!next.done) said.return?.();
    return { paths, keys };
  }

  function load(): Loaded {
    annotated = 0;
    listed = 0;
    perClass = new Map();
    folderSplits = new Set();
    twins = null;
    const rows = makeRows(1024);
    const { paths, keys } = append(rows, 0);
    const order = orderOf(keys, paths);
    const inOrder = order === null ? paths : Array.from(order, place => paths[place]!);
    if (order !== null) reordered(rows, order);
    const lastKey = (order === null ? keys.at(-1) : keys[order.at(-1)!]) ?? '';
    return { rows, text: startText(inOrder), lastKey, ...placed(rows) };
  }
  function placed(rows: PhotoRows): { placeOf: PlaceOf; highestId: number } {
    const ids = rows.columns.id.subarray(0, rows.count);
    return { placeOf: placesById(ids), highestId: ids.reduce((highest, id) => Math.max(highest, id), 0) };
  }
  const all = (): Loaded => (loaded ??= load());
  function rowOf(id: PhotoId): number {
    const { rows, placeOf } = all();
    const row = placeOf(id);
    return row >= 0 && rows.columns.listed[row] === 1 ? row : -1;
  }
  function toEntry({ columns, labelSets, thingSets }: PhotoRows, row: number): PhotoEntry {
    return {
      id: columns.id[row] as PhotoId,
      group: columns.group[row]!,
      split: splits[columns.split[row]!] ?? null,
      folderSplit: splits[columns.folderSplit[row]!] ?? null,
      excluded: columns.excluded[row] === 1,
      problem: photoProblems[columns.problem[row]! - 1] ?? null,
      isRead: (columns.hashHigh[row]! | columns.hashLow[row]!) !== 0,
      labels: labelSets.all[columns.labels[row]!]!,
      boxClasses: thingSets.all[columns.things[row]!]!.map(({ classId }) => classId),
      photoState: columns.photoState[row] as StatePlace,
      thingsState: columns.thingsState[row] as StatePlace,
    };
  }

  return {
    /** Rises with every change. */
    revision: (): number => revision,
    /** Rises when photos came, went or were read. */
    filesRevision: (): number => filesRevision,
    rows: (): PhotoRows => all().rows,
    text: (): PathText => all().text,
    rowOf,
    get(id: PhotoId): PhotoEntry | undefined {
      const row = rowOf(id);
      return row < 0 ? undefined : toEntry(all().rows, row);
    },
    /** Every photo, in the natural order of the paths. */
    *entries(): Generator<PhotoEntry> {
      const { rows } = all();
      for (let row = 0; row < rows.count; row++) if (rows.columns.listed[row] === 1) yield toEntry(rows, row);
    },
    /** Rows of equal content, set by set. */
    twins: (): readonly (readonly number[])[] => (twins ??= findTwins(all().rows)),
    size: (): number => (all(), listed),
    annotated: (): number => (all(), annotated),
    /** Photos with a side, per class. */
    perClass: (): ReadonlyMap<number, PerSplit> => (all(), perClass),
    folderSplits: (): ReadonlySet<Split> => (all(), folderSplits),
    /** Reads these photos again: what was said of them, their group, and with `files` what reading their content found. */
    refresh(ids: Iterable<PhotoId>, { files = false } = {}): void {
      revision++;
      if (files) {
        filesRevision++;
        twins = null;
      }
      if (!loaded) return;
      const { rows } = loaded;
      for (const id of ids) {
        const row = rowOf(id);
        if (row < 0) continue;
        count(rows, row, -1);
        const photo = tables.listing.photo(id);
        if (!photo) {
          rows.columns.listed[row] = 0;
          continue;
        }
        writePhoto(rows, row, photo);
        writeSaid(rows, row, tables.listing.saidOf(id));
        count(rows, row, 1);
      }
    },
    /** Photos were added with ids above all before. Where their paths come after all others, nothing else is touched. */
    added(): void {
      revision++;
      filesRevision++;
      if (!loaded) return;
      const before = loaded.rows.count;
      const { paths, keys } = append(loaded.rows, loaded.highestId);
      const first = keys[0];
      if (first === undefined) return;
      if (first < loaded.lastKey || orderOf(keys, paths) !== null) {
        loaded = null;
        return;
      }
      loaded.text.add(paths);
      loaded.lastKey = keys.at(-1)!;
      loaded.highestId = loaded.rows.columns.id[loaded.rows.count - 1]!;
      if (loaded.rows.count > before)
        loaded.placeOf = placesById(loaded.rows.columns.id.subarray(0, loaded.rows.count));
    },
    /** Files came and went in ways that the two above do not know: everything is made again at the next question. */
    invalidate(): void {
      revision++;
      filesRevision++;
      loaded = null;
    },
  };
}
export type PhotoIndex = ReturnType<typeof openPhotoIndex>;

/** The order by key, then by path; null where they stand in it already. */
function orderOf(keys: readonly string[], paths: readonly string[]): Uint32Array | null {
  const compare = (one: number, other: number): number =>
    keys[one]! < keys[other]! ? -1 : keys[one]! > keys[other]! ? 1 : paths[one]! < paths[other]! ? -1 : 1;
  let isInOrder = true;
  for (let place = 1; isInOrder && place < keys.length; place++) isInOrder = compare(place - 1, place) < 0;
  return isInOrder ? null : Uint32Array.from(keys.keys()).sort(compare);
}
