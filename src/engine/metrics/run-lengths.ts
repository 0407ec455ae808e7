// Masks as COCO keeps them: lengths of runs down the columns, off first, and their compressed text. Overlap and union without unpacking.
import type { Box } from './box-overlap.ts';

/** A mask in rows from the top, 1 where something is. */
export type Mask = { readonly heightPx: number; readonly widthPx: number; readonly pixels: Uint8Array };

/** Lengths of runs in column-major order, alternating from 0; they add up to height · width. */
export type RunLengths = { readonly heightPx: number; readonly widthPx: number; readonly counts: readonly number[] };

export function encodeMask({ heightPx, widthPx, pixels }: Mask): RunLengths {
  const counts: number[] = [];
  let [length, value] = [0, 0];
  for (let x = 0; x < widthPx; x++) {
    for (let y = 0; y < heightPx; y++) {
      const pixel = pixels[y * widthPx + x] === 0 ? 0 : 1;
      if (pixel !== value) {
        counts.push(length);
        length = 0;
        value = pixel;
      }
      length++;
    }
  }
  return { heightPx, widthPx, counts: [...counts, length] };
}

export function decodeMask({ heightPx, widthPx, counts }: RunLengths): Mask {
  const pixels = new Uint8Array(heightPx * widthPx);
  let at = 0;
  counts.forEach((length, place) => {
    if (place % 2 === 1)
      for (let own = at; own < at + length; own++) pixels[(own % heightPx) * widthPx + Math.floor(own / heightPx)] = 1;
    at += length;
  });
  return { heightPx, widthPx, pixels };
}

/** COCO's text: from the fourth count on the difference to the one two before, in groups of five bits, lowest first, as the characters from '0' on. */
export function writeRunLengths({ counts }: RunLengths): string {
  return counts
    .map((count, place) => {
      let rest = place > 2 ? count - counts[place - 2]! : count;
      let text = '';
      for (let hasMore = true; hasMore;) {
        const group = rest & 0x1f;
        rest >>= 5;
        hasMore = group & 0x10 ? rest !== -1 : rest !== 0;
        text += String.fromCharCode((hasMore ? group | 0x20 : group) + 48);
      }
      return text;
    })
    .join('');
}

/** Reads COCO's text; null where it is not the text of a mask of this size. */
export function readRunLengths(text: string, heightPx: number, widthPx: number): RunLengths | null {
  const counts: number[] = [];
  let [value, bits, total] = [0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const group = text.charCodeAt(at) - 48;
    if (group < 0 || group > 63 || bits > 30) return null;
    value |= (group & 0x1f) << bits;
    bits += 5;
    if (group & 0x20) continue;
    if (group & 0x10 && bits < 32) value |= -1 << bits;
    const count = counts.length > 2 ? value + counts[counts.length - 2]! : value;
    if (count < 0) return null;
    counts.push(count);
    total += count;
    [value, bits] = [0, 0];
  }
  return bits === 0 && total === heightPx * widthPx ? { heightPx, widthPx, counts } : null;
}

/** Pixels. */
export function areaOf({ counts }: RunLengths): number {
  return counts.reduce((sum, count, place) => (place % 2 === 1 ? sum + count : sum), 0);
}

/** The smallest box around the mask; all 0 for an empty one. */
export function boundsOf({ heightPx, counts }: RunLengths): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  let at = 0;
  counts.forEach((length, place) => {
    if (place % 2 === 1 && length > 0) {
      const [first, last] = [Math.floor(at / heightPx), Math.floor((at + length - 1) / heightPx)];
      left = Math.min(left, first);
      right = Math.max(right, last);
      top = Math.min(top, first === last ? at % heightPx : 0);
      bottom = Math.max(bottom, first === last ? (at + length - 1) % heightPx : heightPx - 1);
    }
    at += length;
  });
  return right < 0 ? [0, 0, 0, 0] : [left, top, right - left + 1, bottom - top + 1];
}

/** What is in either mask. */
export function union(mask: RunLengths, other: RunLengths): RunLengths {
  const counts = [0];
  for (const { length, isInFirst, isInSecond } of sharedRuns(mask, other)) {
    const isOn = isInFirst || isInSecond;
    if (isOn === (counts.length % 2 === 0)) counts[counts.length - 1]! += length;
    else counts.push(length);
  }
  return { ...mask, counts };
}

/** Intersection over union, 0…1; 0 where nothing is shared. Against a crowd it is the share of `mask` inside the crowd, as COCO counts. */
export function maskOverlap(mask: RunLengths, other: RunLengths, isCrowd = false): number {
  let shared = 0;
  for (const { length, isInFirst, isInSecond } of sharedRuns(mask, other))
    if (isInFirst && isInSecond) shared += length;
  if (shared === 0) return 0;
  return shared / (isCrowd ? areaOf(mask) : areaOf(mask) + areaOf(other) - shared);
}

type SharedRun = { readonly length: number; readonly isInFirst: boolean; readonly isInSecond: boolean };

/** The pixels of two masks of one size in runs in which neither changes. */
function* sharedRuns(first: RunLengths, second: RunLengths): Generator<SharedRun> {
  let [i, j] = [0, 0];
  let [left, right] = [first.counts[0] ?? 0, second.counts[0] ?? 0];
  while (i < first.counts.length && j < second.counts.length) {
    const length = Math.min(left, right);
    if (length > 0) yield { length, isInFirst: i % 2 === 1, isInSecond: j % 2 === 1 };
    left -= length;
    right -= length;
    if (left === 0) left = first.counts[++i] ?? 0;
    if (right === 0) right = second.counts[++j] ?? 0;
  }
}
