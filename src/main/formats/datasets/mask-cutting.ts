// Cuts the masks of classes and single things out of the pixels of a PNG.
import { writeRunLengths } from '../../../engine/metrics/run-lengths.ts';
import type { MaskGeometry } from '../../../shared/records/shape.ts';
import type { MaskSize } from './masks.ts';
import type { PngPixels } from './png-read.ts';

const mostKeys = 256;
/** In a photo. Masks have long runs; what has more is noise, and would take more memory than the photo. */
const mostRuns = 2_000_000;

/** What stands for a class at each pixel. */
export type Keys = { readonly at: Uint16Array; readonly names: readonly string[] };

/**
 * For each pixel the place of its key: `v15` for a value, `c128,0,0` for a colour. Null where there are more of them than classes can be, unless a
 * table knows the values.
 */
export function keysOf({ values, channels, widthPx, heightPx, kind }: PngPixels, hasTable: boolean): Keys | null {
  const at = new Uint16Array(widthPx * heightPx);
  const places = new Map<number, number>();
  const isColour = kind === 'rgb' || kind === 'rgba';
  for (let pixel = 0; pixel < at.length; pixel++) {
    const first = pixel * channels;
    const raw = isColour ? (values[first]! << 16) | (values[first + 1]! << 8) | values[first + 2]! : values[first]!;
    let place = places.get(raw);
    if (place === undefined) {
      place = places.size;
      if ((isColour || !hasTable) && place >= mostKeys) return null;
      places.set(raw, place);
    }
    at[pixel] = place;
  }
  const nameOf = (raw: number): string => (isColour ? `c${raw >> 16},${(raw >> 8) & 255},${raw & 255}` : `v${raw}`);
  return { at, names: [...places.keys()].map(nameOf) };
}

export type CutThing = { readonly key: string; readonly mask: MaskGeometry };

/** One mask for each class, or for each thing that the second PNG numbers; a thing is of the class that most of its pixels are of. Null for noise. */
export function cutOut(
  keys: Keys,
  size: MaskSize,
  single: PngPixels | null,
  mayBeClass: (key: string) => boolean,
): readonly CutThing[] | null {
  const isClass = keys.names.map(mayBeClass);
  if (single === null) {
    const masks = masksByNumber(size, pixel => (isClass[keys.at[pixel]!] ? keys.at[pixel]! : none));
    return masks && inNumberOrder(masks).map(([place, mask]) => ({ key: keys.names[place]!, mask }));
  }
  const votes = new Map<number, Map<number, number>>();
  const masks = masksByNumber(size, pixel => {
    const place = keys.at[pixel]!;
    const number = single.values[pixel]!;
    if (!isClass[place] || number === 0) return none;
    let ofNumber = votes.get(number);
    if (ofNumber === undefined) votes.set(number, (ofNumber = new Map()));
    ofNumber.set(place, (ofNumber.get(place) ?? 0) + 1);
    return number;
  });
  if (masks === null) return null;
  return inNumberOrder(masks).map(([number, mask]) => {
    const [place] = [...votes.get(number)!].reduce((best, vote) => (vote[1] > best[1] ? vote : best));
    return { key: keys.names[place]!, mask };
  });
}

const inNumberOrder = (masks: ReadonlyMap<number, MaskGeometry>): (readonly [number, MaskGeometry])[] =>
  [...masks].sort(([one], [other]) => one - other);

const none = -1;

/**
 * The mask of a patch that lies in a photo with its upper left corner at `left`, `top`: what it takes is the patch, however large the photo is.
 * Null where no pixel of it is on inside the photo.
 */
export function maskOfPatch(
  patch: PngPixels,
  { left, top }: { readonly left: number; readonly top: number },
  { widthPx, heightPx }: MaskSize,
): MaskGeometry | null {
  const counts: number[] = [];
  let end = 0;
  const lastX = Math.min(widthPx, left + patch.widthPx);
  const lastY = Math.min(heightPx, top + patch.heightPx);
  for (let x = Math.max(0, left); x < lastX; x++) {
    for (let y = Math.max(0, top); y < lastY; y++) {
      if (patch.values[(y - top) * patch.widthPx + x - left] === 0) continue;
      const at = x * heightPx + y;
      if (at === end && counts.length > 0) counts[counts.length - 1]! += 1;
      else counts.push(at - end, 1);
      end = at + 1;
    }
  }
  if (counts.length === 0 || counts.length > 2 * mostRuns) return null;
  if (end < widthPx * heightPx) counts.push(widthPx * heightPx - end);
  return { widthPx, heightPx, counts: writeRunLengths({ widthPx, heightPx, counts }) };
}

/**
 * The masks of all numbers in one walk down the columns: what a mask takes is its runs, however many there are and however large. -1 is no
 * number; null where there are more runs than masks have.
 */
export function masksByNumber(
  { widthPx, heightPx }: MaskSize,
  numberAt: (pixel: number) => number,
): Map<number, MaskGeometry> | null {
  const runs = new Map<number, { counts: number[]; end: number }>();
  let [current, start, count] = [none, 0, 0];
  const close = (end: number): void => {
    if (current === none) return;
    let run = runs.get(current);
    if (run === undefined) runs.set(current, (run = { counts: [], end: 0 }));
    run.counts.push(start - run.end, end - start);
    run.end = end;
  };
  for (let at = 0, x = 0; x < widthPx; x++) {
    for (let pixel = x; at < (x + 1) * heightPx; at++, pixel += widthPx) {
      const number = numberAt(pixel);
      if (number === current) continue;
      close(at);
      if (++count > mostRuns) return null;
      [current, start] = [number, at];
    }
  }
  const pixels = widthPx * heightPx;
  close(pixels);
  return new Map(
    [...runs].map(([number, { counts, end }]) => {
      const whole = end < pixels ? [...counts, pixels - end] : counts;
      return [number, { widthPx, heightPx, counts: writeRunLengths({ widthPx, heightPx, counts: whole }) }];
    }),
  );
}
