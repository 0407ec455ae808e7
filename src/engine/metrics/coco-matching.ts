// Which detections of one class in one image are right, by COCO's rules: best score first, each true thing once, crowds and other sizes ignored.
import type { Detection, Overlap, Truth } from './detection.ts';

/** Area in pixels, both ends included. */
export type AreaRange = { readonly from: number; readonly to: number };

/** What a detection is worth at one overlap, as small numbers: half a million detections are usual. */
export const [miss, hit, ignored] = [0, 1, 2] as const;

/** For one area: how many true things count, and what each detection is worth at each overlap (by overlap, then by rank). */
export type ImageMatches = { readonly positives: number; readonly worth: Uint8Array };

export type MatchOptions<S> = {
  readonly overlap: Overlap<S>;
  /** What a detection must reach. */
  readonly overlaps: readonly number[];
  readonly areas: readonly AreaRange[];
};

/** `detections` in falling order of score. The answers stand in the order of `areas`. */
export function matchImage<S>(
  truths: readonly Truth<S>[],
  detections: readonly Detection<S>[],
  { overlap, overlaps, areas }: MatchOptions<S>,
): readonly ImageMatches[] {
  const table = detections.map(({ shape }) => truths.map(truth => overlap(shape, truth.shape, truth.isCrowd)));
  const isOutside = ({ area }: { readonly area: number }, { from, to }: AreaRange): boolean => area < from || area > to;
  return areas.map(range => {
    const isIgnored = truths.map(truth => truth.isCrowd || isOutside(truth, range));
    // Those that count come first, so that an ignored one is taken only where no other fits.
    const places = truths.map((_, place) => place).sort((a, b) => Number(isIgnored[a]) - Number(isIgnored[b]));
    const isMissOutside = detections.map(detection => isOutside(detection, range));
    const worth = new Uint8Array(overlaps.length * detections.length);
    overlaps.forEach((wanted, level) => {
      const isTaken = new Uint8Array(truths.length);
      table.forEach((row, rank) => {
        const best = truths.length === 0 ? null : bestTruth(row, places, wanted, isTaken, isIgnored);
        if (best !== null && !truths[best]!.isCrowd) isTaken[best] = 1;
        const isHit = best !== null && !isIgnored[best];
        const isLeftOut = best === null ? isMissOutside[rank] : isIgnored[best];
        worth[level * detections.length + rank] = isHit ? hit : isLeftOut ? ignored : miss;
      });
    });
    return { positives: isIgnored.filter(isLeftOut => !isLeftOut).length, worth };
  });
}

/** The place of the free truth that overlaps most, the last of equal ones; null where none reaches `wanted`. */
function bestTruth(
  row: readonly number[],
  places: readonly number[],
  wanted: number,
  isTaken: Uint8Array,
  isIgnored: readonly boolean[],
): number | null {
  let best: number | null = null;
  let reached = Math.min(wanted, 1 - 1e-10);
  for (const place of places) {
    if (isTaken[place] === 1) continue;
    if (best !== null && !isIgnored[best] && isIgnored[place]) break;
    if (row[place]! < reached) continue;
    reached = row[place]!;
    best = place;
  }
  return best;
}
