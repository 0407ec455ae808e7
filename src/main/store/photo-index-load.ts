// Makes the photo index from the tables, and adds to it what came since.
import { placesById, type PlaceOf } from '../../shared/places-by-id.ts';
import { naturalKeys, orderOf } from './natural-order.ts';
import { startText, type PathText } from './path-text.ts';
import { writePhoto, writeSaid } from './photo-row-values.ts';
import { addRow, makeRows, reordered, type PhotoRows } from './photo-rows.ts';
import { startSums, type PhotoSums } from './photo-sums.ts';
import type { Tables } from './tables/index.ts';

export type LoadedIndex = {
  readonly rows: PhotoRows;
  readonly sums: PhotoSums;
  readonly text: PathText;
  /** Natural order of the last path: what comes after it can be added behind. */
  lastKey: string;
  highestId: number;
  placeOf: PlaceOf;
};

/** Adds the photos above `highestId` behind the others; gives their paths and the paths' natural order. */
function append(
  { listing }: Tables,
  rows: PhotoRows,
  sums: PhotoSums,
  highestId: number,
): { readonly paths: string[]; readonly keys: string[] } {
  const paths: string[] = [];
  const keys: string[] = [];
  for (const { photos, said } of listing.photosAfter(highestId)) {
    const inStep: string[] = [];
    let next = 0;
    for (const photo of photos) {
      const [id, path] = photo;
      const row = addRow(rows);
      writePhoto(rows, row, photo);
      // Of photos that are not listed any more something may be said too.
      while (next < said.length && said[next]![0] < id) next++;
      writeSaid(rows, row, said[next]?.[0] === id ? said[next]![1] : '');
      sums.count(rows, row, 1);
      inStep.push(path);
    }
    for (const path of inStep) paths.push(path);
    for (const key of naturalKeys(inStep)) keys.push(key);
  }
  return { paths, keys };
}

export function loadIndex(tables: Tables): LoadedIndex {
  const rows = makeRows(Math.max(1024, tables.listing.highestId()));
  const sums = startSums();
  const { paths, keys } = append(tables, rows, sums, 0);
  const order = orderOf(keys, paths);
  const inOrder = order === null ? paths : Array.from(order, place => paths[place]!);
  if (order !== null) reordered(rows, order);
  const lastKey = (order === null ? keys.at(-1) : keys[order.at(-1)!]) ?? '';
  const ids = rows.columns.id.subarray(0, rows.count);
  const highestId = ids.reduce((highest, id) => Math.max(highest, id), 0);
  return { rows, sums, text: startText(inOrder), lastKey, placeOf: placesById(ids), highestId };
}

/** Adds photos with ids above all before. False where their paths belong between the others: the index is to be made again. */
export function addPhotos(tables: Tables, index: LoadedIndex): boolean {
  const { rows, sums, text } = index;
  const { paths, keys } = append(tables, rows, sums, index.highestId);
  const first = keys[0];
  if (first === undefined) return true;
  if (first < index.lastKey || orderOf(keys, paths) !== null) return false;
  text.add(paths);
  index.lastKey = keys.at(-1)!;
  index.highestId = rows.columns.id[rows.count - 1]!;
  index.placeOf = placesById(rows.columns.id.subarray(0, rows.count));
  return true;
}
