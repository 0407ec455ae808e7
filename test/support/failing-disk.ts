// A folder whose disk fails when it is told to: a small library (failing-disk.c) that is compiled where there is a compiler and loaded into the
// process under test before the C library. The process tells it through a small file what is to fail.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const faults = { EIO: 5, EACCES: 13, EROFS: 30, ENOSPC: 28, EMFILE: 24 } as const;
export type Fault = keyof typeof faults;

const source = new URL('./failing-disk.c', import.meta.url).pathname;
const places = { armed: 0, countdown: 4, error: 8, sticky: 12, seen: 16, failed: 20, recording: 24 } as const;

export type FailingDisk = {
  /** For the process under test. */
  readonly env: Readonly<Record<string, string>>;
  /** Files below it fail. */
  readonly prefix: string;
  /** What a recording wrote down. */
  readonly log: string;
  readonly remove: () => void;
};

/** null where there is no C compiler, or another system than Linux. */
export function failingDisk(): FailingDisk | null {
  if (process.platform !== 'linux') return null;
  const home = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'fovea-failing-disk-')));
  const library = path.join(home, 'failing-disk.so');
  try {
    execFileSync('cc', ['-O1', '-shared', '-fPIC', '-o', library, source, '-ldl', '-lpthread'], { stdio: 'ignore' });
  } catch {
    fs.rmSync(home, { recursive: true });
    return null; // no compiler here
  }
  const control = path.join(home, 'control');
  const prefix = path.join(home, 'disk');
  const log = path.join(home, 'log');
  fs.writeFileSync(control, Buffer.alloc(4096));
  fs.mkdirSync(prefix);
  const env = {
    LD_PRELOAD: library,
    FAILING_DISK_PREFIX: `${prefix}/`,
    FAILING_DISK_CONTROL: control,
    FAILING_DISK_LOG: log,
  };
  return { env, prefix, log, remove: () => fs.rmSync(home, { recursive: true, force: true }) };
}

/** The disk from inside the process that it was loaded into. */
export function diskControl() {
  const file = process.env['FAILING_DISK_CONTROL'];
  if (file === undefined) throw new Error('this process has no failing disk');
  const descriptor = fs.openSync(file, 'r+');
  const set = (place: keyof typeof places, value: number): void => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    fs.writeSync(descriptor, bytes, 0, 4, places[place]);
  };
  const get = (place: keyof typeof places): number => {
    const bytes = Buffer.alloc(4);
    fs.readSync(descriptor, bytes, 0, 4, places[place]);
    return bytes.readInt32LE();
  };
  return {
    /** Lets the `nth` call from now fail, and with `sticky` every one after it. */
    failAt(nth: number, fault: Fault, sticky: boolean): void {
      for (const place of ['seen', 'failed'] as const) set(place, 0);
      set('countdown', nth);
      set('error', faults[fault]);
      set('sticky', Number(sticky));
      set('armed', 1);
    },
    /** Kills this process before the `nth` call from now. */
    killAt(nth: number): void {
      set('seen', 0);
      set('countdown', nth);
      set('error', 0);
      set('armed', 1);
    },
    /** All is well again. @returns how many calls failed. */
    heal(): number {
      set('armed', 0);
      return get('failed');
    },
    record: (on: boolean): void => set('recording', Number(on)),
  };
}
