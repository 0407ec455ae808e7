// Multi-index hashing against the plain comparison of every hash with every other.
import { expect, test } from 'vitest';
import { bitsApart, closePairs } from '../../../../src/main/core/health-candidates.ts';

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
    .padStart(32, '0');

/** Clusters of hashes that differ from their first in 0 to 23 bits of each half. */
function made(clusters: number, each: number): string[] {
  const next = random(7);
  const hashes = new Set<string>();
  for (let cluster = 0; cluster < clusters; cluster++) {
    const bits = Array.from({ length: 128 }, () => next() < 0.5);
    for (let i = 0; i < each; i++) {
      const turned = new Set([
        ...Array.from({ length: i % 12 }, () => Math.floor(next() * 64)),
        ...Array.from({ length: (5 * i) % 24 }, () => 64 + Math.floor(next() * 64)),
      ]);
      hashes.add(hex(bits.map((bit, place) => bit !== turned.has(place))));
    }
  }
  return [...hashes];
}

test('finds exactly the pairs of which one half differs in at most 11 bits and the whole in at most 28, each once', async () => {
  const hashes = made(50, 24);
  const halfApart = (one: string, other: string, from: number): number =>
    bitsApart(one.slice(from, from + 16).padEnd(32, '0'), other.slice(from, from + 16).padEnd(32, '0'));
  const plain = new Set<string>();
  for (let i = 0; i < hashes.length; i++) {
    for (let j = 0; j < i; j++) {
      const halves = [halfApart(hashes[i]!, hashes[j]!, 0), halfApart(hashes[i]!, hashes[j]!, 16)] as const;
      if (Math.min(...halves) <= 11 && halves[0] + halves[1] <= 28) plain.add(`${j} ${i}`);
    }
  }
  const found = (await closePairs(hashes, () => Promise.resolve())).map(pair => pair.join(' '));
  expect(plain.size).toBeGreaterThan(1_000);
  expect(found.length).toBe(new Set(found).size);
  expect(new Set(found)).toEqual(plain);
});

test('a film of one scene is held together by few ties for each frame', async () => {
  const next = random(11);
  const scene = Array.from({ length: 128 }, () => next() < 0.5);
  const frames = new Set<string>();
  while (frames.size < 3_000) frames.add(hex(scene.map(bit => (next() < 0.04 ? !bit : bit))));
  const pairs = await closePairs([...frames], () => Promise.resolve());
  expect(pairs.length).toBeLessThanOrEqual(2 * 50 * 3_000);
  const tied = new Set(pairs.flat());
  expect(tied.size).toBeGreaterThan(2_950);
});

test('an even picture is compared with none, and a hash that is not there is far from all', async () => {
  const even = ['0'.repeat(32), '0'.repeat(31) + '1'];
  expect(await closePairs(even, () => Promise.resolve())).toEqual([]);
  expect(bitsApart(null, 'f'.repeat(32))).toBe(128);
  expect(bitsApart('f'.padEnd(31, '0') + '1', '0'.repeat(32))).toBe(5);
});

test('gives way to others while it searches among many', async () => {
  const next = random(3);
  const hashes = [
    ...new Set(Array.from({ length: 3_000 }, () => hex(Array.from({ length: 128 }, () => next() < 0.5)))),
  ];
  let breaths = 0;
  await closePairs(hashes, () => Promise.resolve(void breaths++));
  expect(breaths).toBeGreaterThan(0);
});
