import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { startAwakeTimer } from '../../../src/shared/awake-timer.ts';
import { temporaryFolder } from '../../support/made-photos.ts';

test('a limit is over once, and never after it was stopped', async () => {
  let overs = 0;
  startAwakeTimer(10, () => (overs += 1));
  const stopped = startAwakeTimer(10, () => (overs += 100));
  stopped.stop();
  await expect.poll(() => overs).toBe(1);
  await wait(50);
  expect(overs).toBe(1);
});

test('a sign of life begins the limit anew', () => {
  vi.useFakeTimers();
  let isOver = false;
  const timer = startAwakeTimer(1_000, () => (isOver = true));
  for (let signs = 0; signs < 10; signs++) {
    vi.advanceTimersByTime(900);
    timer.restart();
  }
  expect(isOver).toBe(false);
  vi.advanceTimersByTime(1_000);
  expect(isOver).toBe(true);
  vi.useRealTimers();
});

test('G11: a process that slept through its limit hears the other side before the limit is over', async () => {
  const script = path.join(await temporaryFolder(), 'watching.ts');
  const timer = path.resolve(import.meta.dirname, '../../../src/shared/awake-timer.ts');
  await writeFile(
    script,
    `import { startAwakeTimer } from ${JSON.stringify(timer)};
     const heard = [];
     process.on('message', message => heard.push(message));
     process.send('watching', () => {
       startAwakeTimer(300, () => process.send({ heard }, () => process.disconnect()));
       process.kill(process.pid, 'SIGSTOP');
     });`,
  );
  const child = fork(script, [], { execArgv: [] });
  const said: unknown[] = [];
  child.on('message', message => said.push(message));
  await expect.poll(() => said, { timeout: 30_000 }).toEqual(['watching']);
  await wait(900);
  expect(said).toEqual(['watching']);
  // What came while it slept is read after its timers have run once.
  child.send('a sign of life');
  child.kill('SIGCONT');
  await expect.poll(() => said.at(-1), { timeout: 30_000 }).toEqual({ heard: ['a sign of life'] });
});
