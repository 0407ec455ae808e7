// What the held-out predictions come to, as a run keeps it: score with its interval and baseline, confusion, per class, calibration, warnings.
import { calibrationOf } from '../../engine/metrics/calibration.ts';
import { confusionOf, ratiosOf, type Verdict } from '../../engine/metrics/confusion.ts';
import { invariant } from '../../shared/errors.ts';
import { classId } from '../../shared/records/ids.ts';
import { wilsonInterval } from '../../shared/wilson.ts';
import type { TrainOutcome } from './api.ts';
import { fewHeldOut } from '../../shared/model-card.ts';

/** One scored photo; `actual` and the order of `probabilities` are places in the model's classes. */
export type Scored = { readonly actual: number; readonly probabilities: ArrayLike<number> };

export type Scoring = Pick<TrainOutcome, 'score' | 'confusion' | 'perClass' | 'calibration' | 'warnings'>;

const calibrationBins = 10;

/** Scores at least one photo. `classIds` in the model's order. */
export function scoreOf(scored: readonly Scored[], classIds: readonly number[]): Scoring {
  invariant(scored.length > 0, 'a score stands on at least one photo');
  const verdicts = scored.map(verdictOf);
  const total = verdicts.length;
  const correct = verdicts.filter(({ actual, predicted }) => actual === predicted).length;
  const confusion = confusionOf(verdicts, classIds.length);
  const ratios = ratiosOf(confusion);
  const frequent = indexOfLargest(ratios.map(({ support }) => support));
  const isConstant = total > 1 && new Set(verdicts.map(({ predicted }) => predicted)).size === 1;
  return {
    score: {
      correct,
      total,
      accuracy: correct / total,
      interval: wilsonInterval(correct, total),
      baseline: ratios[frequent]!.support / total,
      baselineClass: classId.parse(classIds[frequent]),
    },
    confusion: confusion.map(row => [...row]),
    perClass: ratios.map(({ support, ...shares }, index) => ({
      classId: classIds[index]!,
      ...shares,
      photos: support,
    })),
    calibration: shownCalibration(verdicts),
    warnings: [
      ...(isConstant ? (['constant-predictions'] as const) : []),
      ...(total < fewHeldOut ? (['few-photos'] as const) : []),
    ],
  };
}

function verdictOf({ actual, probabilities }: Scored): Verdict {
  const predicted = indexOfLargest(probabilities);
  return { actual, predicted, confidence: Math.min(1, probabilities[predicted]!) };
}

/** Only the bins that photos fell into. */
function shownCalibration(verdicts: readonly Verdict[]): Scoring['calibration'] {
  const { error, bins } = calibrationOf(verdicts, calibrationBins);
  const shown = bins.flatMap(({ from, to, count, confidence, accuracy }) =>
    confidence === null || accuracy === null ? [] : [{ from, to, photos: count, confidence, accuracy }],
  );
  return { error: error ?? 0, bins: shown };
}

function indexOfLargest(values: ArrayLike<number>): number {
  let largest = 0;
  for (let index = 1; index < values.length; index++) if (values[index]! > values[largest]!) largest = index;
  return largest;
}
