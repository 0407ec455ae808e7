// A list of photos that was read again keeps what did not change, so that what hangs on it (layout, places, thumbnails) is not done again.
import type { ClassId } from '../../shared/records/ids.ts';
import { columnNames, type Column, type PhotoColumns, type PhotoPage } from '../../shared/records/photo-page.ts';

/** The new page with the columns of the old one that hold the same; the old page itself where everything does. */
export function samePage(old: PhotoPage | undefined, page: PhotoPage): PhotoPage {
  if (!old) return page;
  const labelSets = sameSets(old.columns.labelSets, page.columns.labelSets);
  const columns = Object.fromEntries(
    columnNames.map(name => [name, sameColumn(old.columns[name], page.columns[name])] as const),
  );
  const groups = sameGroups(old.groups, page.groups);
  const isSame = labelSets === old.columns.labelSets && columnNames.every(name => columns[name] === old.columns[name]);
  // The very same page again: a new object each time would have React draw for ever while the page before is kept (`keepPrevious`).
  if (isSame && groups === old.groups) return old;
  return { columns: { ...columns, labelSets } as PhotoColumns, groups };
}

function sameColumn(old: Column, column: Column): Column {
  if (old.length !== column.length) return column;
  for (let place = 0; place < column.length; place++) if (old[place] !== column[place]) return column;
  return old;
}

/** Sets that hold the same stay the same lists, also where others were added. */
function sameSets(old: PhotoColumns['labelSets'], sets: PhotoColumns['labelSets']): PhotoColumns['labelSets'] {
  const isEqual = (a: readonly ClassId[] | undefined, b: readonly ClassId[]): boolean =>
    a?.length === b.length && a.every((value, place) => value === b[place]);
  const kept = sets.map((set, place) => (isEqual(old[place], set) ? old[place]! : set));
  return kept.length === old.length && kept.every((set, place) => set === old[place]) ? old : kept;
}

function sameGroups(old: PhotoPage['groups'], groups: PhotoPage['groups']): PhotoPage['groups'] {
  const isSame =
    old.length === groups.length &&
    groups.every(({ key, count }, place) => key === old[place]!.key && count === old[place]!.count);
  return isSame ? old : groups;
}
