import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { decoderVersion } from '../../../../src/main/photos/decoder-version.ts';
import type { FromEngine } from '../../../../src/main/training/api.ts';
import { startJob } from '../../../../src/main/training/supervise.ts';
import { engineMessage } from '../../../../src/shared/records/engine-message.ts';
import { isAlive, livingBelow, madeTrainJob, makePhotos, temporaryFolder } from '../../../support/made-photos.ts';

/** A job that is busy with features, and the processes that stand for it. */
async function busyRun(folder: string) {
  const job = await madeTrainJob(folder, { train: await makePhotos(path.join(folder, 'many'), 150) });
  const started = Promise.withResolvers<undefined>();
  const messages: FromEngine[] = [];
  const run = startJob(job, {
    onMessage: message => {
      messages.push(message);
      if (message.kind === 'progress' && message.phase === 'features' && message.done > 3) started.resolve(undefined);
    },
  });
  run.result.catch(() => undefined);
  await started.promise;
  return { run, job, pids: await livingBelow(run.pid), messages };
}

/** The decode workers notice the end of their parent by themselves, a moment later. */
async function expectAllGone(pids: readonly number[]): Promise<void> {
  for (let tries = 0; tries < 100 && pids.some(isAlive); tries++) await wait(50);
  expect(pids.filter(isAlive)).toEqual([]);
}

describe('an engine worker', () => {
  test('killed with -9 it fails the run with the reason, and leaves no process', async () => {
    const { run, pids } = await busyRun(await temporaryFolder());
    expect(pids.length).toBeGreaterThan(1);
    process.kill(run.pid, 'SIGKILL');
    await expect(run.result).rejects.toMatchObject({
      code: 'worker-died',
      details: { worker: 'engine', reason: 'killed' },
    });
    await expectAllGone(pids);
  });

  test('cancelled it is gone at once, with its decode workers', async () => {
    const { run, pids } = await busyRun(await temporaryFolder());
    run.cancel();
    await expect(run.result).rejects.toMatchObject({ code: 'cancelled' });
    await expectAllGone(pids);
  });

  // A whole run at low priority: on a busy machine it waits for everything else.
  test('a decode worker killed under it costs nothing', { timeout: 240_000 }, async () => {
    const { run, pids } = await busyRun(await temporaryFolder());
    process.kill(pids.at(-1)!, 'SIGKILL');
    const { skipped, score } = await run.result;
    expect(skipped).toEqual([]);
    expect(score.total).toBe(8);
    await expectAllGone(pids);
  });

  test('ends itself when the process that started it dies', async () => {
    const folder = await temporaryFolder();
    const job = await madeTrainJob(folder, { train: await makePhotos(path.join(folder, 'many'), 150) });
    const parent = path.join(folder, 'parent.ts');
    const supervise = path.resolve(import.meta.dirname, '../../../../src/main/training/supervise.ts');
    await writeFile(
      parent,
      `import { startJob } from ${JSON.stringify(supervise)};
       process.once('message', job => {
         const run = startJob(job, { onMessage: message => {
           if (message.kind === 'progress' && message.phase === 'features') process.send({ pid: run.pid });
         } });
       });`,
    );
    const child = fork(parent, [], { execArgv: [], serialization: 'advanced' });
    const enginePid = new Promise<number>(resolve => {
      child.once('message', (message: { pid: number }) => resolve(message.pid));
    });
    child.send(job);
    const pids = await livingBelow(await enginePid);
    expect(pids.length).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await expectAllGone(pids);
  });

  test('names the sharp and libvips that run here in the cache key', () => {
    const { sharp: sharpVersion, vips } = sharp.versions;
    expect(decoderVersion).toMatch(new RegExp(`^\\d+-sharp-${sharpVersion}-vips-${vips}$`));
  });
});

describe('messages of an engine worker', () => {
  test.each([
    ['an unknown kind', { kind: 'hello' }],
    ['a missing field', { kind: 'progress', phase: 'features', done: 1 }],
    ['an unknown phase', { kind: 'progress', phase: 'lunch', done: 1, total: 2 }],
    ['a field too many', { kind: 'alive', extra: 1 }],
    ['an unknown error code', { kind: 'failed', error: { code: 'nope', details: {} } }],
    ['a probability above 1', { kind: 'predicted', photos: [{ index: 0, top: [{ class: 'a', probability: 1.5 }] }] }],
    ['an endless text', { kind: 'skipped', index: 0, code: 'x'.repeat(5_000), details: {} }],
    ['no object at all', 'done'],
  ])('are refused with %s', (_, message) => {
    expect(engineMessage.safeParse(message).success).toBe(false);
  });

  test('are taken where they are as agreed', () => {
    expect(engineMessage.safeParse({ kind: 'progress', phase: 'features', done: 1, total: 2 }).success).toBe(true);
  });
});
