// Shapes in the simpler forms that formats know: the box around them, the area they cover, their outline.
import { assertNever } from '../../../shared/errors.ts';
import {
  cornersOfRotatedBox,
  type BoxGeometry,
  type PolygonGeometry,
  type Shape,
} from '../../../shared/records/shape.ts';
import { polygonOfMask } from './mask-outlines.ts';
import { extentOfMask } from './masks.ts';

/** The smallest upright box around a shape; null for a point, and for a mask of nothing. It may reach over the photo's edge. */
export function boxAround(shape: Shape): BoxGeometry | null {
  switch (shape.kind) {
    case 'box':
      return shape.box;
    case 'rotated-box':
      return aroundPoints(cornersOfRotatedBox(shape.rotatedBox));
    case 'polygon':
      return aroundPoints(shape.polygon.flat());
    case 'mask':
      return extentOfMask(shape.mask)?.box ?? null;
    case 'point':
      return null;
    default:
      return assertNever(shape);
  }
}

function aroundPoints(points: readonly number[]): BoxGeometry {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    [left, right] = [Math.min(left, points[i]!), Math.max(right, points[i]!)];
    [top, bottom] = [Math.min(top, points[i + 1]!), Math.max(bottom, points[i + 1]!)];
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Square pixels that a shape covers; parts of a polygon are summed. */
export function areaOfShape(shape: Shape): number {
  switch (shape.kind) {
    case 'box':
      return shape.box.width * shape.box.height;
    case 'rotated-box':
      return shape.rotatedBox.width * shape.rotatedBox.height;
    case 'polygon':
      return shape.polygon.reduce((sum, part) => sum + areaOfPart(part), 0);
    case 'mask':
      return extentOfMask(shape.mask)?.area ?? 0;
    case 'point':
      return 0;
    default:
      return assertNever(shape);
  }
}

function areaOfPart(part: readonly number[]): number {
  let twice = 0;
  for (let i = 0; i < part.length; i += 2) {
    const next = (i + 2) % part.length;
    twice += part[i]! * part[next + 1]! - part[next]! * part[i + 1]!;
  }
  return Math.abs(twice) / 2;
}

/** The outline of a shape, a mask's without its holes; null for a point, and for a mask that has none. */
export function outlineOf(shape: Shape): PolygonGeometry | null {
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
      return polygonOfMask(shape.mask)?.polygon ?? null;
    case 'point':
      return null;
    default:
      return assertNever(shape);
  }
}
