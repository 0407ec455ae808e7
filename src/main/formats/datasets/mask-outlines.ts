// Masks as polygons, along the edges of their pixels.
import { maskLoops, signedArea } from '../../../engine/metrics/mask-loops.ts';
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
  const loops = maskLoops({ ...mask, pixels: bitmap });
  const polygon = loops.filter(loop => signedArea(loop) > 0);
  const holes = loops.length - polygon.length;
  if (polygon.some(({ length }) => length > 2 * mostVertices)) return null;
  return polygon.length === 0 ? null : { polygon, holes };
}
