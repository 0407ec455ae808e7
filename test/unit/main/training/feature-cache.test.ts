import { mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  entriesPerPack,
  featureKey,
  openFeatureCache,
  trimFeatureCache,
  type FeatureSpace,
} from '../../../../src/main/training/feature-cache.ts';

const space: FeatureSpace = {
  decoderVersion: '1-sharp-0.35.5',
  preprocessing: { heightPx: 224, widthPx: 224, mean: [127, 127, 127], std: [128, 128, 128], order: 'rgb' },
  backboneSha256: 'ab'.repeat(32),
  cutLayer: 'avg_pool',
  precision: 'float16',
  runtimeVersion: '1.30.0',
  provider: 'cpu',
};
const hash = 'cd'.repeat(32);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'fovea-features-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const featureOf = (seed: number): Uint16Array =>
  Uint16Array.from({ length: 40 }, (_, index) => (seed * 977 + index * 31) % 65536);
const keyOf = (seed: number): string => featureKey(space, seed.toString(16).padStart(64, '0'), 'original');

async function packs(): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter(name => name.endsWith('.features')).map(name => path.join(folder, name));
}

async function fill(count: number): Promise<void> {
  const cache = await openFeatureCache(folder, space);
  for (let seed = 0; seed < count; seed++) await cache.add(keyOf(seed), featureOf(seed));
  await cache.flush();
}

const readAll = async (count: number) =>
  (await openFeatureCache(folder, space)).read(new Set(Array.from({ length: count }, (_, seed) => keyOf(seed))));

describe('the key of cached features', () => {
  const base = featureKey(space, hash, 'original');
  const { preprocessing } = space;
  test.each<[string, FeatureSpace, string, string]>([
    ['the content hash', space, 'ce'.repeat(32), 'original'],
    ['the variant', space, hash, 'flipped'],
    ['the decoder version', { ...space, decoderVersion: '2-sharp-0.35.5' }, hash, 'original'],
    ['the size', { ...space, preprocessing: { ...preprocessing, widthPx: 225 } }, hash, 'original'],
    ['the mean', { ...space, preprocessing: { ...preprocessing, mean: [127, 127, 126] } }, hash, 'original'],
    ['the deviation', { ...space, preprocessing: { ...preprocessing, std: [128, 128, 127] } }, hash, 'original'],
    ['the channel order', { ...space, preprocessing: { ...preprocessing, order: 'bgr' } }, hash, 'original'],
    ['the backbone', { ...space, backboneSha256: 'ac'.repeat(32) }, hash, 'original'],
    ['the cut layer', { ...space, cutLayer: 'top_activation' }, hash, 'original'],
    ['the runtime version', { ...space, runtimeVersion: '1.30.1' }, hash, 'original'],
    ['the provider', { ...space, provider: 'webgpu' }, hash, 'original'],
  ])('changes with %s', (_, other, contentHash, variant) => {
    expect(featureKey(other, contentHash, variant)).not.toBe(base);
  });

  test('is the same however the record was put together', () => {
    const { provider, ...rest } = space;
    const { order, ...numbers } = preprocessing;
    const turned = { provider, ...rest, preprocessing: { order, ...numbers } };
    expect(featureKey(turned, hash, 'original')).toBe(base);
  });
});

describe('the feature cache', () => {
  test('gives back what was kept, bit for bit, over several packs', async () => {
    const count = entriesPerPack + 3;
    await fill(count);
    expect(await packs()).toHaveLength(2);
    const found = await readAll(count + 1);
    expect(found.size).toBe(count);
    for (let seed = 0; seed < count; seed++) expect(found.get(keyOf(seed))).toEqual(featureOf(seed));
  });

  test('a pack with one flipped bit is dropped and its entries are asked for again', async () => {
    await fill(entriesPerPack + 3);
    const [pack] = await packs();
    const bytes = await readFile(pack!);
    bytes[bytes.length - 5]! ^= 1;
    await writeFile(pack!, bytes);
    const found = await readAll(entriesPerPack + 3);
    expect([3, entriesPerPack]).toContain(found.size);
    for (const [key, feature] of found) {
      const seed = Array.from({ length: entriesPerPack + 3 }, (_, index) => index).find(index => keyOf(index) === key);
      expect(feature).toEqual(featureOf(seed!));
    }
    expect(await packs()).toHaveLength(1);
  });

  test.each([0, 7, 100, 900])('a pack cut to %i bytes is dropped', async length => {
    await fill(20);
    const [pack] = await packs();
    await writeFile(pack!, (await readFile(pack!)).subarray(0, length));
    expect((await readAll(20)).size).toBe(0);
    expect(await packs()).toHaveLength(0);
  });

  test('a cache that is cleared while a run goes on is empty, not an error', async () => {
    const cache = await openFeatureCache(folder, space);
    await cache.add(keyOf(1), featureOf(1));
    await rm(path.join(folder, 'features'), { recursive: true, force: true });
    await cache.flush();
    expect((await cache.read(new Set([keyOf(1)]))).size).toBe(1);
    await rm(path.join(folder, 'features'), { recursive: true });
    expect((await cache.read(new Set([keyOf(1)]))).size).toBe(0);
    await trimFeatureCache(folder);
  });

  test('a folder that cannot be written is said with the file and the reason', async () => {
    await writeFile(path.join(folder, 'features'), 'a file where the folder should be');
    const cache = await openFeatureCache(folder, space);
    await cache.add(keyOf(1), featureOf(1));
    await expect(cache.flush()).rejects.toMatchObject({ code: 'disk-failed' });
  });

  test('packs used longest ago go first when it grows too large, and half-written files of a killed worker go too', async () => {
    await fill(entriesPerPack * 3);
    const [oldest, ...others] = await packs();
    const long = new Date(Date.now() - 48 * 3_600_000);
    await utimes(oldest!, long, long);
    const leftOver = path.join(path.dirname(oldest!), '.writing-1');
    await writeFile(leftOver, 'half');
    await utimes(leftOver, long, long);
    const { size } = await stat(oldest!);
    await trimFeatureCache(folder, 2.5 * size);
    expect((await packs()).sort()).toEqual(others.sort());
    expect(await readdir(path.dirname(oldest!))).toHaveLength(2);
  });

  test('without a folder nothing is kept', async () => {
    const cache = await openFeatureCache(null, space);
    await cache.add(keyOf(1), featureOf(1));
    await cache.flush();
    expect((await cache.read(new Set([keyOf(1)]))).size).toBe(0);
  });
});
