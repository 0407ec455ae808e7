// Finds hashes that differ in few bits among very many: two 64-bit hashes at most 11 bits apart agree within 2 bits in at least one of
// their four quarters, so each is compared only with those found by its quarters (multi-index hashing).

/** Bits in which hashes of near-duplicates may differ. Of 100 photos with each change: another size, quality, brightness, a crop by 3 % and
 * sharpening all stay within it; a crop by 6 % in 97 (measured on hymenoptera). Two different photos of 397: 1 pair of 78,606. */
export const mostDifferentBits = 11;

const quarterBits = 16;
const quarters = 4;
/** A hash with fewer steps up or down says too little: an even wall, a black frame. */
const leastInformation = 8;
/** A quarter that so many hashes share tells nothing; their other quarters find them. */
const mostInBucket = 2_000;
/** Comparisons between two turns of the event loop, so that the core goes on answering. */
const comparisonsAtOnce = 5_000_000;

/** All ways to turn none, one or two bits of a quarter. */
const turns: readonly number[] = (() => {
  const made = [0];
  for (let i = 0; i < quarterBits; i++) {
    made.push(1 << i);
    for (let j = 0; j < i; j++) made.push((1 << i) | (1 << j));
  }
  return made;
})();

/**
 * Places in `hashes` (each once, 16 hex digits, all different) of pairs that differ in at most `mostDifferentBits`, each pair once.
 * @param breathe awaited now and then.
 */
export async function closePairs(
  hashes: readonly string[],
  breathe: () => Promise<void>,
): Promise<readonly (readonly [number, number])[]> {
  const high = Uint32Array.from(hashes, hash => parseInt(hash.slice(0, 8), 16));
  const low = Uint32Array.from(hashes, hash => parseInt(hash.slice(8), 16));
  const quarterOf = (place: number, quarter: number): number =>
    ((quarter < 2 ? high[place]! : low[place]!) >>> (quarter % 2 === 0 ? 16 : 0)) & 0xffff;
  const telling = hashes.keys().filter(place => saysEnough(bitsIn(high[place]!) + bitsIn(low[place]!)));
  const searched = [...telling];
  const index = Array.from({ length: quarters }, (_, quarter) =>
    bucketsOf(searched, place => quarterOf(place, quarter)),
  );

  const pairs: (readonly [number, number])[] = [];
  const met = new Int32Array(hashes.length).fill(-1);
  let comparisons = 0;
  for (const place of searched) {
    met[place] = place;
    for (let quarter = 0; quarter < quarters; quarter++) {
      const { starts, places } = index[quarter]!;
      const own = quarterOf(place, quarter);
      for (const turn of turns) {
        const bucket = own ^ turn;
        const [from, to] = [starts[bucket]!, starts[bucket + 1]!];
        if (to - from > mostInBucket) continue;
        comparisons += to - from;
        for (let at = from; at < to; at++) {
          const other = places[at]!;
          // In ascending order: the rest of the bucket lies behind this photo and finds it from there.
          if (other >= place) break;
          if (met[other] === place) continue;
          met[other] = place;
          const different = bitsIn(high[place]! ^ high[other]!) + bitsIn(low[place]! ^ low[other]!);
          if (different <= mostDifferentBits) pairs.push([other, place]);
        }
      }
    }
    if (comparisons > comparisonsAtOnce) {
      comparisons = 0;
      await breathe();
    }
  }
  return pairs;
}

/** Bits in which two hashes differ; 64 where one is not there. */
export function bitsApart(one: string | null, other: string | null): number {
  if (one === null || other === null) return 64;
  const half = (hash: string, from: number): number => parseInt(hash.slice(from, from + 8), 16);
  return bitsIn(half(one, 0) ^ half(other, 0)) + bitsIn(half(one, 8) ^ half(other, 8));
}

type Buckets = { readonly starts: Uint32Array; readonly places: Uint32Array };

/** Places by key, one bucket after the other; bucket k lies from `starts[k]` to `starts[k + 1]`, in ascending order. */
function bucketsOf(places: readonly number[], keyOf: (place: number) => number): Buckets {
  const starts = new Uint32Array(2 ** quarterBits + 1);
  for (const place of places) starts[keyOf(place) + 1]!++;
  for (let bucket = 0; bucket < 2 ** quarterBits; bucket++) starts[bucket + 1]! += starts[bucket]!;
  const sorted = new Uint32Array(places.length);
  const next = starts.slice();
  for (const place of places) sorted[next[keyOf(place)]!++] = place;
  return { starts, places: sorted };
}

const saysEnough = (bits: number): boolean => bits >= leastInformation && bits <= 64 - leastInformation;

function bitsIn(word: number): number {
  let rest = word - ((word >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
