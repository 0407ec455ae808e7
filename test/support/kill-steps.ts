// Kills a process before the first call to its disk, the second, and so on until it ends by itself, and looks each time whether what is there
// is the old or the new, and can be loaded.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { failingDisk } from './failing-disk.ts';
import { killActs } from './kill-steps-runner.ts';

type KillStepsReport = {
  readonly act: string;
  /** Kills, one run each. */
  kills: number;
  /** After how many of them the new was there. */
  after: number;
  readonly problems: string[];
};

const runner = new URL('./kill-steps-runner.ts', import.meta.url).pathname;

/**
 * @param every 1: at each call; n: at every n-th one.
 * @returns null where no such disk can be made here.
 */
export async function killAtSteps(act: string, every = 1): Promise<KillStepsReport | null> {
  const disk = failingDisk();
  if (!disk) return null;
  const { prepare, said } = killActs[act]!;
  const report: KillStepsReport = { act, kills: 0, after: 0, problems: [] };
  try {
    const template = path.join(disk.prefix, 'template');
    await prepare(template);
    const run = async (nth: number, folder: string): Promise<string> => {
      fs.cpSync(template, folder, { recursive: true });
      const child = spawn(process.execPath, [runner, act, folder, String(nth)], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, ...disk.env },
      });
      let output = '';
      child.stdout.on('data', (part: Buffer) => (output += part.toString()));
      return new Promise(resolve =>
        child.once('close', (code, signal) => resolve(output || (signal ?? `code ${code}`))),
      );
    };
    const before = path.join(disk.prefix, 'before');
    fs.cpSync(template, before, { recursive: true });
    const old = await said(before);
    const whole = path.join(disk.prefix, 'whole');
    await run(1_000_000, whole);
    const fresh = await said(whole);
    for (let nth = 1; ; nth += every) {
      const folder = path.join(disk.prefix, `run ${nth}`);
      const ended = await run(nth, folder);
      if (ended === 'done') return report;
      if (ended !== 'SIGKILL') report.problems.push(`call ${nth}: it ended with ${ended}`);
      report.kills++;
      try {
        const now = await said(folder);
        if (now === fresh) report.after++;
        else if (now !== old) report.problems.push(`call ${nth}: neither the old nor the new is there`);
      } catch (error) {
        report.problems.push(`call ${nth}: ${String(error)}`);
      }
      fs.rmSync(folder, { recursive: true, force: true });
    }
  } finally {
    disk.remove();
  }
}
