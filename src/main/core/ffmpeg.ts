// The ffmpeg of this computer: never bundled, found where a terminal would find it, run as a process that can be ended.
import { spawn } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { smallEnvironment } from '../../shared/small-environment.ts';

const keptCharacters = 20_000;

/** The program's file, or null where PATH names no folder that holds it. */
export async function findFfmpeg(environment: NodeJS.ProcessEnv = process.env): Promise<string | null> {
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  // An empty entry would stand for the folder Fovea was started in.
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter(folder => path.isAbsolute(folder));
  for (const folder of folders) if (await canRun(path.join(folder, name))) return path.join(folder, name);
  return null;
}

async function canRun(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    // Not there, or not for us: either way this folder has none.
    return false;
  }
}

/**
 * Runs ffmpeg in `folder` to its end. Gives its exit code (null where it was ended) and its last words; `onOutput` hears what it writes
 * to standard output. Throws cancelled when `signal` is aborted; the process is gone by then.
 */
export async function runFfmpeg(
  program: string,
  argv: readonly string[],
  {
    folder,
    signal,
    onOutput,
  }: { readonly folder: string; readonly signal: AbortSignal; readonly onOutput: (text: string) => void },
): Promise<{ readonly code: number | null; readonly said: string }> {
  if (signal.aborted) throw new AppError('cancelled');
  const child = spawn(program, argv, {
    cwd: folder,
    env: smallEnvironment(process.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const end = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', end, { once: true });
  // Ends with the core, whichever way it ends by itself.
  process.once('exit', end);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-keptCharacters)));
  child.stdout.setEncoding('utf8').on('data', onOutput);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (signal.aborted) throw new AppError('cancelled');
    return { code, said };
  } finally {
    signal.removeEventListener('abort', end);
    process.off('exit', end);
  }
}
