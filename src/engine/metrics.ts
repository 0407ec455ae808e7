// How good a classifier's answers are: confusion, per-class ratios, calibration. Counts and ratios in double precision.

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

export type CalibrationBin = {
  /** Confidences above `from` up to and with `to`. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly confidence: number | null;
  readonly accuracy: number | null;
};

/** The expected calibration error over equal bins of confidence, and the bins, empty ones too. The error is null without answers. */
export function calibrationOf(
  verdicts: readonly Verdict[],
  binCount: number,
): { readonly error: number | null; readonly bins: readonly CalibrationBin[] } {
  const members = Map.groupBy(verdicts, ({ confidence }) => Math.max(0, Math.ceil(confidence * binCount) - 1));
  const bins = Array.from({ length: binCount }, (_, bin) => {
    const inside = members.get(bin) ?? [];
    return {
      from: bin / binCount,
      to: (bin + 1) / binCount,
      count: inside.length,
      confidence: mean(inside.map(({ confidence }) => confidence)),
      accuracy: mean(inside.map(({ actual, predicted }) => Number(actual === predicted))),
    };
  });
  const gaps = bins.map(({ count, confidence, accuracy }) =>
    count === 0 ? 0 : count * Math.abs(confidence! - accuracy!),
  );
  return { error: verdicts.length === 0 ? null : sum(gaps) / verdicts.length, bins };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number | null => (values.length === 0 ? null : sum(values) / values.length);
