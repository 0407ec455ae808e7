// A shape as a path on the screen, and where its tag stands.
import type { BoxGeometry, Shape } from '../../../shared/records/shape.ts';
import { outlinesOf } from './things.ts';
import { toScreen, type Point, type View } from './view.ts';

export type ScreenRect = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Radius of a point, in screen pixels. */
export const pointRadiusPx = 5;
/** Corners nearer to the last one than this on the screen are left out: a mask seen from afar has thousands of them. */
const smallestStepPx = 0.6;

/** On whole pixels, at least one wide: strokes of boxes stay sharp. */
export function screenRect(view: View, box: BoxGeometry): ScreenRect {
  const from = toScreen(view, box);
  const to = toScreen(view, { x: box.x + box.width, y: box.y + box.height });
  const x = Math.round(from.x);
  const y = Math.round(from.y);
  return { x, y, width: Math.max(1, Math.round(to.x) - x), height: Math.max(1, Math.round(to.y) - y) };
}

/** Adds the shape to a path that is stroked, and filled by the even-odd rule. `rect` is its box on the screen. */
export function addShape(path: Path2D, view: View, shape: Shape, rect: ScreenRect): void {
  if (shape.kind === 'box') {
    path.rect(rect.x, rect.y, rect.width, rect.height);
  } else if (shape.kind === 'point') {
    const { x, y } = toScreen(view, shape.point);
    path.moveTo(x + pointRadiusPx, y);
    path.arc(x, y, pointRadiusPx, 0, 2 * Math.PI);
  } else {
    for (const outline of outlinesOf(shape)) addOutline(path, view, outline);
  }
}

function addOutline(path: Path2D, view: View, outline: readonly number[]): void {
  let [lastX, lastY] = [NaN, NaN];
  for (let i = 0; i < outline.length; i += 2) {
    const x = outline[i]! * view.scale + view.x;
    const y = outline[i + 1]! * view.scale + view.y;
    if (Math.abs(x - lastX) + Math.abs(y - lastY) < smallestStepPx) continue;
    if (i === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
    [lastX, lastY] = [x, y];
  }
  path.closePath();
}

/** Where the tag's lower left corner touches: the corner of a box, the highest place of another shape, beside a point. */
export function tagPoint(view: View, shape: Shape, rect: ScreenRect): Point {
  if (shape.kind === 'box') return { x: rect.x, y: rect.y };
  if (shape.kind === 'point') {
    const { x, y } = toScreen(view, shape.point);
    return { x: x + pointRadiusPx + 2, y };
  }
  let top: Point | null = null;
  for (const outline of outlinesOf(shape)) {
    for (let i = 0; i < outline.length; i += 2) {
      if (top === null || outline[i + 1]! < top.y) top = { x: outline[i]!, y: outline[i + 1]! };
    }
  }
  return top === null ? { x: rect.x, y: rect.y } : toScreen(view, top);
}
