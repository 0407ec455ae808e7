// Lays the grid out anew when its photos change, without anything moving under the eye: rows in sight stay as they are drawn, what
// became known of the others (their size, more photos, fewer) is put right around them, and the scroll position follows.
import { placesById } from '../../../shared/places-by-id.ts';
import type { PhotoColumns, PhotoPage } from '../../../shared/records/photo-page.ts';
import { layoutGrid, type GridLayout, type GridOptions, type HeldRow } from './grid-layout.ts';
import { rowOf, rowsBetween } from './grid-lookup.ts';

type Laid = {
  readonly layout: GridLayout;
  readonly ids: PhotoColumns['id'];
  readonly options: GridOptions;
  readonly listKey: string;
};
export type LaidOut = {
  readonly layout: GridLayout;
  /** How far what is in sight stands lower than before, in pixels. */
  readonly shiftPx: number;
};

const isSameOptions = (one: GridOptions, other: GridOptions): boolean =>
  (Object.keys(one) as (keyof GridOptions)[]).every(name => one[name] === other[name]);

export class StableLayout {
  #last: Laid | null = null;
  #view = { topPx: 0, bottomPx: 0 };

  /** What is in sight now, in the grid's own coordinates. */
  see(topPx: number, bottomPx: number): void {
    this.#view = { topPx, bottomPx };
  }

  /** @param listKey filter, order and grouping of the list: another list is not held. */
  next(
    columns: Pick<PhotoColumns, 'id' | 'widthPx' | 'heightPx'>,
    groups: PhotoPage['groups'],
    options: GridOptions,
    listKey: string,
  ): LaidOut {
    const last = this.#last;
    const seen =
      last !== null && last.listKey === listKey && isSameOptions(last.options, options)
        ? rowsInSight(last, this.#view, columns.id)
        : null;
    const layout = layoutGrid(columns, groups, options, options.mode === 'justified' ? (seen?.held ?? []) : []);
    this.#last = { layout, ids: columns.id, options, listKey };
    if (last === null || seen === null) return { layout, shiftPx: 0 };
    const row = rowOf(layout, seen.firstPlace);
    return { layout, shiftPx: row < 0 ? 0 : layout.rowTop[row]! - last.layout.rowTop[seen.firstRow]! };
  }
}

type Seen = { readonly firstRow: number; readonly firstPlace: number; readonly held: readonly HeldRow[] };

/** The rows in sight at their places in the new list; null where one of their photos left or stands elsewhere. */
function rowsInSight(
  { layout, ids }: Laid,
  { topPx, bottomPx }: { readonly topPx: number; readonly bottomPx: number },
  newIds: PhotoColumns['id'],
): Seen | null {
  const { first, end } = rowsBetween(layout, topPx, bottomPx);
  if (first >= end) return null;
  const from = layout.rowFirst[first]!;
  const shift = placesById(newIds)(ids[from]!) - from;
  for (let row = first; row < end; row++) {
    for (let place = layout.rowFirst[row]!; place < layout.rowEnd[row]!; place++) {
      if (newIds[place + shift] !== ids[place]) return null;
    }
  }
  // The last row of a group is not full: photos that are added belong behind it, not under it.
  const lastRows = new Set(layout.bands.map(band => band.endRow - 1));
  const held: HeldRow[] = [];
  for (let row = first; row < end; row++) {
    if (lastRows.has(row)) continue;
    const [start, stop] = [layout.rowFirst[row]!, layout.rowEnd[row]!];
    held.push({
      first: start + shift,
      end: stop + shift,
      heightPx: layout.rowHeight[row]!,
      left: layout.left.slice(start, stop),
      width: layout.width.slice(start, stop),
    });
  }
  return { firstRow: first, firstPlace: from + shift, held };
}
