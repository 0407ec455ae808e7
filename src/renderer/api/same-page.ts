// A list of photos that was read again keeps what did not change, so that what hangs on it (layout, places, thumbnails) is not done again.
import type { PhotoColumns, PhotoPage } from '../../shared/records/photo.ts';

type Column = PhotoColumns[keyof PhotoColumns];

/**
 * The new page with the columns of the old one that hold the same. A comparison made for this shape: the general one of TanStack Query
 * takes 120 ms for 100,000 photos, this one 10 to 14.
 */
export function samePage(old: PhotoPage | undefined, page: PhotoPage): PhotoPage {
  if (!old) return page;
  const entries = Object.entries(page.columns) as [keyof PhotoColumns, Column][];
  const columns = entries.map(([name, column]) => [name, sameColumn(old.columns[name], column)] as const);
  const groups = sameGroups(old.groups, page.groups);
  // The very same page again: a new object each time would have React draw for ever while the page before is kept (`keepPrevious`).
  if (groups === old.groups && columns.every(([name, column]) => column === old.columns[name])) return old;
  return { columns: Object.fromEntries(columns) as PhotoColumns, groups };
}

/** The old column where all entries are the same; else the new one, with the entries of the old one that are the same lists. */
function sameColumn(old: Column, column: Column): Column {
  const length = Math.min(old.length, column.length);
  let isSame = old.length === column.length;
  const kept = column as unknown[];
  for (let place = 0; place < length; place++) {
    const before: unknown = old[place];
    const after = kept[place];
    if (before === after) continue;
    if (Array.isArray(before) && Array.isArray(after) && isSameList(before, after)) kept[place] = before;
    else isSame = false;
  }
  return isSame ? old : column;
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, place) => value === b[place]);
}

function sameGroups(old: PhotoPage['groups'], groups: PhotoPage['groups']): PhotoPage['groups'] {
  const isSame =
    old.length === groups.length &&
    groups.every(({ key, count }, place) => key === old[place]!.key && count === old[place]!.count);
  return isSame ? old : groups;
}
