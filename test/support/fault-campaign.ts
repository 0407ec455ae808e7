// Runs fault-runner.ts in a process whose disk fails.
import { spawn } from 'node:child_process';
import type { Fault } from './failing-disk.ts';
import { failingDisk } from './failing-disk.ts';
import type { FaultReport } from './fault-runner.ts';

const runner = new URL('./fault-runner.ts', import.meta.url).pathname;

/**
 * @param acts names of fault-runner.ts; none: all.
 * @returns null where no failing disk can be made here.
 */
export async function faultCampaign(acts: readonly string[], faults: readonly Fault[]): Promise<FaultReport[] | null> {
  const disk = failingDisk();
  if (!disk) return null;
  try {
    const child = spawn(process.execPath, [runner, disk.prefix, acts.join(','), faults.join(',')], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...disk.env },
    });
    const output: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => output.push(part));
    const code = await new Promise<number | null>(resolve => child.once('close', resolve));
    if (code !== 0) throw new Error(`the runner ended with code ${code}`);
    return JSON.parse(Buffer.concat(output).toString()) as FaultReport[];
  } finally {
    disk.remove();
  }
}
