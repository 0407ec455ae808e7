// The dataset worker as a process: what it gives, how it is ended, what it leaves behind.
import { fork } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { PreparedPhoto, ReadJob } from '../../../../src/main/annotations/jobs.ts';
import { startDatasetJob } from '../../../../src/main/annotations/process.ts';
import { readLines } from '../../../../src/main/annotations/staging.ts';
import { writeCoco, type CocoPhoto } from '../../../support/coco-file.ts';
import { temporaryHome } from '../../../support/core.ts';
import { isAlive } from '../../../support/made-photos.ts';

const photosOf = (count: number): CocoPhoto[] =>
  Array.from({ length: count }, (_, at) => ({
    name: `${at}.png`,
    boxes: [
      ['ant', [1, 1, 5, 5]],
      ['bee', [2, 2, 5, 5]],
    ],
  }));

async function readJob(photos: readonly CocoPhoto[], changes: Partial<ReadJob> = {}): Promise<ReadJob> {
  const home = await temporaryHome();
  const chosen = await writeCoco(path.join(home, 'instances.json'), photos);
  const staging = path.join(home, 'staging');
  return {
    kind: 'read',
    chosen,
    format: null,
    answers: {},
    staging,
    owner: process.pid,
    known: [],
    lookIn: [],
    keepUnfound: true,
    ...changes,
  };
}

async function expectGone(pid: number): Promise<void> {
  for (let tries = 0; isAlive(pid) && tries < 200; tries++) await wait(25);
  expect(isAlive(pid)).toBe(false);
}

describe('the dataset worker', () => {
  test('gives lines of photos that are ready, and is gone when it has', async () => {
    const job = await readJob(photosOf(50));
    const run = startDatasetJob(job);
    const outcome = await run.result;
    expect(outcome).toMatchObject({ format: 'coco', sourceKind: 'file', classes: ['ant', 'bee'] });
    const photos: PreparedPhoto[] = [];
    for await (const photo of readLines<PreparedPhoto>(outcome.lines)) photos.push(photo);
    expect(photos).toHaveLength(50);
    expect(photos[7]).toMatchObject({
      name: '7.png',
      target: { kind: 'unfound' },
      widthPx: 64,
      annotations: [{ c: 0 }, { c: 1 }],
    });
    await expectGone(run.pid);
  });

  test('is ended by a cancel, and says cancelled', async () => {
    const abort = new AbortController();
    const run = startDatasetJob(await readJob(photosOf(20_000)), { signal: abort.signal });
    abort.abort();
    await expect(run.result).rejects.toMatchObject({ code: 'cancelled' });
    await expectGone(run.pid);
  });

  test('that is silent too long is ended and named', async () => {
    const run = startDatasetJob(await readJob(photosOf(5_000)), { silentForMs: 1 });
    await expect(run.result).rejects.toMatchObject({ code: 'worker-stuck', details: { worker: 'dataset' } });
    await expectGone(run.pid);
  });

  test('that is killed is named, and nothing else ends', async () => {
    const run = startDatasetJob(await readJob(photosOf(20_000)));
    process.kill(run.pid, 'SIGKILL');
    await expect(run.result).rejects.toMatchObject({ code: 'worker-died', details: { reason: 'killed' } });
  });

  test('ends with its parent', async () => {
    const home = await temporaryHome();
    const job = await readJob(photosOf(60_000));
    const parent = path.join(home, 'parent.mjs');
    const processModule = path.resolve(import.meta.dirname, '../../../../src/main/annotations/process.ts');
    await writeFile(
      parent,
      `import { startDatasetJob } from ${JSON.stringify(processModule)};
       const run = startDatasetJob(${JSON.stringify(job)});
       run.result.catch(() => undefined);
       process.send(run.pid);`,
    );
    const child = fork(parent, [], { stdio: 'ignore', execArgv: [] });
    const pid = await new Promise<number>(resolve => child.once('message', message => resolve(Number(message))));
    child.kill('SIGKILL');
    await expectGone(pid);
  });

  test('C6: a cut file, endless nesting and keys of prototypes end nothing but their own reading', async () => {
    const home = await temporaryHome();
    const bad: Record<string, string> = {
      'cut.json': '{"images":[{"id":1,"file_name":"1.png","width":4,"height":4}],"annotations":[{"id":1,',
      'deep.json': `{"images":[],"annotations":${'['.repeat(100_000)}${']'.repeat(100_000)},"categories":[]}`,
      'proto.json':
        '{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}},"images":[],"annotations":[],"categories":[]}',
    };
    for (const [name, text] of Object.entries(bad)) {
      const chosen = path.join(home, name);
      await writeFile(chosen, text);
      const job = await readJob([], { chosen, format: 'coco', staging: path.join(home, `${name} staging`) });
      const ended = await startDatasetJob(job).result.then(
        () => 'read',
        (error: unknown) => (error as { code: string }).code,
      );
      expect(['read', 'dataset-damaged', 'dataset-empty'], name).toContain(ended);
    }
    expect(({} as { x?: number }).x).toBeUndefined();
    expect(await readdir(home)).toContain('cut.json');
  });
});
