// What becomes of an annotation when the photo it is on is known: in pixels, in the upright frame, inside the photo; or why it is refused.
// The rule: a box is cut at the photo's edges, the vertices of a polygon are moved to them; what is then without area, or was outside
// altogether, is refused. Rotated boxes and points count by their centre. Masks must be of the photo's size.
import { areaOf, readRunLengths } from '../../engine/metrics/run-lengths.ts';
import {
  shape as shapeSchema,
  type BoxGeometry,
  type PolygonGeometry,
  type Shape,
} from '../../shared/records/shape.ts';
import type { NoteCode } from '../formats/datasets/notes.ts';
import type { ReadAnnotation } from '../formats/datasets/read-dataset.ts';
import { mapShape, turnedSize, type Size } from './frame.ts';

export type Prepared =
  | { readonly kind: 'fits'; readonly shape: Shape | null; readonly changed: NoteCode | null }
  | { readonly kind: 'refused'; readonly reason: NoteCode };

/** Cutting less than this is rounding, not a change that anybody wants to hear of. */
const noticedPx = 0.5;
/** A side below this is no area: the stored precision of a box. */
const leastPx = 0.01;

const refused = (reason: NoteCode): Prepared => ({ kind: 'refused', reason });

export type PhotoFrame = {
  /** Of the upright photo; 0 where nobody knows it. */
  readonly size: Size;
  /** EXIF orientation when the coordinates are those of the photo as it is stored, else 1. */
  readonly storedAs: number;
};

export function prepareAnnotation({ shape, unit }: ReadAnnotation, { size, storedAs }: PhotoFrame): Prepared {
  if (shape === null) return { kind: 'fits', shape, changed: null };
  if (size.widthPx <= 0 || size.heightPx <= 0) return refused('photo-size-unknown');
  if (!coordinates(shape).every(Number.isFinite))
    return refused(shape.kind === 'polygon' ? 'polygon-not-a-number' : 'box-not-a-number');
  const inPixels = unit === 'photo' ? scaled(shape, turnedSize(size, storedAs)) : shape;
  const upright = mapShape(inPixels, storedAs, size, 'to-upright');
  if (upright === null) return refused('mask-of-another-size');
  const inside = fitted(upright, size);
  // The last word has the schema of what is stored: a vertex too many, an angle that is none.
  if (inside.kind === 'fits' && !shapeSchema.safeParse(inside.shape).success) return refused('shape-invalid');
  return inside;
}

/** Whether all of it lies inside a photo of this size, but for rounding. `unit` must be pixels. */
export function liesInside(shape: Shape, { widthPx, heightPx }: Size): boolean {
  const [left, top, right, bottom] = boundsOfShape(shape);
  return left >= -noticedPx && top >= -noticedPx && right <= widthPx + noticedPx && bottom <= heightPx + noticedPx;
}

/** Left, top, right, bottom of what is drawn; of a rotated box the box that its centre and size make. */
export function boundsOfShape(shape: Shape): readonly [number, number, number, number] {
  switch (shape.kind) {
    case 'box':
      return [shape.box.x, shape.box.y, shape.box.x + shape.box.width, shape.box.y + shape.box.height];
    case 'rotated-box': {
      const { centreX, centreY, width, height, angle } = shape.rotatedBox;
      const radians = (angle * Math.PI) / 180;
      const [cos, sin] = [Math.abs(Math.cos(radians)), Math.abs(Math.sin(radians))];
      const [across, down] = [(width * cos + height * sin) / 2, (width * sin + height * cos) / 2];
      return [centreX - across, centreY - down, centreX + across, centreY + down];
    }
    case 'polygon':
      return boundsOfPolygon(shape.polygon);
    case 'mask':
      return [0, 0, shape.mask.widthPx, shape.mask.heightPx];
    case 'point':
      return [shape.point.x, shape.point.y, shape.point.x, shape.point.y];
  }
}

function boundsOfPolygon(polygon: PolygonGeometry): [number, number, number, number] {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const part of polygon) {
    for (let at = 0; at + 1 < part.length; at += 2) {
      left = Math.min(left, part[at]!);
      right = Math.max(right, part[at]!);
      top = Math.min(top, part[at + 1]!);
      bottom = Math.max(bottom, part[at + 1]!);
    }
  }
  return [left, top, right, bottom];
}

