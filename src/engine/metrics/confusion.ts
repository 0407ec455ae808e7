// How good a classifier's answers are: the confusion matrix and what follows from it. Counts and ratios in double precision.
import { mean, sum } from './sums.ts';

/** One answer; classes are their places in the model. `confidence` is the probability of the predicted class, 0…1. */
export type Verdict = { readonly actual: number; readonly predicted: number; readonly confidence: number };

/** Counts by [actual][predicted]. */
export type Confusion = readonly (readonly number[])[];

/** null where a ratio does not exist: a class never predicted has no precision, one never there no recall, one neither no F1. */
export type ClassRatios = {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** Photos that are of this class. */
  readonly support: number;
};

export function confusionOf(verdicts: readonly Verdict[], classes: number): Confusion {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const { actual, predicted } of verdicts) counts[actual]![predicted]!++;
  return counts;
}

/** The share of right answers; null without answers. */
export function accuracyOf(confusion: Confusion): number | null {
  const total = sum(confusion.map(sum));
  return total === 0 ? null : sum(confusion.map((row, place) => row[place]!)) / total;
}

export function ratiosOf(confusion: Confusion): ClassRatios[] {
  return confusion.map((row, place) => {
    const right = row[place]!;
    const predicted = sum(confusion.map(other => other[place]!));
    const support = sum(row);
    return {
      precision: predicted === 0 ? null : right / predicted,
      recall: support === 0 ? null : right / support,
      f1: predicted + support === 0 ? null : (2 * right) / (predicted + support),
      support,
    };
  });
}

/**
 * The mean F1 over the classes seen in truth or prediction, and their places: an unused class is not counted as 0
 * (scikit-learn's default; torchmetrics #300). null without answers.
 */
export function macroF1(ratios: readonly ClassRatios[]): {
  readonly value: number | null;
  readonly over: readonly number[];
} {
  const over = ratios.flatMap(({ f1 }, place) => (f1 === null ? [] : [place]));
  return { value: mean(over.map(place => ratios[place]!.f1!)), over };
}

/** The mean recall over the classes that photos are of; null without answers. */
export function balancedAccuracy(ratios: readonly ClassRatios[]): number | null {
  return mean(ratios.flatMap(({ recall }) => (recall === null ? [] : [recall])));
}

/** The mean F1 weighted by how many photos each class has; null without answers. */
export function weightedF1(ratios: readonly ClassRatios[]): number | null {
  const total = sum(ratios.map(({ support }) => support));
  return total === 0 ? null : sum(ratios.map(({ f1, support }) => (f1 ?? 0) * support)) / total;
}

/** Agreement beyond chance (Cohen 1960), 1 for all right; null where chance alone would be right always. */
export function cohenKappa(confusion: Confusion): number | null {
  const { total, right, actual, predicted } = marginsOf(confusion);
  const chance = sum(actual.map((count, place) => count * predicted[place]!));
  return total * total === chance ? null : (total * right - chance) / (total * total - chance);
}

/** Correlation of truth and prediction for any number of classes (Gorodkin 2004), 0 where one of them is constant; null without answers. */
export function matthews(confusion: Confusion): number | null {
  const { total, right, actual, predicted } = marginsOf(confusion);
  if (total === 0) return null;
  const squares = (counts: readonly number[]): number => total * total - sum(counts.map(count => count * count));
  const spread = Math.sqrt(squares(actual) * squares(predicted));
  const chance = sum(actual.map((count, place) => count * predicted[place]!));
  return spread === 0 ? 0 : (total * right - chance) / spread;
}

type Margins = {
  readonly total: number;
  readonly right: number;
  readonly actual: readonly number[];
  readonly predicted: readonly number[];
};

function marginsOf(confusion: Confusion): Margins {
  return {
    total: sum(confusion.map(sum)),
    right: sum(confusion.map((row, place) => row[place]!)),
    actual: confusion.map(sum),
    predicted: confusion.map((_, place) => sum(confusion.map(row => row[place]!))),
  };
}
