// A mask made ready for the screen: unpacked once, with its edges as loops, so that it is drawn crisply at any zoom.
import { maskLoops } from '../../../engine/metrics/mask-loops.ts';
import { areaOf, boundsOf, readRunLengths, type RunLengths } from '../../../engine/metrics/run-lengths.ts';
import type { BoxGeometry, MaskGeometry } from '../../../shared/records/shape.ts';

export type MaskShape = {
  /** The smallest box around it; all 0 where nothing is. */
  readonly box: BoxGeometry;
  /** Pixels. */
  readonly area: number;
  /** Whether the pixel under a point of the photo belongs to it. */
  readonly isOn: (x: number, y: number) => boolean;
  /** `[x1, y1, …]` in pixels of the photo; filled by the even-odd rule they give the mask. */
  readonly loops: () => readonly (readonly number[])[];
};

const nothing: MaskShape = { box: { x: 0, y: 0, width: 0, height: 0 }, area: 0, isOn: () => false, loops: () => [] };
/** As long as the annotation is known to the page; unpacking a large one takes some milliseconds. */
const ready = new WeakMap<MaskGeometry, MaskShape>();

/** Nothing, for a mask whose text does not fill its size. */
export function maskOf(mask: MaskGeometry): MaskShape {
  const known = ready.get(mask);
  if (known) return known;
  const runs = readRunLengths(mask.counts, mask.heightPx, mask.widthPx);
  const shape = runs === null ? nothing : unpacked(runs);
  ready.set(mask, shape);
  return shape;
}

/** Only the box around the mask is unpacked. */
function unpacked(runs: RunLengths): MaskShape {
  const [left, top, widthPx, heightPx] = boundsOf(runs);
  let loops: readonly (readonly number[])[] | null = null;
  const pixels = new Uint8Array(widthPx * heightPx);
  let at = 0;
  runs.counts.forEach((length, place) => {
    if (place % 2 === 1) {
      for (let own = at; own < at + length; own++) {
        const x = Math.floor(own / runs.heightPx) - left;
        const y = (own % runs.heightPx) - top;
        pixels[y * widthPx + x] = 1;
      }
    }
    at += length;
  });
  return {
    box: { x: left, y: top, width: widthPx, height: heightPx },
    area: areaOf(runs),
    isOn: (x, y) => {
      const [column, row] = [Math.floor(x) - left, Math.floor(y) - top];
      return column >= 0 && row >= 0 && column < widthPx && row < heightPx && pixels[row * widthPx + column] === 1;
    },
    loops: () =>
      (loops ??= maskLoops({ widthPx, heightPx, pixels }).map(loop =>
        loop.map((value, place) => value + (place % 2 === 0 ? left : top)),
      )),
  };
}
