// Near-duplicates: candidates by hash, then each looked at again by its thumbnail.
import type { PhotoId } from '../../shared/records/ids.ts';
import { setImmediate } from 'node:timers/promises';
import { lookPx, type DecodePool } from '../photos/api.ts';
import { isPhotoError } from '../photos/photo-error.ts';
import type { HealthRow } from '../store/api.ts';
import { bitsApart, closePairs } from './health-candidates.ts';
import { createTies, isThere, type FoundSet } from './health-groups.ts';
import { brightnessOf, leastAlike, likeness } from './health-likeness.ts';

/** Smaller pictures (digits, icons) are alike by nature. */
const smallestPx = 64;
/** Photos whose thumbnails are fetched at once. */
const together = 64;
const pairsBetweenBreaths = 20;
/** A project of nothing but one scene: what was found by then is shown. */
const mostCompared = 50_000;

export type NearNeeds = {
  readonly thumbnailsOf: (ids: readonly PhotoId[]) => Promise<ReadonlyMap<PhotoId, Uint8Array>>;
  readonly look: DecodePool['look'];
  /** Likeness of contents that were compared before, by both hashes. */
  readonly known: Map<string, number>;
};

/** Sets of photos of different content that look alike; copies of a photo are in its set. */
export async function nearDuplicates(rows: readonly HealthRow[], needs: NearNeeds): Promise<FoundSet[]> {
  const seen = rows.filter(
    row => isThere(row) && row.nearHash !== null && Math.max(row.widthPx, row.heightPx) >= smallestPx,
  );
  const contents = Map.groupBy(seen, ({ hash }) => hash);
  const first = [...contents.values()].map(same => same[0]!);
  const byNearHash = Map.groupBy(first, ({ nearHash }) => nearHash!);
  const hashes = [...byNearHash.keys()];

  const candidates: (readonly [HealthRow, HealthRow])[] = [];
  for (const [one, ...others] of byNearHash.values()) for (const other of others) candidates.push([one!, other]);
  for (const [one, other] of await closePairs(hashes, () => setImmediate())) {
    candidates.push([byNearHash.get(hashes[one]!)![0]!, byNearHash.get(hashes[other]!)![0]!]);
  }
  candidates.sort(
    (one, other) => bitsApart(one[0].nearHash, one[1].nearHash) - bitsApart(other[0].nearHash, other[1].nearHash),
  );

  const ties = createTies();
  candidates.length = Math.min(candidates.length, mostCompared);
  const unknown = candidates.filter(([one, other]) => !needs.known.has(pairKey(one, other)));
  const looks = await looksOf(unknown.flat(), needs);
  let compared = 0;
  for (const [one, other] of candidates) {
    if (ties.areTied(one.id, other.id)) continue;
    const alike = likenessOf(one, other, looks, needs.known);
    if (alike >= leastAlike) ties.tie(one.id, other.id, alike);
    if (++compared % pairsBetweenBreaths === 0) await setImmediate();
  }
  const byId = new Map(first.map(row => [row.id, row]));
  return ties.sets().map(({ alike, ids }) => {
    const found = ids.flatMap(id => contents.get(byId.get(id)!.hash)!);
    return { kind: 'near', alike, rows: found };
  });
}

const pairKey = (one: HealthRow, other: HealthRow): string => [one.hash, other.hash].sort().join(' ');

function likenessOf(
  one: HealthRow,
  other: HealthRow,
  looks: ReadonlyMap<PhotoId, Float32Array>,
  known: Map<string, number>,
): number {
  const key = pairKey(one, other);
  const before = known.get(key);
  if (before !== undefined) return before;
  const [first, second] = [looks.get(one.id), looks.get(other.id)];
  if (first === undefined || second === undefined) return 0;
  const alike = likeness(first, second, lookPx);
  known.set(key, alike);
  return alike;
}

/** Brightness of what the photos look like; without those that have no thumbnail. */
async function looksOf(
  rows: readonly HealthRow[],
  { thumbnailsOf, look }: NearNeeds,
): Promise<Map<PhotoId, Float32Array>> {
  const ids = [...new Set(rows.map(({ id }) => id))];
  const looks = new Map<PhotoId, Float32Array>();
  for (let from = 0; from < ids.length; from += together) {
    const thumbnails = await thumbnailsOf(ids.slice(from, from + together));
    await Promise.all(
      Array.from(thumbnails, async ([id, jpeg]) => {
        try {
          looks.set(id, brightnessOf(await look(jpeg)));
        } catch (error) {
          // A thumbnail that does not decode lies in a cache that may be deleted: the photo is not compared.
          if (!isPhotoError(error)) throw error;
        }
      }),
    );
  }
  return looks;
}
