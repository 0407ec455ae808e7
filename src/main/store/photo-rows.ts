// The columns of the photo index: one number of each kind for every photo, in the natural order of the paths. What many photos have
// alike (a combination of labels, of things) is kept once and named by its place.
import type { ClassId } from '../../shared/records/ids.ts';

/** Combinations of something, each kept once; the first is the empty one. */
export class Combinations<Part> {
  readonly all: (readonly Part[])[] = [[]];
  readonly #places = new Map<string, number>([['', 0]]);

  placeOf(parts: readonly Part[], key: string): number {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.all.length);
    return this.all.push(parts) - 1;
  }
}
export type ClassCount = { readonly classId: ClassId; readonly count: number };

const forms = {
  id: Uint32Array,
  widthPx: Uint32Array,
  heightPx: Uint32Array,
  hashHigh: Uint32Array,
  hashLow: Uint32Array,
  group: Uint32Array,
  labels: Uint32Array,
  things: Uint32Array,
  boxes: Uint32Array,
  modifiedMs: Float64Array,
  /** 0: the photo is gone; it stays in its place until the index is made again. */
  listed: Uint8Array,
  photoState: Uint8Array,
  thingsState: Uint8Array,
  /** Of both kinds together. */
  state: Uint8Array,
  /** Places in `splits`, or -1. */
  split: Int8Array,
  folderSplit: Int8Array,
  excluded: Uint8Array,
  /** 0, or one more than the place in `photoProblems`. */
  problem: Uint8Array,
} as const;
type Forms = typeof forms;
export type RowColumns = { -readonly [Name in keyof Forms]: InstanceType<Forms[Name]> };
const names = Object.keys(forms) as (keyof Forms)[];

function makeColumns(capacity: number): RowColumns {
  return Object.fromEntries(names.map(name => [name, new forms[name](capacity)])) as RowColumns;
}

export type PhotoRows = {
  count: number;
  columns: RowColumns;
  readonly labelSets: Combinations<ClassId>;
  readonly thingSets: Combinations<ClassCount>;
};

export function makeRows(capacity: number): PhotoRows {
  return { count: 0, columns: makeColumns(capacity), labelSets: new Combinations(), thingSets: new Combinations() };
}

/** Gives the next row its room; grows by half, so that a scan that adds photos bit by bit copies each only a few times. */
export function addRow(rows: PhotoRows): number {
  const capacity = rows.columns.id.length;
  if (rows.count === capacity) {
    const larger = makeColumns(Math.ceil(capacity * 1.5) + 1024);
    for (const name of names) larger[name].set(rows.columns[name]);
    rows.columns = larger;
  }
  return rows.count++;
}

/** The same rows in another order. */
export function reordered(rows: PhotoRows, order: Uint32Array): void {
  for (const name of names) {
    const column = rows.columns[name];
    const next = new forms[name](rows.count);
    for (let row = 0; row < rows.count; row++) next[row] = column[order[row]!]!;
    (rows.columns as Record<keyof Forms, typeof next>)[name] = next;
  }
}
