// The interval of a share against published numbers.
import { expect, test } from 'vitest';
import { wilsonInterval } from '../../../src/shared/wilson.ts';

test('Wilson’s interval is the one of the textbook and stays inside 0…1', () => {
  // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
  const expected = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const;
  for (const [correct, total, low, high] of expected) {
    const interval = wilsonInterval(correct, total);
    expect(interval[0]).toBeCloseTo(low, 4);
    expect(interval[1]).toBeCloseTo(high, 4);
  }
  expect(wilsonInterval(20, 20)[1]).toBe(1);
});
