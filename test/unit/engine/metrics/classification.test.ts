// Classification metrics against scikit-learn, and the case where one class is never used.
import { describe, expect, test } from 'vitest';
import { calibrationOf } from '../../../../src/engine/metrics/calibration.ts';
import {
  accuracyOf,
  balancedAccuracy,
  cohenKappa,
  confusionOf,
  macroF1,
  matthews,
  ratiosOf,
  weightedF1,
} from '../../../../src/engine/metrics/confusion.ts';
import type { Verdict } from '../../../../src/engine/metrics/confusion.ts';
import { brierScore, logLoss, topAccuracy } from '../../../../src/engine/metrics/probabilities.ts';
import type { ScoredPhoto } from '../../../../src/engine/metrics/probabilities.ts';
import { averagePrecision, oneVersusOneArea, oneVersusRest, rocArea } from '../../../../src/engine/metrics/ranking.ts';
import { goldenJson, goldenTensors } from '../../../support/golden.ts';

describe('200 answers over 5 classes', () => {
  const golden = goldenJson('metrics/classification.json') as Record<
    string,
    number & number[] & { count: number; accuracy: number | null; confidence: number | null }[]
  >;
  const tensors = goldenTensors('metrics/classification.safetensors');
  const probabilities = tensors.get('probabilities')!.data as Float32Array;
  const photos: ScoredPhoto[] = Array.from(tensors.get('labels')!.data as Int32Array, (actual, row) => {
    return { actual, probabilities: probabilities.subarray(row * 5, row * 5 + 5) };
  });
  const verdicts: Verdict[] = photos.map(photo => {
    const { actual } = photo;
    const values = Array.from(photo.probabilities);
    const confidence = Math.max(...values);
    return { actual, predicted: values.indexOf(confidence), confidence };
  });
  const confusion = confusionOf(verdicts, 5);
  const ratios = ratiosOf(confusion);

  test('the confusion matrix and the accuracy are scikit-learn’s', () => {
    expect(confusion).toEqual(golden['confusion_truth_by_prediction']);
    expect(accuracyOf(confusion)).toBeCloseTo(golden['accuracy']!, 9);
    expect(balancedAccuracy(ratios)).toBeCloseTo(golden['balanced_accuracy']!, 9);
  });

  test.each(['precision', 'recall', 'f1', 'support'] as const)('the %s of each class is scikit-learn’s', name => {
    ratios.forEach((ratio, place) => expect(ratio[name]).toBeCloseTo(golden[name]![place] as unknown as number, 9));
  });

  test('macro F1 is scikit-learn’s', () => {
    expect(macroF1(ratios).value).toBeCloseTo(golden['macro_f1']!, 9);
    expect(weightedF1(ratios)).toBeCloseTo(golden['weighted_f1']!, 9);
    expect(accuracyOf(confusion)).toBeCloseTo(golden['micro_f1']!, 9);
  });

  test('kappa and Matthews’ correlation are scikit-learn’s', () => {
    expect(cohenKappa(confusion)).toBeCloseTo(golden['cohen_kappa']!, 9);
    expect(matthews(confusion)).toBeCloseTo(golden['matthews']!, 9);
  });

  test.each(['1', '2', '3'])('the right class is among the first %s as often as scikit-learn says', count => {
    const expected = golden['top_k_accuracy'] as unknown as Record<string, number>;
    expect(topAccuracy(photos, Number(count))).toBeCloseTo(expected[count]!, 9);
  });

  test('log-loss and Brier score are scikit-learn’s', () => {
    expect(logLoss(photos)).toBeCloseTo(golden['log_loss']!, 9);
    expect(brierScore(photos)).toBeCloseTo(golden['brier_multiclass_sum']!, 9);
  });

  test('ROC areas and average precisions are scikit-learn’s', () => {
    const ranked = oneVersusRest(photos, 5);
    const areas = ranked.map(answers => rocArea(answers)!);
    areas.forEach((area, place) =>
      expect(area).toBeCloseTo(golden['roc_auc_one_vs_rest']![place] as unknown as number, 9),
    );
    ranked.forEach((answers, place) =>
      expect(averagePrecision(answers)).toBeCloseTo(
        golden['average_precision_one_vs_rest']![place] as unknown as number,
        9,
      ),
    );
    expect(areas.reduce((sum, area) => sum + area, 0) / 5).toBeCloseTo(golden['roc_auc_ovr_macro']!, 9);
    expect(oneVersusOneArea(photos, 5)).toBeCloseTo(golden['roc_auc_ovo_macro']!, 9);
  });

  test('the calibration error over 15 bins and every bin are as in the reference', () => {
    const { error, largest, bins } = calibrationOf(verdicts, 15);
    expect(error).toBeCloseTo(golden['expected_calibration_error_15']!, 6);
    expect(largest).toBeCloseTo(golden['maximum_calibration_error_15']!, 6);
    const expected = golden['calibration_bins']!;
    bins.forEach(({ count, accuracy, confidence }, place) => {
      const bin = expected[place] as unknown as { count: number; accuracy: number | null; confidence: number | null };
      expect(count).toBe(bin.count);
      if (bin.accuracy === null) expect([accuracy, confidence]).toEqual([null, null]);
      else
        expect([accuracy! - bin.accuracy, confidence! - bin.confidence!].every(gap => Math.abs(gap) < 1e-6)).toBe(true);
    });
  });
});

