// Starts the core as a plain Node process, hands it its secret over standard input, and starts it again, with the project that was open,
// when it dies; after three quick deaths in safe mode, and after three more no more.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { temporaryPrefix } from '../../../shared/temporary-name.ts';
import { livedMs, type Starts } from '../../core/starts.ts';

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
  /** The project that was open when the core before this one died. */
  readonly reopen: string | null;
};

/** What the core says on its standard output, a line of JSON each: `ready` once it answers, `project` whenever another one is open. */
export type CoreWord = { readonly ready: true } | { readonly project: string | null };

export type CoreAddress = Pick<CoreStart, 'socket' | 'secret'>;
export type CoreFolders = Pick<
  CoreStart,
  'resourcesFolder' | 'pageFolder' | 'dataFolder' | 'documentsFolder' | 'version'
>;

const quickDeathsAllowed = 3;
/** Before its input is closed: main waits until the core has made its last backup. */
const askToStop = 'stop\n';
/** Longer than the core gives itself. */
const stopWithinMs = 65_000;

/** Runs the core until `stop`. `address()` waits for the core that is up now, or the one that is coming up. */
export function runCore(options: {
  readonly node: string;
  readonly entry: string;
  readonly folders: CoreFolders;
  readonly starts: Starts;
  readonly onGivenUp: () => void;
}): {
  address: () => Promise<CoreAddress>;
  /** `isWell`: the person ends Fovea, which is no crash however early it comes. */
  stop: (how: { readonly isWell: boolean }) => Promise<void>;
} {
  const { starts } = options;
  let child: ChildProcess | null = null;
  let stopping = false;
  let project: string | null = null;
  /** Deaths in a row that came within a minute, all of them and those in safe mode. */
  let [quickDeaths, safeDeaths] = [0, 0];
  let current = start();

  function start(): Promise<CoreAddress> {
    const safeMode = starts.isSafeModeDue();
    starts.begin();
    const folder = makeSocketFolder(options.folders.dataFolder);
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
    let hasLived = false;
    const lived = setTimeout(() => {
      hasLived = true;
      [quickDeaths, safeDeaths] = [0, 0];
      starts.well();
    }, livedMs);
    const message: CoreStart = { ...options.folders, ...address, safeMode, reopen: safeMode ? null : project };
    core.stdin.on('error', () => undefined); // it died before it read this, which its exit tells
    core.stdin.write(`${JSON.stringify(message)}\n`);
    core.once('close', () => {
      clearTimeout(lived);
      rmSync(folder, { recursive: true, force: true });
      if (stopping) return;
      if (!hasLived) {
        starts.crash();
        quickDeaths += 1;
        if (safeMode) safeDeaths += 1;
      }
      restart();
    });
    return new Promise((resolve, reject) => {
      createInterface(core.stdout).on('line', line => {
        const word = JSON.parse(line) as CoreWord;
        if ('ready' in word) resolve(address);
        else project = word.project;
      });
      core.once('exit', code => reject(new Error(`The core ended with ${code}`)));
      core.once('error', reject);
    });
  }

  function restart(): void {
    if (safeDeaths >= quickDeathsAllowed) {
      options.onGivenUp();
      return;
    }
    const delayMs = 200 * 2 ** quickDeaths;
    current = new Promise<void>(resolve => setTimeout(resolve, delayMs)).then(start);
    current.catch(() => undefined); // its exit starts the next one
  }
  current.catch(() => undefined);

  return {
    address: () => current,
    async stop({ isWell }) {
      stopping = true;
      const core = child;
      if (core !== null && core.exitCode === null && core.signalCode === null) {
        const ended = new Promise<void>(resolve => core.once('exit', () => resolve()));
        core.stdin?.end(askToStop);
        const timer = setTimeout(() => core.kill('SIGKILL'), stopWithinMs);
        await ended;
        clearTimeout(timer);
      }
      if (isWell) starts.well();
    },
  };
}

/** Private to this person; beside the settings where the temporary folder cannot be used. */
function makeSocketFolder(dataFolder: string): string {
  const name = temporaryPrefix('socket', process.pid);
  try {
    return mkdtempSync(path.join(os.tmpdir(), name));
  } catch (error) {
    console.error(`The socket lies beside the settings: ${String(error)}`);
    return mkdtempSync(path.join(dataFolder, name));
  }
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
    'OneDrive',
    'OneDriveConsumer',
    'OneDriveCommercial',
    'DISPLAY',
    'WAYLAND_DISPLAY',
    'XDG_RUNTIME_DIR',
    'XDG_CURRENT_DESKTOP',
    'DBUS_SESSION_BUS_ADDRESS',
  ];
  return Object.fromEntries(names.map(name => [name, process.env[name]]).filter(([, value]) => value !== undefined));
}
