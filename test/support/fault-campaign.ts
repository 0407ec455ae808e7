// Runs fault-runner.ts in a process whose disk fails.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Fault } from './failing-disk.ts';
import { failingDisk } from './failing-disk.ts';
import type { FaultReport } from './fault-runner.ts';

const runner = new URL('./fault-runner.ts', import.meta.url).pathname;

/**
 * @param acts names of fault-runner.ts; none: all.
 * @returns null where no failing disk can be made here.
 */
export async function faultCampaign(
  acts: readonly string[],
  faults: readonly Fault[],
  progress: (line: string) => void = () => undefined,
): Promise<FaultReport[] | null> {
  const disk = failingDisk();
  if (!disk) return null;
  try {
    const child = spawn(process.execPath, [runner, disk.prefix, acts.join(','), faults.join(',')], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...disk.env },
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      output += part;
      progress(part.trimEnd());
    });
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    if (code !== 0) throw new Error(`the runner ended with ${signal ?? code}`);
    return output
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as FaultReport);
  } finally {
    disk.remove();
  }
}