function coordinates(shape: Shape): readonly number[] {
  switch (shape.kind) {
    case 'box':
      return Object.values(shape.box);
    case 'rotated-box':
      return Object.values(shape.rotatedBox);
    case 'polygon':
      return shape.polygon.flat();
    case 'point':
      return [shape.point.x, shape.point.y];
    case 'mask':
      return [];
  }
}

/** From fractions of the photo to pixels. */
function scaled(shape: Shape, { widthPx: w, heightPx: h }: Size): Shape {
  switch (shape.kind) {
    case 'box': {
      const { x, y, width, height } = shape.box;
      return { kind: 'box', box: { x: x * w, y: y * h, width: width * w, height: height * h } };
    }
    case 'rotated-box': {
      const { centreX, centreY, width, height, angle } = shape.rotatedBox;
      const box = { centreX: centreX * w, centreY: centreY * h, width: width * w, height: height * h, angle };
      return { kind: 'rotated-box', rotatedBox: box };
    }
    case 'polygon':
      return {
        kind: 'polygon',
        polygon: shape.polygon.map(part => part.map((value, at) => value * (at % 2 === 0 ? w : h))),
      };
    case 'point':
      return { kind: 'point', point: { x: shape.point.x * w, y: shape.point.y * h } };
    case 'mask':
      return shape;
  }
}

function fitted(shape: Shape, size: Size): Prepared {
  switch (shape.kind) {
    case 'box':
      return fittedBox(shape.box, size);
    case 'polygon':
      return fittedPolygon(shape.polygon, size);
    case 'rotated-box': {
      const { centreX, centreY, width, height } = shape.rotatedBox;
      if (width < leastPx || height < leastPx) return refused('box-empty');
      return isInside(centreX, centreY, size) ? { kind: 'fits', shape, changed: null } : refused('box-outside');
    }
    case 'point':
      return isInside(shape.point.x, shape.point.y, size)
        ? { kind: 'fits', shape, changed: null }
        : refused('point-outside');
    case 'mask': {
      const { widthPx, heightPx, counts } = shape.mask;
      if (widthPx !== size.widthPx || heightPx !== size.heightPx) return refused('mask-of-another-size');
      const runs = readRunLengths(counts, heightPx, widthPx);
      if (runs === null) return refused('mask-damaged');
      return areaOf(runs) === 0 ? refused('mask-empty') : { kind: 'fits', shape, changed: null };
    }
  }
}

const isInside = (x: number, y: number, { widthPx, heightPx }: Size): boolean =>
  x >= 0 && y >= 0 && x <= widthPx && y <= heightPx;

function fittedBox({ x, y, width, height }: BoxGeometry, { widthPx, heightPx }: Size): Prepared {
  if (width < leastPx || height < leastPx) return refused('box-empty');
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const [right, bottom] = [Math.min(widthPx, x + width), Math.min(heightPx, y + height)];
  if (right - left < leastPx || bottom - top < leastPx) return refused('box-outside');
  const cut = Math.max(left - x, top - y, x + width - right, y + height - bottom);
  // A box that is inside stays what it was to the last digit.
  const box = cut <= 0 ? { x, y, width, height } : { x: left, y: top, width: right - left, height: bottom - top };
  return { kind: 'fits', shape: { kind: 'box', box }, changed: cut > noticedPx ? 'box-clipped' : null };
}

/** Moves vertices to the edges and so keeps them all: a polygon loses no vertex (lessons.md, L9). */
function fittedPolygon(polygon: PolygonGeometry, size: Size): Prepared {
  const [left, top, right, bottom] = boundsOfPolygon(polygon);
  if (right - left < leastPx || bottom - top < leastPx) return refused('polygon-empty');
  const cut = Math.max(-left, -top, right - size.widthPx, bottom - size.heightPx);
  if (cut <= 0) return { kind: 'fits', shape: { kind: 'polygon', polygon }, changed: null };
  const moved = polygon.map(part =>
    part.map((value, at) => Math.min(Math.max(value, 0), at % 2 === 0 ? size.widthPx : size.heightPx)),
  );
  const [l, t, r, b] = boundsOfPolygon(moved);
  if (r - l < leastPx || b - t < leastPx) return refused('polygon-outside');
  const changed = cut > noticedPx ? 'polygon-clipped' : null;
  return { kind: 'fits', shape: { kind: 'polygon', polygon: moved }, changed };
}
