import { expect, test } from 'vitest';
import { sortInTurns } from '../../../../src/main/photos/sort-in-turns.ts';

type Item = { readonly key: number; readonly place: number };
const byKey = (one: Item, other: Item): number => one.key - other.key;

test.each([0, 1, 8_191, 8_192, 8_193, 50_000])(
  '%i items come as sort would order them, equal ones as they were',
  async count => {
    const items = Array.from({ length: count }, (_, place) => ({ key: (place * 7_919) % 1_013, place }));
    expect(await sortInTurns(items, byKey, undefined)).toEqual(items.toSorted(byKey));
  },
);

test('others have their turns, and one of them can cancel', async () => {
  const items = Array.from({ length: 100_000 }, (_, place) => ({ key: -place, place }));
  const abort = new AbortController();
  let turns = 0;
  const turn = (): void => {
    turns += 1;
    if (turns === 5) abort.abort();
    else setImmediate(turn);
  };
  setImmediate(turn);
  await expect(sortInTurns(items, byKey, abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
  expect(turns).toBe(5);
});
