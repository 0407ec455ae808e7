// Classification metrics against scikit-learn, and the case where one class is never used.
import { describe, expect, test } from 'vitest';
import {
  accuracyOf,
  balancedAccuracy,
  calibrationOf,
  confusionOf,
  macroF1,
  ratiosOf,
} from '../../../src/engine/metrics.ts';
import type { Verdict } from '../../../src/engine/metrics.ts';
import { goldenJson, goldenTensors } from '../../support/golden.ts';

describe('200 answers over 5 classes', () => {
  const golden = goldenJson('metrics/classification.json') as Record<
    string,
    number & number[] & { count: number; accuracy: number | null; confidence: number | null }[]
  >;
  const tensors = goldenTensors('metrics/classification.safetensors');
  const probabilities = tensors.get('probabilities')!.data as Float32Array;
  const verdicts: Verdict[] = Array.from(tensors.get('labels')!.data as Int32Array, (actual, row) => {
    const values = [...probabilities.subarray(row * 5, row * 5 + 5)];
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
  });

  test('the calibration error over 15 bins and every bin are as in the reference', () => {
    const { error, bins } = calibrationOf(verdicts, 15);
    expect(error).toBeCloseTo(golden['expected_calibration_error_15']!, 6);
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
  expect(calibrationOf([], 10).error).toBeNull();
  expect(macroF1(ratiosOf(confusionOf([], 2)))).toEqual({ value: null, over: [] });
});
