import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startJobProcess, type JobEnd } from '../../../../src/main/processes/job-process.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { isAlive, temporaryFolder } from '../../../support/made-photos.ts';

type Said = { readonly done?: string; readonly leaveWithinMs?: number };

/** A process that runs `script` when its job comes; `say` sends a message. What says `done` is the end. */
async function start(script: string, silentForMs = 60_000) {
  const entry = path.join(await temporaryFolder(), 'entry.mjs');
  await writeFile(
    entry,
    `const say = message => process.send(message);\nprocess.once('message', ({ job }) => { ${script} });`,
  );
  const heard: Said[] = [];
  const hear = (message: unknown): JobEnd<string> | null => {
    const said = message as Said;
    heard.push(said);
    if (said.done === undefined) return null;
    if (said.done === 'foreign') return { error: new AppError('engine-failed', { reason: said.done }) };
    return { outcome: said.done, leaveWithinMs: said.leaveWithinMs };
  };
  const job = { name: 'a job' };
  const running = startJobProcess({ worker: 'engine', entry, execArgv: [], environment: {}, job, silentForMs, hear });
  return { ...running, heard };
}

/** A process that stays and goes on talking. */
const staying = 'setInterval(() => say({}), 10);';

test('the end that a process tells is the result, once the process is gone', async () => {
  const { result, pid } = await start(`${staying} say({ done: job.name });`);
  expect(await result).toBe('a job');
  expect(isAlive(pid)).toBe(false);
});

test('a process that has time to leave and stays is ended, and its result counts', async () => {
  const { result, pid, heard } = await start(
    `${staying} say({ done: 'kept', leaveWithinMs: 100 }); say({ done: 'second' });`,
  );
  expect(await result).toBe('kept');
  expect(isAlive(pid)).toBe(false);
  expect(heard.filter(({ done }) => done !== undefined)).toHaveLength(1);
});

test('a foreign message ends the process at once, with its error', async () => {
  const { result, pid } = await start(`${staying} say({ done: 'foreign' });`);
  await expect(result).rejects.toMatchObject({ code: 'engine-failed', details: { reason: 'foreign' } });
  expect(isAlive(pid)).toBe(false);
});

test('a cancel while the process leaves ends it, and the result it gave counts', async () => {
  const { result, cancel, pid, heard } = await start(`${staying} say({ done: 'kept', leaveWithinMs: 600_000 });`);
  await expect.poll(() => heard.length, { timeout: 20_000 }).toBeGreaterThan(0);
  cancel();
  expect(await result).toBe('kept');
  expect(isAlive(pid)).toBe(false);
});

test('a process that ends without a result is named with its last words', async () => {
  const { result } = await start(
    `process.stderr.write('the oven is cold'); process.exitCode = 3; process.disconnect();`,
  );
  await expect(result).rejects.toMatchObject({
    code: 'worker-died',
    details: { worker: 'engine', reason: 'exit 3: the oven is cold' },
  });
});

test('a process that says nothing for too long is ended and named', async () => {
  const { result, pid } = await start('setInterval(() => undefined, 1_000);', 500);
  await expect(result).rejects.toMatchObject({ code: 'worker-stuck', details: { worker: 'engine', seconds: 0.5 } });
  expect(isAlive(pid)).toBe(false);
});
