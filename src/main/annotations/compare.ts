// An export read again, beside what was to be written: every annotation of the files must be one of the project's, within half a pixel, and
// what is not in the files must be in the notes.
import { boundsOf, readRunLengths } from '../../engine/metrics/run-lengths.ts';
import { AppError } from '../../shared/errors.ts';
import type { DatasetNote } from '../../shared/records/dataset-format.ts';
import { noAnnotations, type AnnotationCounts } from '../../shared/records/import.ts';
import { cornersOfRotatedBox, type Shape } from '../../shared/records/shape.ts';
import type { Dataset } from '../formats/datasets/write-dataset.ts';
import type { ReadDataset, ReadPhoto } from '../formats/datasets/read-dataset.ts';
import { createPhotoIndex } from './photo-index.ts';
import { boundsOfShape, prepareAnnotation } from './prepare.ts';

/** How far a corner may be from where it was. */
const mostPx = 0.5;
/** The same for a shape that was written in another form: masks and their outlines differ by a pixel's edge. */
const mostPxOtherForm = 1;

export type ReadAgain = {
  readonly annotations: AnnotationCounts;
  readonly largestPx: number;
  /** Annotations that are not in the files. */
  readonly missing: number;
};

type Wanted = { readonly className: string; readonly shape: Shape | null; isMet: boolean };

/**
 * `at`: where the export says each photo is. @throws AppError `export-differs` for an annotation that nobody made, for one that moved, and
 * where more is missing than the writer's notes say.
 */
export function compareExport(
  dataset: Dataset,
  read: ReadDataset,
  {
    at,
    notes,
  }: { readonly at: (photo: Dataset['photos'][number]['photo']) => string; readonly notes: readonly DatasetNote[] },
): ReadAgain {
  const names = new Map(dataset.classes.map(({ id, name }) => [id, name]));
  const index = createPhotoIndex(dataset.photos.map(({ photo }) => at(photo)));
  const wanted: Wanted[][] = dataset.photos.map(({ annotations }) =>
    annotations.flatMap(one =>
      one.kind === 'nothing'
        ? []
        : [{ className: names.get(one.classId)!, shape: one.kind === 'label' ? null : one, isMet: false }],
    ),
  );
  const counts: Record<string, number> = { ...noAnnotations };
  let largestPx = 0;
  for (const photo of read.photos) {
    const found = index.find(photo.file ?? photo.name);
    if (found.kind !== 'one')
      throw differs(`${photo.name}: ${found.kind === 'none' ? 'no such photo' : 'which photo'}`);
    const { photo: size } = dataset.photos[found.place]!;
    for (const { classPlace, ...annotation } of photo.annotations) {
      const prepared = prepareAnnotation({ ...annotation, classPlace }, { size, storedAs: 1 });
      if (prepared.kind === 'refused') throw differs(`${photo.name}: ${prepared.reason}`);
      const className = read.classes[classPlace]!.name;
      counts[prepared.shape?.kind ?? 'label']!++;
      const px = meet(wanted[found.place]!, className, prepared.shape);
      if (px === null) throw differs(`${photo.name}: ${className}`);
      largestPx = Math.max(largestPx, px);
    }
    counts['nothing']! += saysNothing(photo);
  }
  const missing = wanted.flat().filter(({ isMet }) => !isMet).length;
  const told = notes.reduce((sum, { count }) => sum + count, 0);
  if (missing > told) throw differs(`${missing} missing, ${told} told`);
  return { annotations: counts as AnnotationCounts, largestPx, missing };
}

const differs = (reason: string): AppError => new AppError('export-differs', { reason });

function saysNothing({ lookedFor, annotations }: ReadPhoto): number {
  const hasLabel = annotations.some(({ shape }) => shape === null);
  const hasThing = annotations.some(({ shape }) => shape !== null);
  return Number(lookedFor.photo && !hasLabel) + Number(lookedFor.things && !hasThing);
}

