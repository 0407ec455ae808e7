// What writers of annotations share: things in another form where a format cannot draw them as they are, and notes of all that it cannot say.
import type { AnnotatedPhoto } from '../../../shared/records/annotated-photo.ts';
import type { DatasetNote } from '../../../shared/records/dataset-format.ts';
import type { Annotation, AnnotationKind } from '../../../shared/records/photo.ts';
import {
  cornersOfRotatedBox,
  type BoxGeometry,
  type MaskGeometry,
  type PolygonGeometry,
  type Shape,
  type ShapeKind,
} from '../../../shared/records/shape.ts';
import { polygonOfMask } from './mask-outlines.ts';
import { extentOfMask, maskOfPolygon } from './masks.ts';
import { createNotes, type Notes } from './notes.ts';
import { foldName, stemOf } from './photo-names.ts';
import type { Dataset, DatasetWriter } from './write-dataset.ts';

export type Thing = Extract<Annotation, Shape>;
export type Label = Extract<Annotation, { kind: 'label' }>;
type Photo = AnnotatedPhoto['photo'];

export const isThing = (annotation: Annotation): annotation is Thing =>
  annotation.kind !== 'label' && annotation.kind !== 'nothing';
export const thingsIn = ({ annotations }: AnnotatedPhoto): readonly Thing[] => annotations.filter(isThing);
export const labelsIn = ({ annotations }: AnnotatedPhoto): readonly Label[] =>
  annotations.filter(annotation => annotation.kind === 'label');
/** Somebody looked, and there is nothing of the kind. */
export const saysNothing = ({ annotations }: AnnotatedPhoto, of: AnnotationKind): boolean =>
  annotations.some(annotation => annotation.kind === 'nothing' && annotation.of === of);

