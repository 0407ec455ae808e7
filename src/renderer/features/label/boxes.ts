// Geometry of boxes: drawing, moving and resizing inside the photo, their handles, and the order of reading.
import type { BoxGeometry } from '../../../shared/records/shape.ts';
import { toScreen, type Point, type Size, type View } from './view.ts';

/** West is left. The eight places where a box can be pulled. */
export const handles = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const;
export type Handle = (typeof handles)[number];

/** In screen pixels: a handle is drawn 10 wide and taken within 20. */
const handleReachPx = 10;
/** A box smaller than this on the photo cannot be meant. */
export const smallestBoxPx = 2;

const limit = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
/** Hundredths of a pixel: finer than any hand, and short in files. */
const rounded = (value: number): number => Math.round(value * 100) / 100;

/** The box between two corners in any order, cut to the photo; null where nothing worth keeping is left. */
export function boxBetween(a: Point, b: Point, photo: Size): BoxGeometry | null {
  const left = limit(Math.min(a.x, b.x), 0, photo.widthPx);
  const top = limit(Math.min(a.y, b.y), 0, photo.heightPx);
  const width = limit(Math.max(a.x, b.x), 0, photo.widthPx) - left;
  const height = limit(Math.max(a.y, b.y), 0, photo.heightPx) - top;
  if (width < smallestBoxPx || height < smallestBoxPx) return null;
  return { x: rounded(left), y: rounded(top), width: rounded(width), height: rounded(height) };
}

/** Moves a box; it stops at the photo's edges and keeps its size. */
export function moveBox(box: BoxGeometry, byX: number, byY: number, photo: Size): BoxGeometry {
  return {
    ...box,
    x: rounded(limit(box.x + byX, 0, Math.max(0, photo.widthPx - box.width))),
    y: rounded(limit(box.y + byY, 0, Math.max(0, photo.heightPx - box.height))),
  };
}

/** Pulls one handle by a distance. The opposite edge stays; a handle pulled past it turns the box over. */
export function resizeBox(box: BoxGeometry, handle: Handle, byX: number, byY: number, photo: Size): BoxGeometry {
  const stretch = (from: number, length: number, by: number, pulled: 'low' | 'high' | 'none', room: number) => {
    if (pulled === 'none') return { from, length };
    const fixed = pulled === 'low' ? from + length : from;
    const moved = limit((pulled === 'low' ? from : from + length) + by, 0, room);
    const low = Math.min(fixed, moved);
    const high = Math.max(fixed, moved);
    if (high - low >= smallestBoxPx) return { from: low, length: high - low };
    return {
      from: limit(moved < fixed ? fixed - smallestBoxPx : fixed, 0, room - smallestBoxPx),
      length: smallestBoxPx,
    };
  };
  const horizontal = handle.includes('w') ? 'low' : handle.includes('e') ? 'high' : 'none';
  const vertical = handle.startsWith('n') ? 'low' : handle.startsWith('s') ? 'high' : 'none';
  const x = stretch(box.x, box.width, byX, horizontal, photo.widthPx);
  const y = stretch(box.y, box.height, byY, vertical, photo.heightPx);
  return { x: rounded(x.from), y: rounded(y.from), width: rounded(x.length), height: rounded(y.length) };
}

export function handlePoint(box: BoxGeometry, handle: Handle): Point {
  const x = handle.includes('w') ? 0 : handle.includes('e') ? 1 : 0.5;
  const y = handle.startsWith('n') ? 0 : handle.startsWith('s') ? 1 : 0.5;
  return { x: box.x + x * box.width, y: box.y + y * box.height };
}

/** The nearest handle of the box within reach of a screen point. */
export function handleAt(view: View, box: BoxGeometry, at: Point): Handle | null {
  let best: Handle | null = null;
  let bestDistance = handleReachPx;
  for (const handle of handles) {
    const point = toScreen(view, handlePoint(box, handle));
    const distance = Math.max(Math.abs(point.x - at.x), Math.abs(point.y - at.y));
    // Corners come first where handles of a small box lie on each other.
    if (distance < bestDistance || (distance === bestDistance && handle.length === 2)) {
      best = handle;
      bestDistance = distance;
    }
  }
  return best;
}

type Boxed = { readonly box: BoxGeometry };

/** The order Tab goes through things, by their bounds: rows of reading, from the upper left. */
export function readingOrder<Item extends Boxed>(things: readonly Item[]): Item[] {
  const middleY = ({ box }: Item): number => box.y + box.height / 2;
  const rows = [...things].sort((a, b) => middleY(a) - middleY(b) || a.box.x - b.box.x);
  const ordered: Item[] = [];
  for (let start = 0; start < rows.length;) {
    const line = rows[start]!;
    let end = start + 1;
    while (end < rows.length && middleY(rows[end]!) <= line.box.y + line.box.height) end++;
    ordered.push(...rows.slice(start, end).sort((a, b) => a.box.x - b.box.x || a.box.y - b.box.y));
    start = end;
  }
  return ordered;
}
