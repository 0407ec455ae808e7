// Polygons as masks, by the rule of pycocotools (rleFrPoly): the outline is walked in fifths of a pixel, and where it crosses the middle of a
// column the mask changes. Not the same as testing pixel centres.
import type { RunLengths } from './run-lengths.ts';
import { union } from './run-lengths.ts';

/** Steps of the walk in one pixel. */
const scale = 5;

/** The union of polygons, each a list x, y, x, y… in pixels; what lies outside the photo is cut off. */
export function rasterise(polygons: readonly (readonly number[])[], heightPx: number, widthPx: number): RunLengths {
  const empty = { heightPx, widthPx, counts: [heightPx * widthPx] };
  return polygons.map(polygon => filled(polygon, heightPx, widthPx)).reduce(union, empty);
}

function filled(polygon: readonly number[], heightPx: number, widthPx: number): RunLengths {
  const places = crossings(outline(polygon), heightPx, widthPx).sort((a, b) => a - b);
  const counts = [...places, heightPx * widthPx].map((place, at) => place - (at === 0 ? 0 : places[at - 1]!));
  // Two crossings at one place cancel out.
  const runs = [counts[0]!];
  for (let at = 1; at < counts.length; at++) {
    if (counts[at]! > 0) runs.push(counts[at]!);
    else if (++at < counts.length) runs[runs.length - 1]! += counts[at]!;
  }
  return { heightPx, widthPx, counts: runs };
}

type Point = { readonly x: number; readonly y: number };

/** Every point of the closed outline, in fifths of a pixel, one step along the longer axis at a time. */
function outline(polygon: readonly number[]): Point[] {
  const fine = (value: number): number => Math.trunc(scale * value + 0.5);
  const corners = Array.from({ length: Math.floor(polygon.length / 2) }, (_, at) => ({
    x: fine(polygon[2 * at]!),
    y: fine(polygon[2 * at + 1]!),
  }));
  return corners.flatMap((corner, at) => edge(corner, corners[(at + 1) % corners.length]!));
}

/** Always computed from the smaller end, so that an edge has the same points in both directions. */
function edge(from: Point, to: Point): Point[] {
  const [across, down] = [Math.abs(to.x - from.x), Math.abs(to.y - from.y)];
  const isFlat = across >= down;
  const isBackwards = isFlat ? from.x > to.x : from.y > to.y;
  const [start, end] = isBackwards ? [to, from] : [from, to];
  const length = Math.max(across, down);
  const slope = length === 0 ? 0 : (isFlat ? end.y - start.y : end.x - start.x) / length;
  return Array.from({ length: length + 1 }, (_, step) => {
    const at = isBackwards ? length - step : step;
    return isFlat
      ? { x: start.x + at, y: Math.trunc(start.y + slope * at + 0.5) }
      : { x: Math.trunc(start.x + slope * at + 0.5), y: start.y + at };
  });
}

/** Places in column-major order at which the outline crosses the middle of a column. */
function crossings(points: readonly Point[], heightPx: number, widthPx: number): number[] {
  const found: number[] = [];
  for (let at = 1; at < points.length; at++) {
    const [before, point] = [points[at - 1]!, points[at]!];
    if (point.x === before.x) continue;
    // The fine column left of the crossing.
    const column = ((point.x < before.x ? point.x : point.x - 1) + 0.5) / scale - 0.5;
    if (!Number.isInteger(column) || column < 0 || column > widthPx - 1) continue;
    const row = (Math.min(point.y, before.y) + 0.5) / scale - 0.5;
    found.push(column * heightPx + Math.ceil(Math.min(Math.max(row, 0), heightPx)));
  }
  return found;
}
