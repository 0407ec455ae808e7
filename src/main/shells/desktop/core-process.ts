// Starts the core as a plain Node process, hands it its secret over standard input, and starts it again when it dies:
// at most three times in a minute, then once more in safe mode.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** What the core is told at its start, as one line of JSON on its standard input. */
export type CoreStart = {
  readonly socket: string;
  readonly secret: string;
  readonly resourcesFolder: string;
  readonly pageFolder: string;
  readonly dataFolder: string;
  readonly documentsFolder: string;
  readonly version: string;
  readonly safeMode: boolean;
};

export type CoreAddress = Pick<CoreStart, 'socket' | 'secret'>;
export type CoreFolders = Pick<
  CoreStart,
  'resourcesFolder' | 'pageFolder' | 'dataFolder' | 'documentsFolder' | 'version'
>;

const restartsAllowed = 3;
const restartWindowMs = 60_000;

/** Runs the core until `stop`. `address()` waits for the core that is up now, or the one that is coming up. */
export function runCore(options: { node: string; entry: string; folders: CoreFolders; onGivenUp: () => void }): {
  address: () => Promise<CoreAddress>;
  stop: () => Promise<void>;
} {
  const starts: number[] = [];
  let child: ChildProcess | null = null;
  let stopping = false;
  let current = start(false);

  function start(safeMode: boolean): Promise<CoreAddress> {
    starts.push(Date.now());
    const folder = mkdtempSync(path.join(os.tmpdir(), 'fovea-'));
    const address = {
      socket:
        process.platform === 'win32'
          ? `\\\\.\\pipe\\fovea-${randomBytes(16).toString('hex')}`
          : path.join(folder, 'core.sock'),
      secret: randomBytes(32).toString('hex'),
    };
    const core = spawn(options.node, ['--enable-source-maps', options.entry], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: childEnvironment(),
      windowsHide: true,
    });
    child = core;
    const message: CoreStart = { ...options.folders, ...address, safeMode };
    core.stdin.write(`${JSON.stringify(message)}\n`);
    core.once('exit', () => {
      rmSync(folder, { recursive: true, force: true });
      if (!stopping) restart();
    });
    return new Promise((resolve, reject) => {
      createInterface(core.stdout).once('line', line => {
        if (line === 'ready') resolve(address);
        else reject(new Error(line));
      });
      core.once('exit', code => reject(new Error(`The core ended with ${code}`)));
      core.once('error', reject);
    });
  }

  function restart(): void {
    const recent = starts.filter(at => Date.now() - at < restartWindowMs).length;
    if (recent > restartsAllowed + 1) {
      options.onGivenUp();
      return;
    }
    const delayMs = 200 * 2 ** (recent - 1);
    current = new Promise<void>(resolve => setTimeout(resolve, delayMs)).then(() => start(recent > restartsAllowed));
    current.catch(() => undefined); // its exit starts the next one
  }
  current.catch(() => undefined);

  return {
    address: () => current,
    async stop() {
      stopping = true;
      const core = child;
      if (core === null || core.exitCode !== null) return;
      const ended = new Promise<void>(resolve => core.once('exit', () => resolve()));
      core.stdin?.end();
      const timer = setTimeout(() => core.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** The few variables a child needs; nothing else of the surroundings reaches it. */
function childEnvironment(): NodeJS.ProcessEnv {
  const names = [
    'PATH',
    'HOME',
    'USERPROFILE',
    'SystemRoot',
    'TEMP',
    'TMP',
    'TMPDIR',
    'LANG',
    'LC_ALL',
    'APPDATA',
    'LOCALAPPDATA',
    'DISPLAY',
    'WAYLAND_DISPLAY',
    'XDG_RUNTIME_DIR',
    'XDG_CURRENT_DESKTOP',
    'DBUS_SESSION_BUS_ADDRESS',
  ];
  return Object.fromEntries(names.map(name => [name, process.env[name]]).filter(([, value]) => value !== undefined));
}
