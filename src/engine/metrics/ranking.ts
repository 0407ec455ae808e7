// How well a score tells one class from the rest, whatever the threshold: area under the ROC curve and average precision, as scikit-learn computes them.
import type { ScoredPhoto } from './probabilities.ts';
import { mean } from './sums.ts';

/** A score and whether what it scores is of the class. */
export type Ranked = { readonly score: number; readonly isPositive: boolean };

/** The chance that a positive scores higher than a negative, a tie counting half. null where one of the two is missing. */
export function rocArea(answers: readonly Ranked[]): number | null {
  const positives = answers.filter(({ isPositive }) => isPositive).length;
  const negatives = answers.length - positives;
  if (positives === 0 || negatives === 0) return null;
  let above = 0;
  let area = 0;
  for (const { hits, others } of steps(answers)) {
    area += others * (above + hits / 2);
    above += hits;
  }
  return area / (positives * negatives);
}

/** Σ (recall - recall before) · precision over falling thresholds. null without positives. */
export function averagePrecision(answers: readonly Ranked[]): number | null {
  const positives = answers.filter(({ isPositive }) => isPositive).length;
  if (positives === 0) return null;
  let [above, seen, area] = [0, 0, 0];
  for (const { hits, others } of steps(answers)) {
    above += hits;
    seen += hits + others;
    area += (hits / positives) * (above / seen);
  }
  return area;
}

/** Each class against the rest. */
export function oneVersusRest(photos: readonly ScoredPhoto[], classes: number): readonly (readonly Ranked[])[] {
  return Array.from({ length: classes }, (_, place) =>
    photos.map(({ actual, probabilities }) => ({ score: probabilities[place]!, isPositive: actual === place })),
  );
}

/** The mean ROC area over all pairs of classes, each taken as the positive one in turn (Hand and Till 2001). null without a pair that has photos. */
export function oneVersusOneArea(photos: readonly ScoredPhoto[], classes: number): number | null {
  const byClass = Map.groupBy(photos, ({ actual }) => actual);
  const areas: number[] = [];
  for (let first = 0; first < classes; first++) {
    for (let second = first + 1; second < classes; second++) {
      const both = [...(byClass.get(first) ?? []), ...(byClass.get(second) ?? [])];
      for (const place of [first, second]) {
        const area = rocArea(
          both.map(({ actual, probabilities }) => ({ score: probabilities[place]!, isPositive: actual === place })),
        );
        if (area !== null) areas.push(area);
      }
    }
  }
  return mean(areas);
}

/** How many of the class and how many others each score has, from the highest down. */
function steps(answers: readonly Ranked[]): { readonly hits: number; readonly others: number }[] {
  const sorted = answers.toSorted((a, b) => b.score - a.score);
  const found: { hits: number; others: number }[] = [];
  sorted.forEach(({ score, isPositive }, place) => {
    if (score !== sorted[place - 1]?.score) found.push({ hits: 0, others: 0 });
    const last = found.at(-1)!;
    if (isPositive) last.hits++;
    else last.others++;
  });
  return found;
}
