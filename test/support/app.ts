// Starts the program as a person would, each time with its own settings and documents folder, and ends it again.
import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive, processesBelow } from './processes.ts';
import { folderUntilExit } from './until-exit.ts';

const repository = path.resolve(import.meta.dirname, '../..');

export type ServedApp = {
  readonly link: string;
  /** Presses Enter in its terminal; the link that it prints then. */
  newLink(): Promise<string>;
  /** Its exit code, when it has ended by itself; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  readonly folder: string;
  readonly documentsFolder: string;
  readonly pid: number;
  stop(): Promise<void>;
};

/** `npm run fovea -- serve [folder]` in a temporary home; resolves when the link is printed. */
export async function startServe(options: { folder?: string; home?: string } = {}): Promise<ServedApp> {
  const home = options.home ?? folderUntilExit('fovea-e2e-');
  const documentsFolder = path.join(home, 'documents');
  const child = spawn(
    process.execPath,
    ['scripts/run.mjs', 'fovea', 'serve', '--no-open', ...(options.folder === undefined ? [] : [options.folder])],
    {
      cwd: repository,
      stdio: ['pipe', 'pipe', 'pipe'],
      // Its home is the temporary folder too: the folder chooser starts there.
      env: {
        ...process.env,
        HOME: home,
        USERPROFILE: home,
        FOVEA_DATA: path.join(home, 'data'),
        FOVEA_DOCUMENTS: documentsFolder,
      },
    },
  );
  const ended = new Promise<number | null>(resolve => child.once('exit', resolve));
  const remove = (): void => {
    if (options.home === undefined) rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  };
  const link = await nextLink(child).catch((error: unknown) => {
    remove();
    throw error;
  });
  return {
    link,
    newLink() {
      const printed = nextLink(child);
      child.stdin.write('\n');
      return printed;
    },
    ended,
    folder: home,
    documentsFolder,
    pid: child.pid!,
    async stop() {
      // A worker ends a moment after its parent, and until then it may still write.
      const below = processesBelow(child.pid!).map(({ pid }) => pid);
      try {
        await end(child);
        for (let tries = 0; tries < 100 && below.some(isAlive); tries++) await wait(50);
      } finally {
        remove();
      }
    },
  };
}

/** The next one-time link that a serving program prints. Rejects, with what it said, where it ends before. */
export function nextLink(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const seen: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream!).on('line', line => {
        seen.push(line);
        const found = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(line);
        if (found) resolve(found[0]);
      });
    }
    child.once('exit', code => reject(new Error(`serve ended with ${code}:\n${seen.join('\n')}`)));
  });
}

const endWithinMs = 30_000;

/** Asks the process to end. Rejects where it had to be killed: what it stores at its end may be missing then. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  let isKilled = false;
  const timer = setTimeout(() => (isKilled = child.kill('SIGKILL')), endWithinMs);
  await ended;
  clearTimeout(timer);
  if (isKilled) throw new Error(`The program was killed: it had not ended ${endWithinMs / 1_000} s after SIGTERM`);
}
