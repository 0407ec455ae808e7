// Pascal VOC's average precision at one overlap: a second hit of a true thing is a miss, crowds are not there at all.
import { byClassAndImage, byScore } from './detection.ts';
import type { Detection, Overlap, Truth } from './detection.ts';

export type VocOfClass = {
  readonly positives: number;
  readonly detections: number;
  readonly hits: number;
  /** The mean of the best precision at recalls 0, 0.1 … 1 or beyond (VOC 2007). */
  readonly elevenPoints: number;
  /** The area under the precision made monotone (VOC 2010 on). */
  readonly allPoints: number;
};

/** By class; classes without true things are left out. */
export function vocMeasures<S>(
  truths: readonly Truth<S>[],
  detections: readonly Detection<S>[],
  overlap: Overlap<S>,
  wanted = 0.5,
): ReadonlyMap<number, VocOfClass> {
  const found = Map.groupBy(detections, detection => detection.class);
  const things = byClassAndImage(truths.filter(({ isCrowd }) => !isCrowd));
  return new Map(
    [...things].map(([place, images]) => [place, measureClass(images, found.get(place) ?? [], overlap, wanted)]),
  );
}

function measureClass<S>(
  images: ReadonlyMap<number, readonly Truth<S>[]>,
  detections: readonly Detection<S>[],
  overlap: Overlap<S>,
  wanted: number,
): VocOfClass {
  const positives = [...images.values()].reduce((sum, { length }) => sum + length, 0);
  const taken = new Set<Truth<S>>();
  const points: Point[] = [];
  let hits = 0;
  detections.toSorted(byScore).forEach((detection, place) => {
    const overlaps = (images.get(detection.image) ?? []).map(
      truth => [truth, overlap(detection.shape, truth.shape, false)] as const,
    );
    const best = overlaps.reduce<(typeof overlaps)[number] | null>(
      (sofar, next) => (sofar === null || next[1] > sofar[1] ? next : sofar),
      null,
    );
    if (best && best[1] >= wanted && !taken.has(best[0])) {
      taken.add(best[0]);
      hits++;
    }
    points.push({ recall: hits / positives, precision: hits / (place + 1) });
  });
  return { positives, detections: detections.length, hits, ...averages(points) };
}

type Point = { readonly recall: number; readonly precision: number };

function averages(points: readonly Point[]): Pick<VocOfClass, 'elevenPoints' | 'allPoints'> {
  /** The best precision from each point on. */
  const best = points.map(({ precision }) => precision);
  for (let at = best.length - 2; at >= 0; at--) best[at] = Math.max(best[at]!, best[at + 1]!);
  // 0.1 · n and not n / 10: the development kits in Python compare with NumPy's steps.
  const eleven = Array.from({ length: 11 }, (_, n) => best[points.findIndex(({ recall }) => recall >= 0.1 * n)] ?? 0);
  const areas = points.map(({ recall }, at) => (recall - (points[at - 1]?.recall ?? 0)) * best[at]!);
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  return { elevenPoints: total(eleven) / 11, allPoints: total(areas) };
}
