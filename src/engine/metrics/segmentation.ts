// How well a map of classes fits another, pixel by pixel: intersection over union, Dice, accuracy. What is to be ignored is left out before.
import { invariant } from '../../shared/errors.ts';
import { accuracyOf, balancedAccuracy, ratiosOf } from './confusion.ts';
import type { Confusion } from './confusion.ts';
import { mean, sum } from './sums.ts';

/** Counts of pixels by [actual][predicted]; pixels whose truth is `ignored` do not count. Every other value is a class. */
export function pixelConfusion(
  truth: Uint8Array,
  prediction: Uint8Array,
  classes: number,
  ignored?: number,
): Confusion {
  invariant(truth.length === prediction.length, `${prediction.length} predicted pixels for ${truth.length}`);
  const counts = new Float64Array(classes * classes);
  for (let at = 0; at < truth.length; at++) {
    const actual = truth[at]!;
    if (actual === ignored) continue;
    const predicted = prediction[at]!;
    invariant(actual < classes && predicted < classes, `class ${Math.max(actual, predicted)} of ${classes}`);
    counts[actual * classes + predicted]!++;
  }
  return Array.from({ length: classes }, (_, row) => [...counts.subarray(row * classes, (row + 1) * classes)]);
}

/** null for a class that is in neither map; means are over the others, and null without any. */
export type MapOverlap = {
  readonly pixelAccuracy: number | null;
  /** The mean over the classes that are there of the share of their pixels that are right. */
  readonly meanClassAccuracy: number | null;
  readonly overlap: readonly (number | null)[];
  readonly meanOverlap: number | null;
  readonly dice: readonly (number | null)[];
  readonly meanDice: number | null;
  /** Each class' overlap weighted by its share of the true pixels. */
  readonly weightedOverlap: number | null;
};

export function mapOverlap(confusion: Confusion): MapOverlap {
  const ratios = ratiosOf(confusion);
  const total = sum(ratios.map(({ support }) => support));
  const dice = ratios.map(({ f1 }) => f1);
  const overlap = confusion.map((row, place) => {
    const right = row[place]!;
    const either = sum(row) + sum(confusion.map(other => other[place]!)) - right;
    return either === 0 ? null : right / either;
  });
  const meanOf = (values: readonly (number | null)[]): number | null => mean(values.filter(value => value !== null));
  return {
    pixelAccuracy: accuracyOf(confusion),
    meanClassAccuracy: balancedAccuracy(ratios),
    overlap,
    meanOverlap: meanOf(overlap),
    dice,
    meanDice: meanOf(dice),
    weightedOverlap:
      total === 0 ? null : sum(overlap.map((value, place) => ((value ?? 0) * ratios[place]!.support) / total)),
  };
}
