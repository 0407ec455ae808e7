// Health of 100,000 and 500,000 photos: rows from the store, candidates by hash, bursts by time; and what comparing one pair takes.
import { setImmediate } from 'node:timers/promises';
import { bursts } from '../src/main/core/health-bursts.ts';
import { closePairs } from '../src/main/core/health-candidates.ts';
import { likeness } from '../src/main/core/health-likeness.ts';
import { lookPx } from '../src/main/photos/api.ts';
import type { HealthRow } from '../src/main/store/api.ts';
import { openStore } from '../src/main/store/index.ts';
import type { PhotoId } from '../src/shared/records/ids.ts';
import { makeLargeProject } from '../test/support/large-project.ts';

let state = 88_172_645;
function random(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return state >>> 0;
}
const hash = (): string => Array.from({ length: 4 }, () => random().toString(16).padStart(8, '0')).join('');

async function timed<Result>(work: () => Result | Promise<Result>): Promise<{ result: Result; ms: number }> {
  const began = performance.now();
  const result = await work();
  return { result, ms: performance.now() - began };
}

/** Photos of which every hundredth has a near-duplicate and every tenth was taken a second after the one before. */
function rowsOf(photos: number): HealthRow[] {
  let last = '';
  return Array.from({ length: photos }, (_, place) => {
    const isTwin = place % 100 === 99;
    last = isTwin ? (BigInt(`0x${last}`) ^ 0b1011n).toString(16).padStart(32, '0') : hash();
    return {
      ...{ id: (place + 1) as PhotoId, path: `shelf ${Math.floor(place / 1_000)}/${hash()}.jpg`, hash: hash() },
      ...{ widthPx: 4_000, heightPx: 3_000, bytes: 3e6, split: 'train', group: place, classId: null, excluded: false },
      ...{ problem: null, isRead: true, orientation: 1, nearHash: last, note: null },
      takenMs: 60_000 * place - (place % 10 === 9 ? 59_000 : 0),
    };
  });
}

const table: Record<string, number | string>[] = [];
for (const photos of [100_000, 500_000]) {
  const rows = rowsOf(photos);
  const hashes = [...new Set(rows.map(({ nearHash }) => nearHash!))];
  let longestMs = 0;
  let turnBegan = performance.now();
  const pairs = await timed(() =>
    closePairs(hashes, async () => {
      longestMs = Math.max(longestMs, performance.now() - turnBegan);
      await setImmediate();
      turnBegan = performance.now();
    }),
  );
  const found = await timed(() => bursts(rows));
  table.push({
    photos,
    'candidates ms': Math.round(pairs.ms),
    'longest turn ms': Math.round(longestMs),
    pairs: pairs.result.length,
    'bursts ms': Math.round(found.ms),
    bursts: found.result.length,
  });
}
const project = await makeLargeProject(100_000, 0);
const store = await openStore({ folder: project.folder });
await store.photosCounts();
const read = await timed(() => store.photosHealth());
await store.close();
await project.remove();
const picture = () => Float32Array.from({ length: lookPx ** 2 }, () => random() % 256);
const [one, other] = [picture(), picture()];
const compared = await timed(() => {
  for (let i = 0; i < 200; i++) likeness(one, other, lookPx);
});
console.table(table);
console.log(
  `rows of 100,000 photos from the store: ${Math.round(read.ms)} ms; one pair compared: ${(compared.ms / 200).toFixed(2)} ms`,
);
console.log(JSON.stringify({ bench: 'health', table, rowsMs: read.ms, pairMs: compared.ms / 200 }));
