// The difference of two models on the same photos, against figures that others published.
import { describe, expect, test } from 'vitest';
import { pairedDifference, photosToTellApart } from '../../../../src/engine/metrics/paired.ts';

const counts = (bothRight: number, broken: number, repaired: number, bothWrong: number) => ({
  bothRight,
  broken,
  repaired,
  bothWrong,
});

describe('the interval of a paired difference', () => {
  test('is that of the R package contingencytables for Cavo (2012): 0.0621, 0.0046 to 0.1186', () => {
    const { difference, interval } = pairedDifference(counts(59, 6, 16, 80));
    expect(difference).toBeCloseTo(0.0621, 4);
    expect(interval[0]).toBeCloseTo(0.0046, 4);
    expect(interval[1]).toBeCloseTo(0.1186, 4);
  });

  test('with A and B swapped is the same one mirrored', () => {
    const there = pairedDifference(counts(137, 3, 8, 5));
    const back = pairedDifference(counts(137, 8, 3, 5));
    expect(back.difference).toBeCloseTo(-there.difference, 12);
    expect(back.interval[0]).toBeCloseTo(-there.interval[1], 12);
    expect(back.interval[1]).toBeCloseTo(-there.interval[0], 12);
  });

  test('of two models that agree on every photo is around zero and never of no width', () => {
    const { difference, interval } = pairedDifference(counts(20, 0, 0, 0));
    expect(difference).toBe(0);
    expect(interval[0]).toBeLessThan(0);
    expect(interval[1]).toBeGreaterThan(0);
  });

  test('stays within -1 and 1 where everything changed sides', () => {
    const { difference, interval } = pairedDifference(counts(0, 0, 12, 0));
    expect(difference).toBe(1);
    expect(interval[0]).toBeGreaterThan(0.5);
    expect(interval[1]).toBeCloseTo(1, 12);
  });

  test('narrows with more photos of the same kind', () => {
    const width = (times: number): number => {
      const [low, high] = pairedDifference(counts(137 * times, 3 * times, 4 * times, 9 * times)).interval;
      return high - low;
    };
    expect(width(10)).toBeLessThan(width(1) / 2.5);
  });
});

describe('how many photos would tell two models apart', () => {
  test('is Connor’s example: shares 0.45 and 0.05 that change sides need 23', () => {
    expect(photosToTellApart(counts(30, 5, 45, 20))).toBe(23);
  });

  test('is thousands where 4 of 153 were repaired and 3 broken', () => {
    expect(photosToTellApart(counts(141, 3, 4, 5))).toBeGreaterThan(8_000);
    expect(photosToTellApart(counts(141, 3, 4, 5))).toBeLessThan(9_000);
  });

  test('is no number where as many were repaired as broken', () => {
    expect(photosToTellApart(counts(141, 4, 4, 4))).toBeNull();
  });
});