test('B22 a class that is neither there nor predicted is left out of macro F1', () => {
  const [apple, fig, kiwi, plum] = [0, 1, 2, 3];
  const pairs = [
    [apple, apple],
    [apple, apple],
    [apple, apple],
    [apple, fig],
    [plum, plum],
    [plum, plum],
    [plum, plum],
    [plum, plum],
  ];
  const verdicts = pairs.map(([actual, predicted]) => ({ actual: actual!, predicted: predicted!, confidence: 1 }));
  const ratios = ratiosOf(confusionOf(verdicts, 4));
  expect(macroF1(ratios)).toEqual({ value: expect.closeTo(0.619048, 5) as number, over: [apple, fig, plum] });
  expect(ratios[fig!]).toEqual({ precision: 0, recall: null, f1: 0, support: 0 });
  expect(ratios[kiwi!]).toEqual({ precision: null, recall: null, f1: null, support: 0 });
  expect(balancedAccuracy(ratios)).toBeCloseTo(0.875, 9);
});

test('without answers nothing is claimed', () => {
  expect(accuracyOf(confusionOf([], 2))).toBeNull();
  expect(calibrationOf([], 10)).toMatchObject({ error: null, largest: null });
  expect(weightedF1(ratiosOf(confusionOf([], 2)))).toBeNull();
  expect(matthews(confusionOf([], 2))).toBeNull();
  expect(cohenKappa(confusionOf([], 2))).toBeNull();
  expect([topAccuracy([], 1), logLoss([]), brierScore([]), oneVersusOneArea([], 2)]).toEqual([null, null, null, null]);
  expect(macroF1(ratiosOf(confusionOf([], 2)))).toEqual({ value: null, over: [] });
});

test('a classifier that always says the same has no correlation and no agreement beyond chance', () => {
  const verdicts = [0, 0, 1, 2].map(actual => ({ actual, predicted: 0, confidence: 1 }));
  expect(matthews(confusionOf(verdicts, 3))).toBe(0);
  expect(cohenKappa(confusionOf(verdicts, 3))).toBe(0);
});

test('equal scores count half in the ROC area and stand on one step of the precision', () => {
  const answers = [true, false, true, false].map(isPositive => ({ score: 0.5, isPositive }));
  expect(rocArea(answers)).toBe(0.5);
  expect(averagePrecision(answers)).toBe(0.5);
  expect(rocArea(answers.filter(({ isPositive }) => isPositive))).toBeNull();
  expect(averagePrecision(answers.filter(({ isPositive }) => !isPositive))).toBeNull();
});

test('a right class with probability 0 costs much but not infinitely much', () => {
  expect(logLoss([{ actual: 1, probabilities: [1, 0] }])).toBeCloseTo(36.04, 2);
});
