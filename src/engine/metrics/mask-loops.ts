// The edges of a mask as loops along the corners of its pixels.
import type { Mask } from './run-lengths.ts';

/**
 * One loop `[x1, y1, x2, y2, …]` for each edge, corners only: clockwise on the screen around what is on, the other way around holes.
 * Filled by the even-odd rule they give the mask. Pixels that only touch at a corner part.
 */
export function maskLoops({ pixels, widthPx, heightPx }: Mask): number[][] {
  const isOn = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < widthPx && y < heightPx && pixels[y * widthPx + x] !== 0;
  const traced = new Uint8Array(pixels.length);
  const loops: number[][] = [];
  for (let at = 0; at < pixels.length; at++) {
    const [x, y] = [at % widthPx, Math.floor(at / widthPx)];
    if (pixels[at] === 0 || traced[at] === 1 || isOn(x, y - 1)) continue;
    loops.push(trace(x, y, isOn, pixel => (traced[pixel.y * widthPx + pixel.x] = 1)));
  }
  return loops;
}

/** Twice the area, above 0 for a loop that goes clockwise on the screen. */
export function signedArea(loop: readonly number[]): number {
  let area = 0;
  for (let i = 0; i < loop.length; i += 2) {
    const next = (i + 2) % loop.length;
    area += loop[i]! * loop[next + 1]! - loop[next]! * loop[i + 1]!;
  }
  return area;
}

/** Steps along the edges of pixels with what is on at the right hand: right, down, left, up. */
const steps = [
  { x: 1, y: 0, right: { x: 0, y: 0 }, left: { x: 0, y: -1 } },
  { x: 0, y: 1, right: { x: -1, y: 0 }, left: { x: 0, y: 0 } },
  { x: -1, y: 0, right: { x: -1, y: -1 }, left: { x: -1, y: 0 } },
  { x: 0, y: -1, right: { x: 0, y: -1 }, left: { x: -1, y: -1 } },
] as const;

/** Corners of one loop, from the upper left corner of a pixel that is on below one that is off. */
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
