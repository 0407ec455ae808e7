// Questions about a computed grid: which rows are in sight, which photo is beside another, what a drawn rectangle touches.
import type { GridLayout, GroupBand } from './grid-layout.ts';

export type Rect = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
export type Direction = 'left' | 'right' | 'up' | 'down';

/** The first place in `values[0 … length)` for which `isAtOrAfter` holds; `length` where it never does. */
function lowerBound(length: number, isAtOrAfter: (place: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isAtOrAfter(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Rows that touch the stretch from `topPx` to `bottomPx`; `end` is exclusive. */
export function rowsBetween(
  layout: GridLayout,
  topPx: number,
  bottomPx: number,
): { readonly first: number; readonly end: number } {
  const first = lowerBound(layout.rows, row => layout.rowTop[row]! + layout.rowHeight[row]! > topPx);
  const end = lowerBound(layout.rows, row => layout.rowTop[row]! >= bottomPx);
  return { first, end: Math.max(first, end) };
}

/** Groups that touch the stretch. */
export function bandsBetween(layout: GridLayout, topPx: number, bottomPx: number): readonly GroupBand[] {
  const { bands } = layout;
  const first = lowerBound(bands.length, place => bands[place]!.topPx + bands[place]!.heightPx > topPx);
  const end = lowerBound(bands.length, place => bands[place]!.topPx >= bottomPx);
  return bands.slice(first, Math.max(first, end));
}

/** The row of a photo, or -1 where its group is collapsed. */
export function rowOf(layout: GridLayout, index: number): number {
  const row = lowerBound(layout.rows, place => layout.rowEnd[place]! > index);
  return row < layout.rows && layout.rowFirst[row]! <= index ? row : -1;
}

export function rectOf(layout: GridLayout, index: number): Rect | null {
  const row = rowOf(layout, index);
  if (row < 0) return null;
  const left = layout.left[index]!;
  const top = layout.rowTop[row]!;
  return { left, top, right: left + layout.width[index]!, bottom: top + layout.rowHeight[row]! };
}

/** Photos that a rectangle drawn in the grid touches, in order. */
export function photosInRect(layout: GridLayout, rect: Rect): number[] {
  const { first, end } = rowsBetween(layout, rect.top, rect.bottom);
  const found: number[] = [];
  for (let row = first; row < end; row++) {
    for (let index = layout.rowFirst[row]!; index < layout.rowEnd[row]!; index++) {
      const left = layout.left[index]!;
      if (left < rect.right && left + layout.width[index]! > rect.left) found.push(index);
    }
  }
  return found;
}

/** The photo an arrow key leads to: the next in order, or the nearest of the row above or below. Stays at the ends. */
export function neighbour(layout: GridLayout, index: number, direction: Direction): number {
  const row = rowOf(layout, index);
  if (row < 0) return layout.rows > 0 ? layout.rowFirst[0]! : index;
  if (direction === 'left') {
    if (index > layout.rowFirst[row]!) return index - 1;
    return row > 0 ? layout.rowEnd[row - 1]! - 1 : index;
  }
  if (direction === 'right') {
    if (index + 1 < layout.rowEnd[row]!) return index + 1;
    return row + 1 < layout.rows ? layout.rowFirst[row + 1]! : index;
  }
  const target = direction === 'up' ? row - 1 : row + 1;
  if (target < 0 || target >= layout.rows) return index;
  const middle = layout.left[index]! + layout.width[index]! / 2;
  let best = layout.rowFirst[target]!;
  let bestDistance = Infinity;
  for (let other = layout.rowFirst[target]!; other < layout.rowEnd[target]!; other++) {
    const distance = Math.abs(layout.left[other]! + layout.width[other]! / 2 - middle);
    if (distance < bestDistance) {
      best = other;
      bestDistance = distance;
    }
  }
  return best;
}
