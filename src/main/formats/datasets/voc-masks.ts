// Pascal VOC's pictures of objects: in SegmentationObject a pixel has the place of its object in the XML file, from 1; in SegmentationClass
// the place of its class in class_names.txt. Palette PNGs; 255 is the border that counts for nothing.
import type { AnnotatedPhoto } from '../../../shared/records/annotated-photo.ts';
import { vocColour } from './mask-values.ts';
import { bitmapOfMask, extentOfMask, isMaskSize } from './masks.ts';
import { writePng } from './png-write.ts';
import { boxAround, maskIn, thingsIn, type Thing } from './writing.ts';

/** Above it a value needs 16 bits, because 255 is the border. */
const mostIndexed = 254;

const palette = Uint8Array.from(Array.from({ length: 256 }, (_, value) => vocColour(value)).flat());

/** Objects of the XML file in its order: what has a box. */
export const vocObjects = (annotated: AnnotatedPhoto): readonly Thing[] =>
  thingsIn(annotated).filter(thing => boxAround(thing, annotated.photo) !== null);

/** Polygons and masks are painted; boxes and rotated boxes are said by their box alone. */
const isPainted = ({ kind }: Thing): boolean => kind === 'polygon' || kind === 'mask';

/** Whether a photo gets the two pictures. */
export const isSegmented = (annotated: AnnotatedPhoto): boolean =>
  isMaskSize(annotated.photo) && vocObjects(annotated).some(isPainted);

export type VocPainting = {
  readonly classes: Uint16Array;
  readonly objects: Uint16Array;
  /** Of each painted object: its pixels, and how many of them a smaller one does not cover. */
  readonly seen: readonly { readonly area: number; readonly left: number }[];
};

/** Smaller objects lie above larger ones, so that as few as can be are covered. `classValue`: the line of its class in class_names.txt, from 0. */
export function paintVoc(annotated: AnnotatedPhoto, classValue: (thing: Thing) => number): VocPainting {
  const { photo } = annotated;
  const classes = new Uint16Array(photo.widthPx * photo.heightPx);
  const objects = new Uint16Array(classes.length);
  const painted = vocObjects(annotated).flatMap((thing, place) => {
    const mask = isPainted(thing) ? maskIn(thing, photo) : null;
    const area = mask === null ? 0 : (extentOfMask(mask)?.area ?? 0);
    return mask === null || area === 0 ? [] : [{ number: place + 1, value: classValue(thing), mask, area }];
  });
  for (const { number, value, mask } of painted.toSorted((one, other) => other.area - one.area)) {
    const bitmap = bitmapOfMask(mask)!;
    for (let at = 0; at < bitmap.length; at++) if (bitmap[at] !== 0) [classes[at], objects[at]] = [value, number];
  }
  const left = new Uint32Array(65_536);
  for (const number of objects) left[number]! += 1;
  return { classes, objects, seen: painted.map(({ number, area }) => ({ area, left: left[number]! })) };
}

/** 8 bits with VOC's palette, or 16-bit grey where a value needs it. */
export function vocPng({ widthPx, heightPx }: AnnotatedPhoto['photo'], values: Uint16Array): Uint8Array {
  const isWide = values.some(value => value > mostIndexed);
  if (isWide) return writePng({ widthPx, heightPx, values, kind: 'grey' });
  return writePng({ widthPx, heightPx, values: Uint8Array.from(values), kind: 'indexed', palette });
}
