// G11: a computer that sleeps: both a supervisor and its worker stand still for longer than the worker may be silent.
import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../support/made-photos.ts';

const silentForMs = 2_000;

/** Runs a job that beats ten times a second under a supervisor of its own; gives what it said and both processes. */
async function startBoth() {
  const folder = await temporaryFolder();
  const entry = path.join(folder, 'worker.mjs');
  await writeFile(
    entry,
    `process.once('message', () => setInterval(() => process.send({ pid: process.pid }), 100));
     process.on('disconnect', () => process.exit());`,
  );
  const module = path.resolve(import.meta.dirname, '../../../../src/main/processes/job-process.ts');
  const supervisor = path.join(folder, 'supervisor.ts');
  await writeFile(
    supervisor,
    `import { startJobProcess } from ${JSON.stringify(module)};
     const run = startJobProcess({
       worker: 'engine', entry: ${JSON.stringify(entry)}, execArgv: [], environment: {}, job: {}, silentForMs: ${silentForMs},
       hear: message => (process.send({ beat: message.pid }), null),
     });
     run.result.catch(error => process.send({ ended: error.code }));`,
  );
  const parent = fork(supervisor, [], { execArgv: [] });
  const said: { readonly beat?: number; readonly ended?: string }[] = [];
  parent.on('message', message => said.push(message as (typeof said)[number]));
  await expect.poll(() => said.length, { timeout: 30_000 }).toBeGreaterThan(2);
  return { parent, said, worker: said[0]!.beat! };
}

test('G11: after a sleep the worker goes on; one that hangs is still noticed', async () => {
  const { parent, said, worker } = await startBoth();
  process.kill(parent.pid!, 'SIGSTOP');
  process.kill(worker, 'SIGSTOP');
  await wait(silentForMs + 500);
  // The supervisor wakes first: its timer is late, and its worker has not said anything yet.
  process.kill(parent.pid!, 'SIGCONT');
  await wait(200);
  process.kill(worker, 'SIGCONT');
  const beats = said.length;
  await expect.poll(() => said.length, { timeout: 30_000 }).toBeGreaterThan(beats + 5);
  expect(said.filter(({ ended }) => ended !== undefined)).toEqual([]);

  process.kill(worker, 'SIGSTOP');
  await expect.poll(() => said.at(-1), { timeout: 30_000 }).toEqual({ ended: 'worker-stuck' });
  parent.kill('SIGKILL');
});
