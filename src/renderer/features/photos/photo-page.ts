// The list of photos as the screen works with it, and how a gesture looks on it before the core has answered.
import type { QueryClient } from '@tanstack/react-query';
import { placesById } from '../../../shared/places-by-id.ts';
import type { ClassId, PhotoId } from '../../../shared/records/ids.ts';
import { photoStates } from '../../../shared/records/photo.ts';
import { labelsAt, type Column, type PhotoColumns, type PhotoPage } from '../../../shared/records/photo-page.ts';

export function stateAt(columns: PhotoColumns, index: number): (typeof photoStates)[number] {
  return photoStates[columns.photoState[index] ?? 0] ?? 'new';
}

/** True where the newest model's likeliest class is not among the photo's labels. */
export function isDisagreeing(columns: PhotoColumns, index: number): boolean {
  const predicted = columns.predictedClass[index] ?? 0;
  if (predicted === 0) return false;
  const labels = labelsAt(columns, index);
  return labels.length > 0 && !labels.includes(predicted);
}

/** The column with other numbers at some places. */
export function changed(column: Column, places: readonly number[], value: (place: number) => number): Column {
  const copy = column.slice() as { length: number; [place: number]: number } & Column;
  for (const place of places) copy[place] = value(place);
  return copy;
}

/** The columns with other labels at some places. */
export function relabelled(
  columns: PhotoColumns,
  places: readonly number[],
  labelsOf: (place: number) => readonly ClassId[],
): Pick<PhotoColumns, 'labels' | 'labelSets'> {
  const labelSets = [...columns.labelSets];
  const known = new Map(labelSets.map((set, place) => [set.join(), place]));
  const labels = changed(columns.labels, places, place => {
    const set = labelsOf(place);
    const key = set.join();
    const at = known.get(key) ?? labelSets.push(set) - 1;
    known.set(key, at);
    return at;
  });
  return { labels, labelSets };
}

export type Patch = {
  readonly labels?: (before: readonly ClassId[]) => readonly ClassId[];
  readonly isExcluded?: boolean;
  readonly split?: number;
};

function placesOf(columns: PhotoColumns, ids: ReadonlySet<PhotoId>): number[] {
  const placeOf = placesById(columns.id);
  return Array.from(ids, placeOf).filter(place => place >= 0);
}

/** The page with a gesture applied to some photos. They stay where they stand until the core sends the new order. */
export function patchPage(page: PhotoPage, ids: ReadonlySet<PhotoId>, patch: Patch): PhotoPage {
  const { columns } = page;
  const places = placesOf(columns, ids);
  if (places.length === 0) return page;
  const { labels: relabel, isExcluded, split } = patch;
  let next: PhotoColumns = columns;
  if (relabel) {
    next = { ...next, ...relabelled(columns, places, place => relabel(labelsAt(columns, place))) };
    const after = next;
    const stateOf = (place: number): number =>
      photoStates.indexOf(labelsAt(after, place).length > 0 ? 'annotated' : 'new');
    next = { ...next, photoState: changed(columns.photoState, places, stateOf) };
  }
  if (isExcluded !== undefined)
    next = { ...next, excluded: changed(columns.excluded, places, () => Number(isExcluded)) };
  if (split !== undefined) next = { ...next, split: changed(columns.split, places, () => split) };
  return { ...page, columns: next };
}

/** "Nothing here" is a state of its own, not a label. */
export function patchNothing(page: PhotoPage, ids: ReadonlySet<PhotoId>): PhotoPage {
  const { columns, groups } = patchPage(page, ids, { labels: () => [] });
  const nothing = photoStates.indexOf('nothing');
  return {
    groups,
    columns: { ...columns, photoState: changed(columns.photoState, placesOf(columns, ids), () => nothing) },
  };
}

/** Applies a gesture to every list that is kept, before the core answers. Returns how to take it back when it is refused. */
export async function patchLists(queries: QueryClient, change: (page: PhotoPage) => PhotoPage): Promise<() => void> {
  // An answer that is still on its way knows nothing of the gesture and must not come after it.
  await queries.cancelQueries({ queryKey: ['photos:query'] });
  const before = queries.getQueriesData<PhotoPage>({ queryKey: ['photos:query'] });
  for (const [key, page] of before) if (page) queries.setQueryData(key, change(page));
  return () => {
    for (const [key, page] of before) queries.setQueryData(key, page);
    void queries.invalidateQueries({ queryKey: ['photos:query'] });
  };
}
