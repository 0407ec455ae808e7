import { describe, expect, test } from 'vitest';
import { scoreOf, type Scored } from '../../../../src/main/training/score.ts';

const right = (actual: number, classes: number): Scored => ({
  actual,
  probabilities: Array.from({ length: classes }, (_, place) => (place === actual ? 0.9 : 0.1 / (classes - 1))),
});

describe('the score', () => {
  test('has the interval of Wilson and the share of the most frequent class beside it', () => {
    const scored = [...Array.from({ length: 60 }, () => right(0, 2)), ...Array.from({ length: 40 }, () => right(1, 2))];
    const wrong = scored.map((one, index) => (index < 6 ? { ...one, actual: 1 - one.actual } : one));
    const { score, confusion, perClass } = scoreOf(wrong, [7, 9]);
    expect(score).toMatchObject({ correct: 94, total: 100, accuracy: 0.94, baseline: 0.54, baselineClass: 7 });
    // The formula worked out for 94 of 100.
    expect(score.interval[0]).toBeCloseTo(0.8752, 4);
    expect(score.interval[1]).toBeCloseTo(0.9722, 4);
    expect(confusion).toEqual([
      [54, 0],
      [6, 40],
    ]);
    expect(perClass.map(({ classId, photos }) => [classId, photos])).toEqual([
      [7, 54],
      [9, 46],
    ]);
  });

  test('L16: predictions that are all one class are warned of beside the score', () => {
    const scored = Array.from({ length: 60 }, (_, index) => ({ actual: index % 2, probabilities: [0.6, 0.4] }));
    expect(scoreOf(scored, [1, 2]).warnings).toEqual(['constant-predictions']);
    expect(scoreOf(scored.slice(0, 10), [1, 2]).warnings).toEqual(['constant-predictions', 'few-photos']);
    expect(
      scoreOf(
        Array.from({ length: 60 }, (_, index) => right(index % 2, 2)),
        [1, 2],
      ).warnings,
    ).toEqual([]);
  });

  test('a class without held-out photos has no recall, and one never predicted no precision', () => {
    const { perClass } = scoreOf([right(0, 3), { actual: 1, probabilities: [0.8, 0.1, 0.1] }], [1, 2, 3]);
    expect(perClass[1]).toMatchObject({ precision: null, recall: 0, f1: 0, photos: 1 });
    expect(perClass[2]).toMatchObject({ precision: null, recall: null, f1: null, photos: 0 });
  });

  test('calibration tells how far confidence is from accuracy', () => {
    const scored = Array.from({ length: 10 }, (_, index) => ({
      actual: index < 7 ? 0 : 1,
      probabilities: [0.95, 0.05],
    }));
    const { error, bins } = scoreOf(scored, [1, 2]).calibration;
    expect(error).toBeCloseTo(0.25, 12);
    expect(bins).toHaveLength(1);
    expect(bins[0]).toMatchObject({ from: 0.9, to: 1, photos: 10, accuracy: 0.7 });
  });
});
