// Whether a classifier's confidence can be believed: how often it is right where it says so and so many per cent.
import type { Verdict } from './confusion.ts';
import { mean, sum } from './sums.ts';

export type CalibrationBin = {
  /** Confidences above `from` up to and with `to`. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly confidence: number | null;
  readonly accuracy: number | null;
};

/** `error` is the expected calibration error, `largest` that of the worst bin; both null without answers. */
export type Calibration = {
  readonly error: number | null;
  readonly largest: number | null;
  readonly bins: readonly CalibrationBin[];
};

/** Over equal bins of confidence, empty ones too. */
export function calibrationOf(verdicts: readonly Verdict[], binCount: number): Calibration {
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
  if (verdicts.length === 0) return { error: null, largest: null, bins };
  const gaps = bins.map(({ confidence, accuracy }) =>
    confidence === null || accuracy === null ? 0 : Math.abs(confidence - accuracy),
  );
  const error = sum(gaps.map((gap, bin) => gap * bins[bin]!.count)) / verdicts.length;
  return { error, largest: Math.max(...gaps), bins };
}
