// The eight ways in which EXIF says that a photo is stored (formats.md, section 5), for every shape: from the stored pixels to the upright
// photo and back.
import {
  decodeMask,
  encodeMask,
  readRunLengths,
  writeRunLengths,
  type Mask,
} from '../../engine/metrics/run-lengths.ts';
import type { MaskGeometry, RotatedBoxGeometry, Shape } from '../../shared/records/shape.ts';

/** `x`, `y` in pixels, real numbers from the left and upper edge. */
type Point = readonly [x: number, y: number];
type PointMap = (x: number, y: number) => Point;
export type Size = { readonly widthPx: number; readonly heightPx: number };
export type Direction = 'to-upright' | 'to-stored';

/** A mask of more pixels is not unpacked to be turned. */
const mostMaskPixels = 100e6;

/** Whether width and height change places. */
export const swapsSides = (orientation: number): boolean => orientation >= 5 && orientation <= 8;

/** The size in the other frame; the same map both ways. */
export const turnedSize = ({ widthPx, heightPx }: Size, orientation: number): Size =>
  swapsSides(orientation) ? { widthPx: heightPx, heightPx: widthPx } : { widthPx, heightPx };

/** `orientation` 1…8; `upright`: size of the upright photo. */
export function pointMap(orientation: number, upright: Size, direction: Direction): PointMap {
  // Width and height of the stored photo, as the table in formats.md has them.
  const { widthPx: w, heightPx: h } = turnedSize(upright, orientation);
  const toUpright = direction === 'to-upright';
  switch (orientation) {
    case 2:
      return (x, y) => [w - x, y];
    case 3:
      return (x, y) => [w - x, h - y];
    case 4:
      return (x, y) => [x, h - y];
    case 5:
      return (x, y) => [y, x];
    case 6:
      return toUpright ? (x, y) => [h - y, x] : (x, y) => [y, h - x];
    case 7:
      return (x, y) => (toUpright ? [h - y, w - x] : [w - y, h - x]);
    case 8:
      return toUpright ? (x, y) => [y, w - x] : (x, y) => [w - y, x];
    default:
      return (x, y) => [x, y];
  }
}

/** The shape in the other frame; null for a mask that is none of this photo's size, or too large to be turned. */
export function mapShape(shape: Shape, orientation: number, upright: Size, direction: Direction): Shape | null {
  if (orientation <= 1 || orientation > 8) return shape;
  const map = pointMap(orientation, upright, direction);
  switch (shape.kind) {
    case 'box': {
      const { x, y, width, height } = shape.box;
      const [[left, top], [right, bottom]] = [map(x, y), map(x + width, y + height)];
      const box = { x: Math.min(left, right), y: Math.min(top, bottom) };
      return {
        kind: 'box',
        box: { ...box, width: Math.abs(right - left), height: Math.abs(bottom - top) },
      };
    }
    case 'rotated-box':
      return { kind: 'rotated-box', rotatedBox: mapRotatedBox(shape.rotatedBox, map) };
    case 'polygon':
      return { kind: 'polygon', polygon: shape.polygon.map(part => mapPart(part, map)) };
    case 'point': {
      const [x, y] = map(shape.point.x, shape.point.y);
      return { kind: 'point', point: { x, y } };
    }
    case 'mask': {
      const mask = mapMask(shape.mask, map, turnedSize(shape.mask, orientation));
      return mask && { kind: 'mask', mask };
    }
  }
}

function mapPart(part: readonly number[], map: PointMap): number[] {
  const mapped: number[] = [];
  for (let at = 0; at + 1 < part.length; at += 2) mapped.push(...map(part[at]!, part[at + 1]!));
  return mapped;
}

/** A rotated box is the same after it is mirrored across its own axes, so that where its width points to is all that counts. */
function mapRotatedBox(box: RotatedBoxGeometry, map: PointMap): RotatedBoxGeometry {
  const { centreX, centreY, width, height } = box;
  const angle = (box.angle * Math.PI) / 180;
  const [x, y] = map(centreX, centreY);
  const [alongX, alongY] = map(centreX + Math.cos(angle), centreY + Math.sin(angle));
  const degrees = (Math.atan2(alongY - y, alongX - x) * 180) / Math.PI;
  return { centreX: x, centreY: y, width, height, angle: ((degrees % 360) + 360) % 360 };
}

function mapMask(mask: MaskGeometry, map: PointMap, into: Size): MaskGeometry | null {
  if (mask.widthPx * mask.heightPx > mostMaskPixels) return null;
  const runs = readRunLengths(mask.counts, mask.heightPx, mask.widthPx);
  if (runs === null) return null;
  const from = decodeMask(runs);
  const to: Mask = { ...into, pixels: new Uint8Array(from.pixels.length) };
  for (let y = 0; y < from.heightPx; y++) {
    for (let x = 0; x < from.widthPx; x++) {
      if (from.pixels[y * from.widthPx + x] === 0) continue;
      // A pixel's centre lies in the pixel that it becomes.
      const [column, row] = map(x + 0.5, y + 0.5);
      to.pixels[Math.floor(row) * into.widthPx + Math.floor(column)] = 1;
    }
  }
  return { ...into, counts: writeRunLengths(encodeMask(to)) };
}
