// Bursts: photos of one folder taken within seconds of one another, by the time they carry; where few carry one, by running numbers in
// their names together with a look that is not too different.
import type { HealthRow } from '../store/api.ts';
import { bitsApart } from './health-candidates.ts';
import { createTies, isThere, type FoundSet } from './health-groups.ts';

/** Photos further apart were taken on purpose, one after the other. */
const mostApartMs = 3_000;
/** So many photos of one folder at the very same moment: a clock that was never set. */
const mostAtOnce = 20;
/** Names count where fewer photos of a folder carry a time. */
const enoughTimes = 0.5;
/** Two unrelated photos of 78,606 pairs were 31 apart at the least (measured on hymenoptera); a frame and the next are mostly nearer. */
const mostBitsApart = 32;

export function bursts(rows: readonly HealthRow[]): FoundSet[] {
  const usable = rows.filter(isThere);
  const folders = Map.groupBy(usable, ({ path }) => path.slice(0, path.lastIndexOf('/') + 1));
  return [...folders.values()].flatMap(burstsOfFolder);
}

function burstsOfFolder(rows: readonly HealthRow[]): FoundSet[] {
  const ties = createTies();
  const timed = withRealTimes(rows).sort((one, other) => one.takenMs! - other.takenMs!);
  for (const [one, other] of neighbours(timed)) {
    if (other.takenMs! - one.takenMs! <= mostApartMs) ties.tie(one.id, other.id, 1);
  }
  if (timed.length < enoughTimes * rows.length) {
    for (const run of Map.groupBy(rows, row => numberedName(row.path)?.frame).values()) {
      const numbered = run
        .flatMap(row => ({ row, number: numberedName(row.path)?.number ?? NaN }))
        .sort((one, other) => one.number - other.number);
      for (const [one, other] of neighbours(numbered)) {
        const bits = bitsApart(one.row.nearHash, other.row.nearHash);
        if (other.number - one.number === 1 && bits <= mostBitsApart)
          ties.tie(one.row.id, other.row.id, 1 - bits / 128);
      }
    }
  }
  const byId = new Map(rows.map(row => [row.id, row]));
  return ties.sets().map(({ alike, ids }) => ({ kind: 'burst', alike, rows: ids.map(id => byId.get(id)!) }));
}

function withRealTimes(rows: readonly HealthRow[]): HealthRow[] {
  const moments = Map.groupBy(
    rows.filter(({ takenMs }) => takenMs !== null),
    ({ takenMs }) => takenMs,
  );
  return [...moments.values()].filter(({ length }) => length <= mostAtOnce).flat();
}

/** What stays the same in `IMG_0041.jpg`, and its number: the last one before the suffix. */
function numberedName(path: string): { readonly frame: string; readonly number: number } | null {
  const parts = /^(.*?)(\d{1,9})(\D*)$/.exec(path.slice(path.lastIndexOf('/') + 1));
  return parts === null ? null : { frame: `${parts[1]}\0${parts[3]}`, number: Number(parts[2]) };
}

function* neighbours<Item>(items: readonly Item[]): Generator<readonly [Item, Item]> {
  for (let i = 1; i < items.length; i++) yield [items[i - 1]!, items[i]!];
}
