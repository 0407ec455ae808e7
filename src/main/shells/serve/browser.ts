// Opens the one-time link in the person's browser without the link ever being in a process list: through a file only they can read.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { temporaryPrefix } from '../../../shared/temporary-name.ts';

const fileLivesMs = 30_000;

/** The program that opens a file as a double click would; null where there is no screen. */
function opener(): readonly [string, ...string[]] | null {
  if (process.platform === 'darwin') return ['open'];
  if (process.platform === 'win32') return ['explorer.exe'];
  return process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'] ? ['xdg-open'] : null;
}

/** Gives whether a browser was asked to open, and a function that removes the file at once. */
export async function openBrowser(
  link: string,
): Promise<{ readonly isAsked: boolean; readonly clean: () => Promise<void> }> {
  const program = opener();
  if (program === null) return { isAsked: false, clean: () => Promise.resolve() };
  const folder = await mkdtemp(path.join(os.tmpdir(), temporaryPrefix('link', process.pid)));
  const clean = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const file = path.join(folder, 'open-fovea.html');
  await writeFile(file, `<!doctype html><meta http-equiv="refresh" content="0;url=${link}">`, { mode: 0o600 });
  const isAsked = await new Promise<boolean>(resolve => {
    const child = spawn(program[0], [...program.slice(1), file], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
  const timer = setTimeout(() => void clean(), fileLivesMs);
  timer.unref();
  return { isAsked, clean };
}
