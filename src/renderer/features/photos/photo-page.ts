// The list of photos as the screen works with it, and how a gesture looks on it before the core has answered.
import type { QueryClient } from '@tanstack/react-query';
import type { ClassId, PhotoId } from '../../../shared/records/ids.ts';
import { photoStates, type PhotoColumns, type PhotoPage } from '../../../shared/records/photo.ts';

export function stateAt(columns: PhotoColumns, index: number): (typeof photoStates)[number] {
  return photoStates[columns.photoState[index] ?? 0] ?? 'new';
}

/** True where the newest model's likeliest class is not among the photo's labels. */
export function isDisagreeing(columns: PhotoColumns, index: number): boolean {
  const predicted = columns.predictedClass[index];
  const labels = columns.labels[index];
  return predicted !== undefined && predicted !== 0 && !!labels && labels.length > 0 && !labels.includes(predicted);
}

export type Patch = {
  readonly labels?: (before: readonly ClassId[]) => readonly ClassId[];
  readonly isExcluded?: boolean;
  readonly split?: number;
};

function patched<T>(values: readonly T[], places: readonly number[], change: (value: T) => T): readonly T[] {
  const copy = [...values];
  for (const place of places) copy[place] = change(copy[place] as T);
  return copy;
}

/** The page with a gesture applied to some photos. They stay where they stand until the core sends the new order. */
export function patchPage(page: PhotoPage, ids: ReadonlySet<PhotoId>, patch: Patch): PhotoPage {
  const { columns } = page;
  const places: number[] = [];
  for (let place = 0; place < columns.id.length; place++) if (ids.has(columns.id[place]!)) places.push(place);
  if (places.length === 0) return page;
  const { labels: relabel, isExcluded, split } = patch;
  let next: PhotoColumns = columns;
  if (relabel) {
    const labels = patched(columns.labels, places, relabel);
    const photoState = [...columns.photoState];
    for (const place of places)
      photoState[place] = photoStates.indexOf(labels[place]!.length > 0 ? 'annotated' : 'new');
    next = { ...next, labels, photoState };
  }
  if (isExcluded !== undefined) next = { ...next, excluded: patched(columns.excluded, places, () => isExcluded) };
  if (split !== undefined) next = { ...next, split: patched(columns.split, places, () => split) };
  return { ...page, columns: next };
}

/** "Nothing here" is a state of its own, not a label. */
export function patchNothing(page: PhotoPage, ids: ReadonlySet<PhotoId>): PhotoPage {
  const emptied = patchPage(page, ids, { labels: () => [] });
  const nothing = photoStates.indexOf('nothing');
  const photoState = emptied.columns.photoState.map((state, place) =>
    ids.has(emptied.columns.id[place]!) ? nothing : state,
  );
  return { ...emptied, columns: { ...emptied.columns, photoState } };
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
