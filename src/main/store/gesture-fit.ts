// Whether a gesture's rows can go back or forth now. Between a gesture and its undo only scans write such rows, and only which photos are
// on the list.
import type { Tables } from './tables/index.ts';
import type { ChangeRow } from './tables/gesture.ts';
import type { trackedTables, TrackedName } from './gestures.ts';

/** `settled`: the row stays as the scans left it. */
export type Fit = 'fits' | 'settled' | 'conflict';

export function openFit(tables: Tables, tracked: ReturnType<typeof trackedTables>, changes: readonly ChangeRow[]) {
  let stated: ReadonlySet<number | null> | null = null;
  const isStated = (photoId: number): boolean => {
    stated ??= new Set(changes.filter(({ tableName }) => tableName === 'annotation').map(change => change.photoId));
    return stated.has(photoId);
  };

  /** Of a row that the gesture left as `from` and that is to become `to`. */
  return (table: TrackedName, key: number, from: string | null, to: string | null): Fit => {
    const row = tracked[table].read(key);
    const now = row && JSON.stringify(row);
    if (table === 'photo_listed' && row !== null) {
      // A scan, too, takes a photo off the list whose file is none or was a photo that moved, and finds one again.
      if (now === to) return 'settled';
      const named = tables.photo.ofPath(tables.photo.read(key)!.path);
      // A photo that moved has its name by now: it stays off the list where nothing is stated of it.
      if (named !== null && named !== key) return isStated(key) ? 'conflict' : 'settled';
    }
    return now === from ? 'fits' : 'conflict';
  };
}
