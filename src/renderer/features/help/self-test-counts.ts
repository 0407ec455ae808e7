// How many things of a self-test are in which state.
import type { SelfTestRow } from '../../../shared/records/self-test.ts';

/** Counts of rows by state; states that do not occur count 0. */
export function countStates(rows: readonly SelfTestRow[]): Readonly<Record<SelfTestRow['state'], number>> {
  const counts = { works: 0, slower: 0, absent: 0, failed: 0 };
  for (const { state } of rows) counts[state]++;
  return counts;
}
