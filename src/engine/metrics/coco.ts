// COCO's measures of a detector, as pycocotools computes them: precision averaged over ten overlaps and 101 recalls, recall, both also by size.
import { byClassAndImage, byScore } from './detection.ts';
import type { Detection, Overlap, Truth } from './detection.ts';
import { hit, ignored, matchImage } from './coco-matching.ts';
import type { AreaRange, ImageMatches } from './coco-matching.ts';
import { mean } from './sums.ts';

/** Each null where there is nothing of that kind to find. */
export type CocoSummary = {
  readonly ap: number | null;
  readonly ap50: number | null;
  readonly ap75: number | null;
  readonly apSmall: number | null;
  readonly apMedium: number | null;
  readonly apLarge: number | null;
  /** Recall with at most 1, 10 or 100 detections an image. */
  readonly ar1: number | null;
  readonly ar10: number | null;
  readonly ar100: number | null;
  readonly arSmall: number | null;
  readonly arMedium: number | null;
  readonly arLarge: number | null;
};

export type CocoOfClass = {
  readonly ap: number;
  readonly ap50: number;
  readonly ap75: number;
  readonly ar100: number;
};

/** NumPy's linspace, to the bit: a detection may lie on a threshold. */
const linspace = (from: number, to: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => (at === count - 1 ? to : from + at * ((to - from) / (count - 1))));

const overlaps = linspace(0.5, 0.95, 10);
const recalls = linspace(0, 1, 101);
/** How many detections of a class in an image may count. */
const limits = [1, 10, 100] as const;
const mostDetections = 100;

/** Areas in pixels, both ends included. */
const areas = {
  all: { from: 0, to: 1e10 },
  small: { from: 0, to: 32 ** 2 },
  medium: { from: 32 ** 2, to: 96 ** 2 },
  large: { from: 96 ** 2, to: 1e10 },
} as const satisfies Readonly<Record<string, AreaRange>>;
type AreaName = keyof typeof areas;

/** Classes that have nothing to find are not in `classes` and not in the means. */
export function cocoMeasures<S>(
  truths: readonly Truth<S>[],
  detections: readonly Detection<S>[],
  overlap: Overlap<S>,
): { readonly summary: CocoSummary; readonly classes: ReadonlyMap<number, CocoOfClass> } {
  const found = byClassAndImage(detections);
  const inOrder = [...byClassAndImage(truths)].sort(([a], [b]) => a - b);
  const measured = inOrder.map(([place, images]) => {
    const measures = measureClass(images, found.get(place) ?? new Map<number, readonly Detection<S>[]>(), overlap);
    return [place, measures] as const;
  });
  const classes = measured.flatMap(([place, { all }]) => {
    if (!all) return [];
    const [ap50, ap75] = [all.precision[0]!, all.precision[5]!];
    return [[place, { ap: mean(all.precision)!, ap50, ap75, ar100: all.recall[100] }] as const];
  });
  const over = (area: AreaName, value: (measures: Measures) => number): number | null =>
    mean(measured.flatMap(([, { [area]: measures }]) => (measures ? [value(measures)] : [])));
  const ap = ({ precision }: Measures): number => mean(precision)!;
  const ar = ({ recall }: Measures): number => recall[100];
  return {
    classes: new Map(classes),
    summary: {
      ap: over('all', ap),
      ap50: over('all', ({ precision }) => precision[0]!),
      ap75: over('all', ({ precision }) => precision[5]!),
      apSmall: over('small', ap),
      apMedium: over('medium', ap),
      apLarge: over('large', ap),
      ar1: over('all', ({ recall }) => recall[1]),
      ar10: over('all', ({ recall }) => recall[10]),
      ar100: over('all', ar),
      arSmall: over('small', ar),
      arMedium: over('medium', ar),
      arLarge: over('large', ar),
    },
  };
}

/** For one class and area: the precision at each overlap, averaged over recalls; the recall by most detections, averaged over overlaps. */
type Measures = {
  readonly precision: readonly number[];
  readonly recall: Readonly<Record<(typeof limits)[number], number>>;
};

/** null for an area without anything to find. */
function measureClass<S>(
  truths: ReadonlyMap<number, readonly Truth<S>[]>,
  detections: ReadonlyMap<number, readonly Detection<S>[]>,
  overlap: Overlap<S>,
): Readonly<Record<AreaName, Measures | null>> {
  const images = [...new Set([...truths.keys(), ...detections.keys()])].sort((a, b) => a - b);
  const cut = images.map(image => (detections.get(image) ?? []).toSorted(byScore).slice(0, mostDetections));
  // Where each detection stands among all of the class: by score, then image, then rank in the image.
  const order = cut
    .flatMap((found, at) => found.map(({ score }, rank) => ({ score, at, rank, count: found.length })))
    .sort(byScore);
  const matches = images.map((image, at) =>
    matchImage(truths.get(image) ?? [], cut[at]!, { overlap, overlaps, areas: Object.values(areas) }),
  );
  const names = Object.keys(areas) as AreaName[];
  const entries = names.map((name, place) => {
    return [
      name,
      measure(
        order,
        matches.map(image => image[place]!),
      ),
    ] as const;
  });
  return Object.fromEntries(entries) as Record<AreaName, Measures | null>;
}

/** A detection: the rank in the image at a place, of so many. */
type Placed = { readonly at: number; readonly rank: number; readonly count: number };

function measure(order: readonly Placed[], matches: readonly ImageMatches[]): Measures | null {
  const positives = matches.reduce((sum, { positives: count }) => sum + count, 0);
  if (positives === 0) return null;
  const levels = overlaps.map((_, level) => curveAt(order, matches, level, positives));
  const recallOf = (limit: number): number => mean(levels.map(({ recall }) => recall[limit]!))!;
  return {
    precision: levels.map(({ precision }) => precision),
    recall: { 1: recallOf(0), 10: recallOf(1), 100: recallOf(2) },
  };
}

/**
 * At one overlap: the mean over 101 recalls of the best precision at that recall or beyond, 0 where it is not reached, and the
 * recall for each of the limits.
 */
function curveAt(
  order: readonly Placed[],
  matches: readonly ImageMatches[],
  level: number,
  positives: number,
): { readonly precision: number; readonly recall: readonly number[] } {
  const [recall, precision]: [number[], number[]] = [[], []];
  const hitsWithin = limits.map(() => 0);
  let [hits, misses] = [0, 0];
  for (const { at, rank, count } of order) {
    const worth = matches[at]!.worth[level * count + rank];
    if (worth === ignored) continue;
    if (worth === hit) {
      hits++;
      limits.forEach((limit, place) => rank < limit && hitsWithin[place]!++);
    } else misses++;
    recall.push(hits / positives);
    precision.push(hits / (hits + misses + Number.EPSILON));
  }
  for (let at = precision.length - 2; at >= 0; at--) precision[at] = Math.max(precision[at]!, precision[at + 1]!);
  let at = 0;
  const reached = recalls.map(wanted => {
    while (at < recall.length && recall[at]! < wanted) at++;
    return precision[at] ?? 0;
  });
  return { precision: mean(reached)!, recall: hitsWithin.map(within => within / positives) };
}
