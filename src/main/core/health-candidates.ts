// Finds hashes that differ in few bits among very many (multi-index hashing): two halves of 64 bits that are at most 11 bits apart differ
// in at most two bits in at least one of their four quarters, so each is compared only with those found by its quarters.

/**
 * Bits in which two hashes of near-duplicates differ at most: 11 of the 64 along the rows, or of the 64 along the columns; and 28 of all.
 * Of 50 photos changed in one way this finds: another size, quality, contrast, colour, or grey 50; cut by 3 % 50, by 6 % 49, by 10 % 42;
 * moved by 3 % 44, by 6 % 45; turned by 2 degrees 42; with a border 44. Two different photos of 397 were never nearer than 31 (measured on
 * hymenoptera, with the likeness that is asked of them afterwards).
 */
const mostOfHalf = 11;
const mostOfAll = 28;

const quarterBits = 16;
const quarterShifts = [16, 0] as const;
/** A half with fewer steps up or down says too little: an even wall, a black frame. */
const leastInformation = 8;
/** A quarter that so many hashes share tells nothing; their other quarters find them. */
const mostInBucket = 5_000;
/** Of a film of one scene every frame is near every other: so many ties each are enough to hold the set together. */
const mostPartners = 50;
const entrySize = 3;
/** Comparisons between two turns of the event loop (some milliseconds), so that the core goes on answering. */
const comparisonsAtOnce = 500_000;

/** All ways to turn none, one or two bits of a quarter. */
const turns: readonly number[] = Array.from({ length: quarterBits }, (_, i) => i).flatMap(i => [
  ...(i === 0 ? [0] : []),
  1 << i,
  ...Array.from({ length: i }, (_, j) => (1 << i) | (1 << j)),
]);

/**
 * Places in `hashes` (32 hex digits each, all different) of pairs that are near one another, each pair once; of very many that are all near
 * one another not every pair, but each is tied to others.
 * @param breathe awaited now and then.
 */
export async function closePairs(
  hashes: readonly string[],
  breathe: () => Promise<void>,
): Promise<readonly (readonly [number, number])[]> {
  const words = [0, 8, 16, 24].map(from => Uint32Array.from(hashes, hash => parseInt(hash.slice(from, from + 8), 16)));
  const [rowHigh, rowLow, columnHigh, columnLow] = words as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
  const found = createFound(words);
  await searchHalf([rowHigh, rowLow], found, breathe);
  await searchHalf([columnHigh, columnLow], found, breathe);
  return found.pairs;
}

/** Bits in which two hashes differ; 128 where one is not there. */
export function bitsApart(one: string | null, other: string | null): number {
  if (one === null || other === null) return 128;
  const word = (hash: string, from: number): number => parseInt(hash.slice(from, from + 8), 16);
  return [0, 8, 16, 24].reduce((bits, from) => bits + bitsIn(word(one, from) ^ word(other, from)), 0);
}

type Half = readonly [high: Uint32Array, low: Uint32Array];

/** Takes pairs whose halves are near, each once, where they are near as a whole. */
function createFound(words: readonly Uint32Array[]) {
  const pairs: (readonly [number, number])[] = [];
  const known = new Set<number>();
  const count = words[0]!.length;
  return {
    pairs,
    /** Whether the pair is near and was not known. */
    add(one: number, other: number): boolean {
      const bits = words.reduce((sum, word) => sum + bitsIn(word[one]! ^ word[other]!), 0);
      const key = one * count + other;
      if (bits > mostOfAll || known.has(key)) return false;
      known.add(key);
      pairs.push([one, other]);
      return true;
    },
  };
}

async function searchHalf(
  half: Half,
  found: ReturnType<typeof createFound>,
  breathe: () => Promise<void>,
): Promise<void> {
  const [high, low] = half;
  const searched = Uint32Array.from(
    high.keys().filter(place => saysEnough(bitsIn(high[place]!) + bitsIn(low[place]!))),
  );
  const index = half.flatMap(word => quarterShifts.map(shift => bucketsOf(searched, half, word, shift)));
  let comparisons = 0;
  for (const place of searched) {
    const [ownHigh, ownLow] = [high[place]!, low[place]!];
    let partners = 0;
    for (const { keys, starts, entries } of index) {
      for (const turn of turns) {
        const bucket = keys[place]! ^ turn;
        const [from, to] = [starts[bucket]!, starts[bucket + 1]!];
        if (to - from > mostInBucket) continue;
        // In ascending order: the rest of the bucket lies behind this photo and finds it from there.
        for (let at = entrySize * from; at < entrySize * to && partners < mostPartners; at += entrySize) {
          const other = entries[at]!;
          if (other >= place) break;
          const isNear = bitsIn(ownHigh ^ entries[at + 1]!) + bitsIn(ownLow ^ entries[at + 2]!) <= mostOfHalf;
          if (isNear && found.add(other, place)) partners++;
        }
        comparisons += to - from;
      }
      comparisons += turns.length;
    }
    if (comparisons > comparisonsAtOnce) {
      comparisons = 0;
      await breathe();
    }
  }
}

/** Halves by one quarter, one bucket after the other; bucket k lies from `starts[k]` to `starts[k + 1]`, in ascending order of places. */
type Buckets = {
  /** The quarter itself, by place. */
  readonly keys: Uint16Array;
  readonly starts: Uint32Array;
  /** Of each its place and the two words of its half: what is compared lies side by side in memory. */
  readonly entries: Uint32Array;
};

function bucketsOf(searched: Uint32Array, [high, low]: Half, word: Uint32Array, shift: number): Buckets {
  const keys = Uint16Array.from(word, value => value >>> shift);
  const starts = new Uint32Array(2 ** quarterBits + 1);
  for (const place of searched) starts[keys[place]! + 1]!++;
  for (let bucket = 0; bucket < 2 ** quarterBits; bucket++) starts[bucket + 1]! += starts[bucket]!;
  const entries = new Uint32Array(entrySize * searched.length);
  const next = starts.slice();
  for (const place of searched) entries.set([place, high[place]!, low[place]!], entrySize * next[keys[place]!]!++);
  return { keys, starts, entries };
}

const saysEnough = (bits: number): boolean => bits >= leastInformation && bits <= 64 - leastInformation;

function bitsIn(word: number): number {
  let rest = word - ((word >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
