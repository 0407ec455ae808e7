// Shows a file in the system's file manager.
import { spawn } from 'node:child_process';
import path from 'node:path';

/** The program and its arguments that show `file` on `platform`; no shell reads them. Linux shows the folder: it has no common way to select. */
export function revealCommand(platform: NodeJS.Platform, file: string): readonly [program: string, ...args: string[]] {
  if (platform === 'darwin') return ['open', '-R', file];
  if (platform === 'win32') return ['explorer.exe', `/select,${file}`];
  return ['xdg-open', path.dirname(file)];
}

/** True when a file manager was started, false where there is none. `file` is absolute. */
export function revealFile(file: string): Promise<boolean> {
  const [program, ...args] = revealCommand(process.platform, file);
  return new Promise(resolve => {
    const child = spawn(program, args, { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
