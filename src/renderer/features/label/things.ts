// What is drawn on a photo, whatever its shape: how far it reaches, whether a point lies in it, what lies under the pointer.
import type { AnnotationId, ClassId } from '../../../shared/records/ids.ts';
import type { Annotation } from '../../../shared/records/photo.ts';
import { cornersOfRotatedBox, type BoxGeometry, type Shape } from '../../../shared/records/shape.ts';
import { maskOf } from './mask-shape.ts';
import { toPhoto, type Point, type View } from './view.ts';

export type Thing = {
  readonly id: AnnotationId;
  readonly classId: ClassId;
  readonly shape: Shape;
  /** The box itself, or the smallest one around another shape. */
  readonly box: BoxGeometry;
};

/** Hit areas, in screen pixels: a stroke is taken 4 to each side, a point within 10. */
const strokeReachPx = 4;
const pointReachPx = 10;

/** The thing that an annotation draws; null for one of the whole photo. */
export function thingOf(annotation: Annotation): Thing | null {
  if (annotation.kind === 'label' || annotation.kind === 'nothing') return null;
  return { id: annotation.id, classId: annotation.classId, shape: annotation, box: boundsOf(annotation) };
}

/** Outlines of a shape, each `[x1, y1, …]` and closed, to be filled by the even-odd rule; a point has none. */
export function outlinesOf(shape: Shape): readonly (readonly number[])[] {
  switch (shape.kind) {
    case 'box': {
      const { x, y, width, height } = shape.box;
      return [[x, y, x + width, y, x + width, y + height, x, y + height]];
    }
    case 'rotated-box':
      return [cornersOfRotatedBox(shape.rotatedBox)];
    case 'polygon':
      return shape.polygon;
    case 'mask':
      return maskOf(shape.mask).loops();
    case 'point':
      return [];
  }
}

export function boundsOf(shape: Shape): BoxGeometry {
  if (shape.kind === 'box') return shape.box;
  if (shape.kind === 'point') return { ...shape.point, width: 0, height: 0 };
  if (shape.kind === 'mask') return maskOf(shape.mask).box;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const outline of outlinesOf(shape)) {
    for (let i = 0; i < outline.length; i += 2) {
      left = Math.min(left, outline[i]!);
      right = Math.max(right, outline[i]!);
      top = Math.min(top, outline[i + 1]!);
      bottom = Math.max(bottom, outline[i + 1]!);
    }
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Inside by the even-odd rule, as it is filled, or on a stroke within `reach`. */
function isInOutlines(outlines: readonly (readonly number[])[], { x, y }: Point, reach: number): boolean {
  let isInside = false;
  for (const outline of outlines) {
    for (let i = 0, before = outline.length - 2; i < outline.length; before = i, i += 2) {
      const [fromX, fromY, toX, toY] = [outline[before]!, outline[before + 1]!, outline[i]!, outline[i + 1]!];
      if (fromY > y !== toY > y && x < fromX + ((y - fromY) / (toY - fromY)) * (toX - fromX)) isInside = !isInside;
      if (distanceToStretch(x, y, fromX, fromY, toX, toY) <= reach) return true;
    }
  }
  return isInside;
}

function distanceToStretch(x: number, y: number, fromX: number, fromY: number, toX: number, toY: number): number {
  const [alongX, alongY] = [toX - fromX, toY - fromY];
  const length2 = alongX * alongX + alongY * alongY;
  const at = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - fromX) * alongX + (y - fromY) * alongY) / length2));
  return Math.hypot(x - fromX - at * alongX, y - fromY - at * alongY);
}

/** The thing under a screen point: the smallest that holds it or whose stroke is within reach, so that things in things can be taken. */
export function thingAt<Item extends Pick<Thing, 'box' | 'shape'>>(
  view: View,
  things: readonly Item[],
  at: Point,
): Item | null {
  const point = toPhoto(view, at);
  let best: Item | null = null;
  let bestArea = Infinity;
  for (const item of things) {
    const { box, shape } = item;
    const reach = (shape.kind === 'point' ? pointReachPx : strokeReachPx) / view.scale;
    if (point.x < box.x - reach || point.x > box.x + box.width + reach) continue;
    if (point.y < box.y - reach || point.y > box.y + box.height + reach) continue;
    const area = box.width * box.height;
    if (area >= bestArea || !isUnder(shape, point, reach)) continue;
    best = item;
    bestArea = area;
  }
  return best;
}

/** Of a shape whose bounds hold the point already. */
function isUnder(shape: Shape, point: Point, reach: number): boolean {
  switch (shape.kind) {
    case 'box':
      return true;
    case 'point':
      return Math.hypot(point.x - shape.point.x, point.y - shape.point.y) <= reach;
    case 'rotated-box':
    case 'polygon':
      return isInOutlines(outlinesOf(shape), point, reach);
    case 'mask':
      return maskOf(shape.mask).isOn(point.x, point.y);
  }
}
