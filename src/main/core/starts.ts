// Starts that neither lived a minute nor ended well, in a small file beside the settings: after three of them Fovea starts in safe mode.
// No clock is asked: what counts is that no good start came between. Used by Electron's main before anything else, so all of it is synchronous.
import fs from 'node:fs';
import path from 'node:path';
import { isAlive } from './temporary.ts';

const crashesForSafeMode = 3;
/** A start that lived so long was a good one. */
export const livedMs = 60_000;
const mostKept = 20;
/** In place of a process: this start is known to have crashed. */
const crashed = 0;

export type Starts = {
  /** Three starts in a row crashed. */
  isSafeModeDue(): boolean;
  /** A start of this process, which counts as crashed if the process is gone before `well`. */
  begin(): void;
  /** The start that began last crashed although this process lives. */
  crash(): void;
  /** Lived long enough or ended well: nothing before it counts any more. */
  well(): void;
};

/** A file that is damaged or cannot be read says nothing; one that cannot be written is told to `log` and keeps no start from going on. */
export function openStarts(dataFolder: string, log: (line: string) => void): Starts {
  const file = path.join(dataFolder, 'starts.json');
  const read = (): number[] => {
    try {
      const pids: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
      return Array.isArray(pids) ? pids.filter(pid => Number.isSafeInteger(pid) && pid >= 0).slice(-mostKept) : [];
    } catch {
      return []; // none yet, or not readable: then nothing is known of earlier starts
    }
  };
  const change = (pids: readonly number[]): void => {
    const temporary = `${file}.${process.pid}.writing`;
    try {
      if (pids.length === 0) {
        fs.rmSync(file, { force: true });
        return;
      }
      fs.mkdirSync(dataFolder, { recursive: true });
      fs.writeFileSync(temporary, JSON.stringify(pids), { mode: 0o600, flush: true });
      fs.renameSync(temporary, file);
    } catch (error) {
      log(`Starts are not counted: ${String(error)}`);
      fs.rmSync(temporary, { force: true });
    }
  };
  return {
    // A start whose process lives has not crashed: another window, or this very start.
    isSafeModeDue: () => read().filter(pid => pid === crashed || !isAlive(pid)).length >= crashesForSafeMode,
    begin: () => change([...read(), process.pid]),
    crash() {
      const pids = read();
      const own = pids.lastIndexOf(process.pid);
      change([...pids.filter((_, place) => place !== own), crashed]);
    },
    well: () => change([]),
  };
}
