// Where things lie for the command line: in a checkout beside package.json, in a package beside the bundled core.
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { invariant } from '../../../shared/errors.ts';

export type Places = {
  readonly resourcesFolder: string;
  readonly pageFolder: string;
  readonly dataFolder: string;
  readonly documentsFolder: string;
  readonly version: string;
};

/** `FOVEA_DATA` and `FOVEA_DOCUMENTS` move settings and new projects elsewhere, as in the desktop shell. */
export function places(environment: NodeJS.ProcessEnv = process.env): Places {
  const base = baseFolder();
  const { version } = JSON.parse(readFileSync(path.join(base, 'package.json'), 'utf8')) as { version: string };
  const built = path.join(base, 'dist/page');
  return {
    resourcesFolder: path.join(base, 'resources'),
    pageFolder: existsSync(built) ? built : path.join(base, 'page'),
    dataFolder: environment['FOVEA_DATA'] ?? path.join(personalFolder(environment), 'Fovea'),
    documentsFolder: environment['FOVEA_DOCUMENTS'] ?? path.join(os.homedir(), 'Documents', 'Fovea'),
    version,
  };
}

/** The folder above this file that holds resources/ and package.json. */
function baseFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'resources/models')) || !existsSync(path.join(folder, 'package.json'))) {
    invariant(path.dirname(folder) !== folder, 'resources/ lies above the command line');
    folder = path.dirname(folder);
  }
  return folder;
}

/** Where a system keeps a program's settings for a person: the same place Electron uses. */
function personalFolder(environment: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return environment['APPDATA'] ?? path.join(os.homedir(), 'AppData/Roaming');
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library/Application Support');
  return environment['XDG_CONFIG_HOME'] ?? path.join(os.homedir(), '.config');
}
