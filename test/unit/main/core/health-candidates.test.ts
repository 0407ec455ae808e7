// Multi-index hashing against the plain comparison of every hash with every other.
import { expect, test } from 'vitest';
import { bitsApart, closePairs, mostDifferentBits } from '../../../../src/main/core/health-candidates.ts';

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
const hex = (bits: readonly boolean[]): string =>
  BigInt(`0b${bits.map(Number).join('')}`)
    .toString(16)
    .padStart(16, '0');

/** Clusters of hashes that differ from their first in 0 to 15 bits. */
function made(clusters: number, each: number): string[] {
  const next = random(7);
  const hashes = new Set<string>();
  for (let cluster = 0; cluster < clusters; cluster++) {
    const bits = Array.from({ length: 64 }, () => next() < 0.5);
    for (let i = 0; i < each; i++) {
      const turned = new Set(Array.from({ length: i % 16 }, () => Math.floor(next() * 64)));
      hashes.add(hex(bits.map((bit, place) => bit !== turned.has(place))));
    }
  }
  return [...hashes];
}

test('finds exactly the pairs that differ in at most eleven bits, each once', async () => {
  const hashes = made(60, 20);
  const plain = new Set<string>();
  for (let i = 0; i < hashes.length; i++)
    for (let j = 0; j < i; j++) if (bitsApart(hashes[i]!, hashes[j]!) <= mostDifferentBits) plain.add(`${j} ${i}`);
  const found = (await closePairs(hashes, () => Promise.resolve())).map(pair => pair.join(' '));
  expect(plain.size).toBeGreaterThan(1_000);
  expect(found.length).toBe(new Set(found).size);
  expect(new Set(found)).toEqual(plain);
});

test('an even picture is compared with none, and a hash that is not there is far from all', async () => {
  expect(await closePairs(['0000000000000000', '0000000000000001'], () => Promise.resolve())).toEqual([]);
  expect(bitsApart(null, 'ffffffffffffffff')).toBe(64);
  expect(bitsApart('f000000000000001', '0000000000000000')).toBe(5);
});

test('gives way to others while it searches among many', async () => {
  const next = random(3);
  const hashes = [
    ...new Set(Array.from({ length: 30_000 }, () => hex(Array.from({ length: 64 }, () => next() < 0.5)))),
  ];
  let breaths = 0;
  await closePairs(hashes, () => Promise.resolve(void breaths++));
  expect(breaths).toBeGreaterThan(0);
});