/** Marks the one that it is; gives by how many pixels it differs, or null where it is none. */
function meet(wanted: readonly Wanted[], className: string, shape: Shape | null): number | null {
  const candidates = wanted.filter(one => plain(one.className) === plain(className));
  if (shape === null) {
    const label = candidates.find(one => one.shape === null);
    if (label) label.isMet = true;
    return label ? 0 : null;
  }
  let best: { readonly one: Wanted; readonly px: number } | null = null;
  for (const one of candidates) {
    const px = one.isMet || one.shape === null ? Infinity : distance(one.shape, shape);
    if (px < (best?.px ?? Infinity)) best = { one, px };
  }
  if (best !== null) {
    best.one.isMet = true;
    return best.px;
  }
  return meetInParts(candidates, shape) ? 0 : null;
}

/**
 * A mask may hold all things of its class, less what lies over them; a part of a polygon, or of a mask's outline, may be written for itself.
 */
function meetInParts(candidates: readonly Wanted[], shape: Shape): boolean {
  const bounds = tightBounds(shape);
  const drawn = candidates.filter(({ shape: one }) => one !== null);
  const parts =
    shape.kind === 'mask'
      ? drawn.filter(({ shape: one }) => overlaps(tightBounds(one!), bounds))
      : drawn.filter(({ shape: one }) => isAround(tightBounds(one!), bounds) && hasPart(one!, bounds));
  if (parts.length === 0 || !isAround(aroundAll(parts.map(({ shape: one }) => tightBounds(one!))), bounds))
    return false;
  for (const one of parts) one.isMet = true;
  return true;
}

const overlaps = (one: Bounds, other: Bounds): boolean =>
  one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

const aroundAll = (all: readonly Bounds[]): Bounds => [
  Math.min(...all.map(one => one[0])),
  Math.min(...all.map(one => one[1])),
  Math.max(...all.map(one => one[2])),
  Math.max(...all.map(one => one[3])),
];

const plain = (name: string): string => name.normalize('NFC').trim();

type Bounds = readonly [left: number, top: number, right: number, bottom: number];

/** Infinity where it is another one. */
function distance(one: Shape, other: Shape): number {
  const bounds = largestDifference(tightBounds(one), tightBounds(other));
  if (one.kind !== other.kind) return bounds <= mostPxOtherForm ? 0 : Infinity;
  const [points, otherPoints] = [pointsOf(one), pointsOf(other)];
  const px = points.length === otherPoints.length ? largestDifference(points, otherPoints) : bounds;
  // The corners of a rotated box begin where its angle says; the box is the same from each of them.
  const best = one.kind === 'rotated-box' ? Math.min(px, bounds) : px;
  return best <= mostPx ? best : Infinity;
}

const largestDifference = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((largest, value, at) => Math.max(largest, Math.abs(value - other[at]!)), 0);

function pointsOf(shape: Shape): readonly number[] {
  if (shape.kind === 'polygon') return shape.polygon.flat();
  return shape.kind === 'rotated-box' ? cornersOfRotatedBox(shape.rotatedBox) : tightBounds(shape);
}

function tightBounds(shape: Shape): Bounds {
  if (shape.kind !== 'mask') return boundsOfShape(shape);
  const { counts, heightPx, widthPx } = shape.mask;
  const runs = readRunLengths(counts, heightPx, widthPx);
  const [left, top, width, height] = runs === null ? [0, 0, 0, 0] : boundsOf(runs);
  return [left, top, left + width, top + height];
}

const isAround = (outer: Bounds, inner: Bounds): boolean =>
  inner[0] >= outer[0] - mostPxOtherForm &&
  inner[1] >= outer[1] - mostPxOtherForm &&
  inner[2] <= outer[2] + mostPxOtherForm &&
  inner[3] <= outer[3] + mostPxOtherForm;

function hasPart(shape: Shape, bounds: Bounds): boolean {
  if (shape.kind === 'mask') return true; // a mask in several pieces has an outline for each
  if (shape.kind !== 'polygon') return false;
  return shape.polygon.some(
    part => largestDifference(boundsOfShape({ kind: 'polygon', polygon: [part] }), bounds) <= mostPx,
  );
}
