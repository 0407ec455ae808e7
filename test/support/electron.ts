// A real Electron for tests: version 22, taken out of a Python wheel (environment.md says why); and a display to draw on.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { required } from './shared.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const support = path.join(import.meta.dirname, 'electron22');
const cache = path.join(repository, 'node_modules/.cache/electron22');

export type TestElectron = { readonly executablePath: string; readonly shim: string; readonly folder: string };

/** Fetches the test Electron on first use. null, with a clear message, where it or a display cannot be had; FOVEA_REQUIRE=electron makes that an error. */
export function findElectron(): TestElectron | null {
  try {
    execFileSync('which', ['Xvfb'], { stdio: 'ignore' });
    const folder = path.join(cache, 'app');
    if (!existsSync(path.join(folder, 'electron'))) {
      execFileSync('sh', [path.join(support, 'get-electron22.sh'), folder, path.join(support, 'default_app')], {
        cwd: repository,
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, PATH: `${path.dirname(process.execPath)}:${process.env.PATH}` },
      });
    }
    return { executablePath: path.join(folder, 'electron'), shim: path.join(support, 'shim22.cjs'), folder };
  } catch (error) {
    if (required.has('electron')) throw error;
    console.warn(
      `Electron tests are skipped (${error instanceof Error ? error.message.split('\n')[0] : String(error)}). ` +
        'They need: apt-get install xvfb xauth libgtk-3-0 libnss3 libnspr4 libasound2 libgbm1, and pip for the test Electron.',
    );
    return null;
  }
}

/** Flags and variables that start the program in the checkout (or `app`) inside the test Electron. */
export function launchOptions(
  electron: TestElectron,
  home: string,
  display: string,
): {
  executablePath: string;
  args: string[];
  env: Record<string, string>;
} {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return {
    executablePath: electron.executablePath,
    args: [...asRoot, '-r', electron.shim, repository],
    env: {
      ...(process.env as Record<string, string>),
      DISPLAY: display,
      FOVEA_NODE: process.execPath,
      FOVEA_DATA: path.join(home, 'data'),
      FOVEA_DOCUMENTS: path.join(home, 'documents'),
    },
  };
}

/** Starts a virtual display; `DISPLAY` for the program, and how to end it. */
export async function startDisplay(): Promise<{ display: string; stop: () => void }> {
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string>((resolve, reject) => {
    child.stdio[3]!.once('data', data => resolve(String(data).trim()));
    child.once('exit', code => reject(new Error(`Xvfb ended with ${code}`)));
  });
  return { display: `:${number}`, stop: () => child.kill() };
}
