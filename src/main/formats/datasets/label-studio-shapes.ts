// One result of Label Studio, read: percent of the photo become pixels, a box turns about its upper left corner.
import type { Shape } from '../../../shared/records/shape.ts';
import { listOf, numberOf, objectOf, textOf, type JsonObject } from './json-values.ts';
import { readBrush } from './label-studio-rle.ts';
import { extentOfMask, isMaskSize, maskOfBitmap } from './masks.ts';
import type { Notes } from './notes.ts';
import { boxShape, polygonShape, type Frame } from './reading.ts';

export type Region = { readonly shape: Shape; readonly unit: 'pixel' | 'photo' };

/** Kinds of results that draw something, by what their type begins with. */
const shapeTypes = /^(rectangle|polygon|keypoint|brush|ellipse)(?:labels)?$/;
export const isShapeType = (type: string): boolean => shapeTypes.test(type);
const ellipseCorners = 72;

/** `size`: of the photo, 0 where nobody knows; then boxes, polygons and points are fractions. null and a note for what cannot be drawn. */
export function regionOf(
  result: JsonObject,
  size: { readonly widthPx: number; readonly heightPx: number },
  notes: Notes,
  where: string,
): Region | null {
  const value = objectOf(result['value']) ?? {};
  const isKnown = size.widthPx > 0 && size.heightPx > 0;
  const frame: Frame = isKnown ? { width: size.widthPx, height: size.heightPx } : { width: 1, height: 1 };
  const unit = isKnown ? 'pixel' : 'photo';
  const x = (percent: unknown): number => (numberOf(percent) / 100) * frame.width;
  const y = (percent: unknown): number => (numberOf(percent) / 100) * frame.height;
  const region = (shape: Shape | null): Region | null => (shape === null ? null : { shape, unit });
  const refuse = (code: 'photo-size-unknown' | 'label-studio-value'): null => {
    notes.add(code, where);
    return null;
  };
  switch (shapeTypes.exec(textOf(result['type']))?.[1]) {
    case 'rectangle': {
      const [left, top, width, height] = [x(value['x']), y(value['y']), x(value['width']), y(value['height'])];
      const angle = ((numberOf(value['rotation'] ?? 0) % 360) + 360) % 360;
      if (angle === 0)
        return region(boxShape({ left, top, right: left + width, bottom: top + height }, frame, notes, where));
      if (!isKnown) return refuse('photo-size-unknown');
      const [sin, cos] = [Math.sin((angle * Math.PI) / 180), Math.cos((angle * Math.PI) / 180)];
      const centreX = left + (cos * width - sin * height) / 2;
      const centreY = top + (sin * width + cos * height) / 2;
      if (![centreX, centreY].every(Number.isFinite) || !(width > 0) || !(height > 0))
        return refuse('label-studio-value');
      return region({ kind: 'rotated-box', rotatedBox: { centreX, centreY, width, height, angle } });
    }
    case 'polygon': {
      const part = listOf(value['points']).flatMap(point => [x(listOf(point)[0]), y(listOf(point)[1])]);
      return region(polygonShape([part], frame, notes, where));
    }
    case 'keypoint': {
      const point = { x: x(value['x']), y: y(value['y']) };
      return Number.isFinite(point.x) && Number.isFinite(point.y)
        ? region({ kind: 'point', point })
        : refuse('label-studio-value');
    }
    case 'ellipse': {
      const [radiusX, radiusY] = [x(value['radiusX']), y(value['radiusY'])];
      const turn = (numberOf(value['rotation'] ?? 0) * Math.PI) / 180;
      const part = Array.from({ length: ellipseCorners }, (_, place) => (2 * Math.PI * place) / ellipseCorners).flatMap(
        angle => {
          const [along, across] = [radiusX * Math.cos(angle), radiusY * Math.sin(angle)];
          return [
            x(value['x']) + Math.cos(turn) * along - Math.sin(turn) * across,
            y(value['y']) + Math.sin(turn) * along + Math.cos(turn) * across,
          ];
        },
      );
      const shape = polygonShape([part], frame, notes, where);
      if (shape !== null) notes.add('ellipse-as-polygon', where);
      return region(shape);
    }
    default:
      return isKnown ? region(brush(value, size, notes, where)) : refuse('photo-size-unknown');
  }
}

function brush(
  value: JsonObject,
  size: { readonly widthPx: number; readonly heightPx: number },
  notes: Notes,
  where: string,
): Shape | null {
  const rle = listOf(value['rle']);
  const isBytes = rle.every(byte => Number.isInteger(byte) && (byte as number) >= 0 && (byte as number) <= 255);
  const bitmap = isBytes && isMaskSize(size) ? readBrush(Uint8Array.from(rle as readonly number[]), size) : null;
  if (bitmap === null) {
    notes.add('mask-damaged', where);
    return null;
  }
  const mask = maskOfBitmap(bitmap, size);
  if (extentOfMask(mask) !== null) return { kind: 'mask', mask };
  notes.add('mask-empty', where);
  return null;
}
