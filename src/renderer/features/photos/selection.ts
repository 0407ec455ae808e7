// Which photos are selected, as a file manager does it. Photos are held by id, so that a list in another order keeps the selection.
import type { PlaceOf } from '../../../shared/places-by-id.ts';
import type { PhotoId } from '../../../shared/records/ids.ts';
import type { Column } from '../../../shared/records/photo-page.ts';

export type Selection = {
  readonly ids: ReadonlySet<PhotoId>;
  /** Where a Shift selection starts. */
  readonly anchor: PhotoId | null;
  /** The photo that arrow keys start from. */
  readonly focus: PhotoId | null;
};

export type Modifiers = { readonly shift: boolean; readonly toggle: boolean };

export const nothingSelected: Selection = { ids: new Set(), anchor: null, focus: null };

function range(list: Column<PhotoId>, from: number, to: number): Iterable<PhotoId> {
  return list.slice(Math.min(from, to), Math.max(from, to) + 1);
}

/** A click on a photo, or an arrow key that led to it. Shift takes everything from the anchor; Ctrl (⌘) adds or removes. */
export function choose(
  selection: Selection,
  list: Column<PhotoId>,
  index: number,
  { shift, toggle }: Modifiers,
): Selection {
  const id = list[index];
  if (id === undefined) return selection;
  if (shift) {
    const anchorIndex = selection.anchor === null ? -1 : list.indexOf(selection.anchor);
    const from = anchorIndex < 0 ? index : anchorIndex;
    const ids = new Set([...(toggle ? selection.ids : []), ...range(list, from, index)]);
    return { ids, anchor: list[from] ?? id, focus: id };
  }
  if (toggle) {
    const ids = new Set(selection.ids);
    if (!ids.delete(id)) ids.add(id);
    return { ids, anchor: id, focus: id };
  }
  return { ids: new Set([id]), anchor: id, focus: id };
}

/** Ctrl+A. */
export function chooseAll(selection: Selection, list: Column<PhotoId>): Selection {
  return { ids: new Set(list), anchor: selection.anchor ?? list[0] ?? null, focus: selection.focus ?? list[0] ?? null };
}

/** Esc: nothing is selected, the arrow keys go on from where they were. */
export function chooseNone(selection: Selection): Selection {
  return { ids: new Set(), anchor: null, focus: selection.focus };
}

/** A rectangle drawn over the grid: what it touches is added to what was selected before, or with `toggle` turned over. */
export function chooseTouched(before: Selection, touched: readonly PhotoId[], toggle: boolean): Selection {
  const ids = new Set(before.ids);
  for (const id of touched) {
    if (toggle && before.ids.has(id)) ids.delete(id);
    else ids.add(id);
  }
  const last = touched.at(-1);
  return { ids, anchor: touched[0] ?? before.anchor, focus: last ?? before.focus };
}

/** The selection without photos that are no longer in the list. The same object where nothing is gone. */
export function keepListed(selection: Selection, placeOf: PlaceOf): Selection {
  const isListed = (id: PhotoId | null): boolean => id === null || placeOf(id) >= 0;
  const ids = new Set([...selection.ids].filter(isListed));
  if (ids.size === selection.ids.size && isListed(selection.anchor) && isListed(selection.focus)) return selection;
  return {
    ids,
    anchor: isListed(selection.anchor) ? selection.anchor : null,
    focus: isListed(selection.focus) ? selection.focus : null,
  };
}
