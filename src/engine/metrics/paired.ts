// Two models on the same photos: how far their scores truly differ, and how many photos would tell them apart. Only photos that one
// names rightly and the other wrongly say anything about the difference; the interval is that of paired, not of separate, shares.
import { wilsonInterval } from '../../shared/wilson.ts';

/** How the photos that both models answered came out. */
export type PairedCounts = {
  readonly bothRight: number;
  /** Right in A, wrong in B. */
  readonly broken: number;
  /** Wrong in A, right in B. */
  readonly repaired: number;
  readonly bothWrong: number;
};

const z80 = 0.8416212335729143;
const z95 = 1.959963984540054;

const totalOf = ({ bothRight, broken, repaired, bothWrong }: PairedCounts): number =>
  bothRight + broken + repaired + bothWrong;

/** B's share of right answers less A's, with its 95 % interval, as shares; at least one photo. */
export type PairedDifference = { readonly difference: number; readonly interval: readonly [number, number] };

/**
 * Newcombe's interval for the difference of paired proportions: Wilson's intervals of both, squared and added, less what their correlation
 * takes away; the correlation with his continuity correction (R. G. Newcombe, "Improved confidence intervals for the difference between
 * binomial proportions based on paired data", Statistics in Medicine 17 (1998), 2635-2650, method 10).
 */
export function pairedDifference(counts: PairedCounts): PairedDifference {
  const total = totalOf(counts);
  const { bothRight, broken, repaired } = counts;
  const [right, rightBefore] = [bothRight + repaired, bothRight + broken];
  const [b, a] = [right / total, rightBefore / total];
  const [lowB, highB] = wilsonInterval(right, total);
  const [lowA, highA] = wilsonInterval(rightBefore, total);
  const correlation = correlationOf(counts);
  const spread = (one: number, other: number): number =>
    Math.sqrt(one * one - 2 * correlation * one * other + other * other);
  const difference = b - a;
  return { difference, interval: [difference - spread(b - lowB, highA - a), difference + spread(highB - b, a - lowA)] };
}

function correlationOf(counts: PairedCounts): number {
  const { bothRight, broken, repaired, bothWrong } = counts;
  const margins = (bothRight + broken) * (repaired + bothWrong) * (bothRight + repaired) * (broken + bothWrong);
  if (margins === 0) return 0;
  const excess = bothRight * bothWrong - broken * repaired;
  return (excess > 0 ? Math.max(0, excess - totalOf(counts) / 2) : excess) / Math.sqrt(margins);
}

/**
 * How many photos would tell two such models apart, in four of five tries, at 95 %: McNemar's test with the shares seen here
 * (R. J. Connor, "Sample size for testing differences in proportions for the paired-sample design", Biometrics 43 (1987), 207-211).
 * null where the scores are equal: no number would.
 */
export function photosToTellApart(counts: PairedCounts): number | null {
  const total = totalOf(counts);
  const changed = (counts.broken + counts.repaired) / total;
  const difference = Math.abs(counts.repaired - counts.broken) / total;
  if (difference === 0) return null;
  const root = (z95 * Math.sqrt(changed) + z80 * Math.sqrt(changed - difference * difference)) / difference;
  return Math.ceil(root * root);
}
