// Masks as polygons, along the edges of their pixels.
import type { MaskGeometry, PolygonGeometry } from '../../../shared/records/shape.ts';
import { bitmapOfMask } from './masks.ts';

const mostVertices = 100_000;

export type TracedMask = {
  /** One part for each piece of the mask, clockwise, corners at the corners of pixels: drawn again it gives the mask without its holes. */
  readonly polygon: PolygonGeometry;
  /** Holes that the polygon fills. */
  readonly holes: number;
};

/** The outlines of a mask; null where it is empty, damaged, or an outline has more than 100,000 corners. */
export function polygonOfMask(mask: MaskGeometry): TracedMask | null {
  const bitmap = bitmapOfMask(mask);
  if (bitmap === null) return null;
  const { widthPx, heightPx } = mask;
  const isOn = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < widthPx && y < heightPx && bitmap[y * widthPx + x] !== 0;
  const traced = new Uint8Array(bitmap.length);
  const polygon: number[][] = [];
  let holes = 0;
  for (let at = 0; at < bitmap.length; at++) {
    const [x, y] = [at % widthPx, Math.floor(at / widthPx)];
    if (bitmap[at] === 0 || traced[at] === 1 || isOn(x, y - 1)) continue;
    const loop = trace(x, y, isOn, pixel => (traced[pixel.y * widthPx + pixel.x] = 1));
    if (signedArea(loop) < 0) holes += 1;
    else if (loop.length > 2 * mostVertices) return null;
    else polygon.push(loop);
  }
  return polygon.length === 0 ? null : { polygon, holes };
}

/** Steps along the edges of pixels with what is on at the right hand: right, down, left, up. */
const steps = [
  { x: 1, y: 0, right: { x: 0, y: 0 }, left: { x: 0, y: -1 } },
  { x: 0, y: 1, right: { x: -1, y: 0 }, left: { x: 0, y: 0 } },
  { x: -1, y: 0, right: { x: -1, y: -1 }, left: { x: -1, y: 0 } },
  { x: 0, y: -1, right: { x: 0, y: -1 }, left: { x: -1, y: -1 } },
] as const;

/** Corners of one loop, from the upper left corner of a pixel that is on below one that is off. Pixels that only touch at a corner part. */
function trace(
  startX: number,
  startY: number,
  isOn: (x: number, y: number) => boolean,
  onTopEdge: (pixel: { readonly x: number; readonly y: number }) => void,
): number[] {
  const corners: number[] = [];
  let [x, y, direction] = [startX, startY, 0];
  do {
    if (direction === 0) onTopEdge({ x, y });
    const step = steps[direction]!;
    [x, y] = [x + step.x, y + step.y];
    const { right, left } = step;
    // `right` and `left` are the pixels ahead at either hand, from the corner.
    const turn = !isOn(x + right.x, y + right.y) ? 1 : isOn(x + left.x, y + left.y) ? 3 : 0;
    if (turn !== 0) corners.push(x, y);
    direction = (direction + turn) % 4;
  } while (x !== startX || y !== startY || direction !== 0);
  return corners;
}

/** Twice the area, above 0 for a loop that goes clockwise on the screen. */
const signedArea = (loop: readonly number[]): number => {
  let area = 0;
  for (let i = 0; i < loop.length; i += 2) {
    const next = (i + 2) % loop.length;
    area += loop[i]! * loop[next + 1]! - loop[next]! * loop[i + 1]!;
  }
  return area;
};
