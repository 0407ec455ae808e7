// The decode pool when its workers die, hang or lose their parent. Needs /proc to see the workers, so it runs on Linux.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DecodePool } from '../../../../src/main/photos/api.ts';
import { createDecodePool } from '../../../../src/main/photos/pool.ts';
import { noisy, pngOf, temporaryFolder, type TemporaryFolder } from './make-photos.ts';

let place: TemporaryFolder;
let pool: DecodePool | undefined;
beforeEach(() => {
  place = temporaryFolder();
});
afterEach(async () => {
  await pool?.dispose();
  place.remove();
});

const small = async (): Promise<string> => place.write('small.jpg', await noisy(64, 48).jpeg().toBuffer());
/** 98 megapixels in a small file: decoding it takes long enough to be interrupted, and more memory than anything else here. */
const large = (): string => {
  const sidePx = 9_900;
  const rows = new Uint8Array(sidePx * (1 + Math.ceil(sidePx / 8)));
  return place.write('large.png', pngOf({ widthPx: sidePx, heightPx: sidePx, bits: 1, colourType: 0 }, rows));
};

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
const isThere = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
const residentBytes = (pid: number): number =>
  1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);

async function until<Found>(look: () => Found | undefined): Promise<Found> {
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    await wait(5);
  }
}
const workers = (): number[] => childrenOf(process.pid).filter(isThere);
const decodingWorker = (except = 0): Promise<number> =>
  until(() => workers().find(pid => pid !== except && residentBytes(pid) > 250e6));

describe.skipIf(process.platform !== 'linux')('the decode pool', () => {
  test('tries a photo once more when its worker was killed while decoding', async () => {
    pool = createDecodePool({ workers: 1 });
    const pixels = pool.pixels(large(), { atLeastPx: 9_000 });
    process.kill(await decodingWorker(), 'SIGKILL');
    expect((await pixels).rgb.length).toBe(3 * 9_900 * 9_900);
  });

  test('gives an error for that photo alone when its worker dies twice, and goes on', async () => {
    pool = createDecodePool({ workers: 1 });
    const failing = pool.pixels(large(), { atLeastPx: 9_000 });
    const following = pool.pixels(await small(), { atLeastPx: 100 });
    const first = await decodingWorker();
    process.kill(first, 'SIGKILL');
    process.kill(await decodingWorker(first), 'SIGKILL');
    await expect(failing).rejects.toMatchObject({
      code: 'photo-damaged',
      details: { file: 'large.png', reason: 'reader-crashed' },
    });
    expect((await following).widthPx).toBe(64);
  });

  test('ends a worker that does not answer in time, says so of its photo, and goes on', async () => {
    pool = createDecodePool({ workers: 1, answerWithinMs: 300 });
    const file = await small();
    await pool.probe(file, { thumbnail: false });
    const [hanging] = workers();
    process.kill(hanging!, 'SIGSTOP');
    const { probe } = await pool.probe(file, { thumbnail: true });
    expect(probe).toEqual({ kind: 'skipped', code: 'photo-damaged', details: { reason: 'took-too-long' } });
    expect(isThere(hanging!)).toBe(false);
    expect((await pool.probe(file, { thumbnail: false })).probe.kind).toBe('photo');
  });

  test('a picture that nobody waits for any more leaves the queue at once, and what follows is decoded', async () => {
    pool = createDecodePool({ workers: 1 });
    const file = await small();
    let isDecoded = false;
    const busy = pool.pixels(large(), { atLeastPx: 9_000 }).then(() => (isDecoded = true));
    await decodingWorker();
    const left = new AbortController();
    const picture = pool.picture(file, { longPx: 32, quality: 80, signal: left.signal });
    const tile = pool.tile(file, 0, 0, left.signal);
    const following = pool.picture(file, { longPx: 32, quality: 80, signal: new AbortController().signal });
    left.abort();
    await expect(picture).rejects.toMatchObject({ code: 'cancelled' });
    await expect(tile).rejects.toMatchObject({ code: 'cancelled' });
    expect(isDecoded).toBe(false);
    await expect(pool.picture(file, { longPx: 32, quality: 80, signal: left.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect((await following).byteLength).toBeGreaterThan(0);
    await busy;
  });

  test('a signal that comes while the picture is being decoded, or after it, changes nothing', async () => {
    pool = createDecodePool({ workers: 1 });
    const late = new AbortController();
    const picture = pool.picture(large(), { longPx: 64, quality: 80, signal: late.signal });
    await until(() => workers()[0]);
    late.abort();
    expect((await picture).byteLength).toBeGreaterThan(0);
  });

  test('cancels what waits and ends every worker when it is disposed', async () => {
    pool = createDecodePool({ workers: 2 });
    const disposed = pool;
    const requests = Array.from({ length: 6 }, () => disposed.pixels(large(), { atLeastPx: 9_000 }));
    const outcomes = Promise.allSettled(requests);
    await decodingWorker();
    await pool.dispose();
    expect((await outcomes).map(({ status }) => status)).toEqual(Array(6).fill('rejected'));
    await expect(requests[0]).rejects.toMatchObject({ code: 'cancelled' });
    await expect(pool.tile('x', 0, 0)).rejects.toMatchObject({ code: 'cancelled' });
    expect(workers()).toEqual([]);
  });

  test('replaces a worker that has read a thousand photos', async () => {
    pool = createDecodePool({ workers: 1 });
    const file = await small();
    await pool.probe(file, { thumbnail: false });
    const [first] = workers();
    for (let done = 1; done < 1_000; done++) await pool.probe(file, { thumbnail: false });
    expect(isThere(first!)).toBe(false);
    await pool.probe(file, { thumbnail: false });
    expect(workers()).not.toContain(first);
  });

  test('leaves no worker behind when its process is killed', async () => {
    const script = `import { createDecodePool } from ${JSON.stringify(new URL('../../../../src/main/photos/pool.ts', import.meta.url).href)};
      await createDecodePool({ workers: 1 }).probe(${JSON.stringify(await small())}, { thumbnail: false });
      console.log('ready');
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise(resolve => parent.stdout.once('data', resolve));
    const [worker] = childrenOf(parent.pid!);
    expect(isThere(worker!)).toBe(true);
    parent.kill('SIGKILL');
    await until(() => (isThere(worker!) ? undefined : true));
    expect(isThere(worker!)).toBe(false);
  });
});