/** The smallest upright box around a shape, cut at the photo's edges; null for a point, and where nothing is left. */
export function boxAround(
  shape: Shape,
  { widthPx, heightPx }: Pick<Photo, 'widthPx' | 'heightPx'>,
): BoxGeometry | null {
  const whole = wholeBox(shape);
  if (whole === null) return null;
  const [x, y] = [Math.max(whole.x, 0), Math.max(whole.y, 0)];
  const [width, height] = [
    Math.min(whole.x + whole.width, widthPx) - x,
    Math.min(whole.y + whole.height, heightPx) - y,
  ];
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

function wholeBox(shape: Shape): BoxGeometry | null {
  if (shape.kind === 'box') return shape.box;
  if (shape.kind === 'point') return null;
  if (shape.kind === 'mask') return extentOfMask(shape.mask)?.box ?? null;
  const parts = shape.kind === 'polygon' ? shape.polygon : [cornersOfRotatedBox(shape.rotatedBox)];
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 2) {
      [left, right] = [Math.min(left, part[i]!), Math.max(right, part[i]!)];
      [top, bottom] = [Math.min(top, part[i + 1]!), Math.max(bottom, part[i + 1]!)];
    }
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The outline of a shape; of a mask without its holes. Null for a point and an empty mask. */
export function outlineOf(shape: Shape): { readonly polygon: PolygonGeometry; readonly holes: number } | null {
  switch (shape.kind) {
    case 'polygon':
      return { polygon: shape.polygon, holes: 0 };
    case 'rotated-box':
      return { polygon: [cornersOfRotatedBox(shape.rotatedBox)], holes: 0 };
    case 'box': {
      const { x, y, width, height } = shape.box;
      return { polygon: [[x, y, x + width, y, x + width, y + height, x, y + height]], holes: 0 };
    }
    case 'mask':
      return polygonOfMask(shape.mask);
    default:
      return null;
  }
}

/** The pixels of a shape in the photo; null for a point, a mask of another size, and a photo without a size. */
export function maskIn(shape: Shape, { widthPx, heightPx }: Pick<Photo, 'widthPx' | 'heightPx'>): MaskGeometry | null {
  if (shape.kind === 'mask')
    return shape.mask.widthPx === widthPx && shape.mask.heightPx === heightPx ? shape.mask : null;
  const outline = outlineOf(shape);
  return outline === null ? null : maskOfPolygon(outline.polygon, { widthPx, heightPx });
}

/**
 * The name of a file for each photo: `a/1.jpg` has `a/1.json`; where another photo has that already (`a/1.png`), `a/1.jpg.json`. No two are the
 * same on a system that takes no notice of case.
 */
export function filesOfPhotos(
  photos: readonly AnnotatedPhoto[],
  suffix: string,
  at: (photo: Photo) => string = ({ path }) => path,
): ReadonlyMap<Photo, string> {
  const taken = new Set<string>();
  return new Map(
    photos.map(({ photo }) => {
      const whole = at(photo);
      for (let number = 0; ; number++) {
        const stem = number === 0 ? stemOf(whole) : number === 1 ? whole : `${whole} (${number})`;
        const key = foldName(stem + suffix);
        if (taken.has(key)) continue;
        taken.add(key);
        return [photo, stem + suffix] as const;
      }
    }),
  );
}

/** Photos of other kinds are given as PNG where bytes are asked for (`photoBytes`): their name must say so. */
export const jpegOrPngName = (path: string): string => (/\.(?:jpe?g|jfif|png)$/i.test(path) ? path : `${path}.png`);

/** The name, or with the first number behind it that makes it new on every system; `taken` keeps what was given. */
export function freeName(name: string, taken: Set<string>): string {
  for (let number = 1; ; number++) {
    const stem = stemOf(name);
    const own = number === 1 ? name : `${stem} (${number})${name.slice(stem.length)}`;
    const key = foldName(own);
    if (taken.has(key)) continue;
    taken.add(key);
    return own;
  }
}

/** A note for each photo whose file could not be named after its stem. */
export function noteSharedStems(photos: readonly AnnotatedPhoto[], notes: Notes): void {
  for (const [{ path }, name] of filesOfPhotos(photos, ''))
    if (name !== stemOf(path)) notes.add('photo-stem-twice', path);
}

/** What becomes of a kind of shape that the format does not hold; what is not named is left out. */
export type OtherForms = Readonly<Partial<Record<ShapeKind, 'box' | 'polygon' | 'mask'>>>;

/**
 * Everything of the dataset that is not in the files as it is: shapes in another form or left out, labels, "nothing here", splits and
 * attributes. A writer adds what is special about it to the notes it gives.
 */
export function notesOnLosses(
  { photos }: Dataset,
  holds: DatasetWriter['holds'],
  forms: OtherForms = {},
  notes: Notes = createNotes(),
): readonly DatasetNote[] {
  const held = new Set(holds);
  for (const annotated of photos) {
    const { photo, annotations } = annotated;
    for (const annotation of annotations) {
      if (annotation.kind === 'nothing') {
        if (!held.has(`nothing-${annotation.of}`)) notes.add(`nothing-${annotation.of}-left-out`, photo.path);
      } else if (annotation.kind === 'label') {
        if (!held.has('label')) notes.add('label-left-out', photo.path);
      } else {
        noteThing(annotation, annotated, { held, forms, notes });
      }
    }
    if (photo.split !== null && !held.has('split')) notes.add('split-left-out', photo.path);
  }
  return notes.list();
}

const leftOutCodes: ReadonlySet<string> = new Set([
  'box-left-out',
  'rotated-box-left-out',
  'polygon-left-out',
  'mask-left-out',
  'point-left-out',
  'label-left-out',
  'nothing-photo-left-out',
  'nothing-things-left-out',
]);

/**
 * Whether a writer of so many files holds nothing of what is stated: there is no file, or its notes say of every annotation that it is
 * left out.
 */
export function holdsNothing({ photos }: Dataset, files: number, notes: readonly DatasetNote[]): boolean {
  const stated = photos.reduce((sum, { annotations }) => sum + annotations.length, 0);
  const leftOut = notes.reduce((sum, { code, count }) => sum + (leftOutCodes.has(code) ? count : 0), 0);
  return files === 0 || (stated > 0 && leftOut === stated);
}

function noteThing(
  thing: Thing,
  { photo }: AnnotatedPhoto,
  { held, forms, notes }: { readonly held: ReadonlySet<string>; readonly forms: OtherForms; readonly notes: Notes },
): void {
  const { kind } = thing;
  const form = held.has(kind) ? null : (forms[kind] ?? 'nothing');
  if (form === 'nothing' || (kind === 'point' && form !== null)) notes.add(`${kind}-left-out`, photo.path);
  else if (form !== null && form !== kind) notes.add(`${kind as Exclude<ShapeKind, 'point'>}-as-${form}`, photo.path);
  if (form === 'polygon' && thing.kind === 'mask' && (outlineOf(thing)?.holes ?? 0) > 0)
    notes.add('mask-holes-filled', photo.path);
  if (!held.has('attributes') && Object.keys(thing.attributes ?? {}).length > 0)
    notes.add('thing-attributes-left-out', photo.path);
}
