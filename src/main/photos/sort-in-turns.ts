// Sorts very many items by runs that are merged, so that other work of this process goes on in between.
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';

/** Sorted or merged before others have their turn: some 20 ms for names in natural order. */
const atOnce = 8_192;

/** The items as `sort` would order them; equal ones stay as they were. Throws `cancelled` where `signal` is aborted. */
export async function sortInTurns<Item>(
  items: readonly Item[],
  compare: (one: Item, other: Item) => number,
  signal: AbortSignal | undefined,
): Promise<Item[]> {
  const turn = async (): Promise<void> => {
    await setImmediate();
    if (signal?.aborted) throw new AppError('cancelled');
  };
  let runs: Item[][] = [];
  for (let from = 0; from < items.length; from += atOnce) {
    runs.push(items.slice(from, from + atOnce).sort(compare));
    await turn();
  }
  while (runs.length > 1) {
    const merged: Item[][] = [];
    for (let place = 0; place < runs.length; place += 2) {
      const [left, right = []] = [runs[place]!, runs[place + 1]];
      const both: Item[] = [];
      for (let [l, r] = [0, 0]; l < left.length || r < right.length;) {
        const takesLeft = r === right.length || (l < left.length && compare(left[l]!, right[r]!) <= 0);
        both.push(takesLeft ? left[l++]! : right[r++]!);
        if (both.length % atOnce === 0) await turn();
      }
      merged.push(both);
    }
    runs = merged;
  }
  return runs[0] ?? [];
}
