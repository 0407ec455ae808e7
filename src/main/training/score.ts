// What the held-out predictions come to: score with its interval and baseline, confusion, per class, calibration, warnings.
import { invariant } from '../../shared/errors.ts';
import { classId } from '../../shared/records/ids.ts';
import type { TrainOutcome } from './api.ts';
import { fewHeldOut } from './card.ts';

/** One scored photo; `actual` and the order of `probabilities` are places in the model's classes. */
export type Scored = { readonly actual: number; readonly probabilities: ArrayLike<number> };

export type Scoring = Pick<TrainOutcome, 'score' | 'confusion' | 'perClass' | 'calibration' | 'warnings'>;

const calibrationBins = 10;
/** 97.5th percentile of the standard normal: a 95 % interval. */
const z95 = 1.959963984540054;

/** Scores at least one photo. `classIds` in the model's order. */
export function scoreOf(scored: readonly Scored[], classIds: readonly number[]): Scoring {
  invariant(scored.length > 0, 'a score stands on at least one photo');
  const verdicts = scored.map(({ actual, probabilities }) => {
    const predicted = indexOfLargest(probabilities);
    return { actual, predicted, confidence: Math.min(1, probabilities[predicted]!), isRight: predicted === actual };
  });
  const confusion = classIds.map(() => classIds.map(() => 0));
  for (const { actual, predicted } of verdicts) confusion[actual]![predicted]! += 1;
  const actualCounts = confusion.map(row => sum(row));
  const correct = verdicts.filter(({ isRight }) => isRight).length;
  const frequent = indexOfLargest(actualCounts);
  const isConstant = new Set(verdicts.map(({ predicted }) => predicted)).size === 1 && verdicts.length > 1;
  return {
    score: {
      correct,
      total: scored.length,
      accuracy: correct / scored.length,
      interval: wilsonInterval(correct, scored.length),
      baseline: actualCounts[frequent]! / scored.length,
      baselineClass: classId.parse(classIds[frequent]),
    },
    confusion,
    perClass: classIds.map((id, index) => ({
      classId: id,
      ...ratios(confusion, index),
      photos: actualCounts[index]!,
    })),
    calibration: calibrationOf(verdicts),
    warnings: [
      ...(isConstant ? (['constant-predictions'] as const) : []),
      ...(scored.length < fewHeldOut ? (['few-photos'] as const) : []),
    ],
  };
}

/** Wilson's score interval at 95 % for `correct` of `total`, as fractions. Source: E. B. Wilson 1927. */
export function wilsonInterval(correct: number, total: number): [low: number, high: number] {
  const share = correct / total;
  const square = (z95 * z95) / total;
  const centre = share + square / 2;
  const half = z95 * Math.sqrt((share * (1 - share)) / total + square / (4 * total));
  return [Math.max(0, (centre - half) / (1 + square)), Math.min(1, (centre + half) / (1 + square))];
}

/** null where the ratio does not exist: a class never predicted has no precision, one never there no recall. */
function ratios(confusion: readonly (readonly number[])[], index: number) {
  const right = confusion[index]![index]!;
  const predicted = sum(confusion.map(row => row[index]!));
  const actual = sum(confusion[index]!);
  return {
    precision: predicted === 0 ? null : right / predicted,
    recall: actual === 0 ? null : right / actual,
    f1: predicted + actual === 0 ? null : (2 * right) / (predicted + actual),
  };
}

/** Expected calibration error over equal bins (from, to] of the likeliest class's probability; empty bins are left out. */
export function calibrationOf(
  verdicts: readonly { readonly confidence: number; readonly isRight: boolean }[],
  binCount = calibrationBins,
): Scoring['calibration'] {
  const byBin = Map.groupBy(verdicts, ({ confidence }) => Math.max(0, Math.ceil(confidence * binCount) - 1));
  const bins = [...byBin]
    .sort(([a], [b]) => a - b)
    .map(([bin, members]) => ({
      from: bin / binCount,
      to: (bin + 1) / binCount,
      photos: members.length,
      confidence: sum(members.map(({ confidence }) => confidence)) / members.length,
      accuracy: members.filter(({ isRight }) => isRight).length / members.length,
    }));
  const error =
    sum(bins.map(({ photos, confidence, accuracy }) => photos * Math.abs(confidence - accuracy))) / verdicts.length;
  return { error, bins };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function indexOfLargest(values: ArrayLike<number>): number {
  let largest = 0;
  for (let index = 1; index < values.length; index++) if (values[index]! > values[largest]!) largest = index;
  return largest;
}
