// How good the probabilities are that a classifier gives: log-loss, Brier score, and whether the right class is among the first.
import { mean } from './sums.ts';

/** One photo's probabilities, in the model's order of classes, and the place of its class. */
export type ScoredPhoto = { readonly actual: number; readonly probabilities: ArrayLike<number> };

/** The share of photos whose class is among the `count` most probable; equal ones count in the model's order. null without photos. */
export function topAccuracy(photos: readonly ScoredPhoto[], count: number): number | null {
  return mean(photos.map(photo => Number(rankOf(photo) < count)));
}

/** The mean of -log p of the right class, p from the smallest step at 1 in double precision on. null without photos. */
export function logLoss(photos: readonly ScoredPhoto[]): number | null {
  const losses = photos.map(({ actual, probabilities }) => {
    const total = Array.from(probabilities).reduce((sum, value) => sum + value, 0);
    return -Math.log(Math.max(probabilities[actual]! / total, Number.EPSILON));
  });
  return mean(losses);
}

/** The mean over photos of Σ (p - y)² over the classes: 0 is perfect, 2 the worst. null without photos. */
export function brierScore(photos: readonly ScoredPhoto[]): number | null {
  const distances = photos.map(({ actual, probabilities }) =>
    Array.from(probabilities).reduce((sum, value, place) => sum + (value - Number(place === actual)) ** 2, 0),
  );
  return mean(distances);
}

/** How many classes are said to be more probable than the right one. */
function rankOf({ actual, probabilities }: ScoredPhoto): number {
  const own = probabilities[actual]!;
  return Array.from(probabilities).filter((value, place) => value > own || (value === own && place < actual)).length;
}
