// Where things lie: in a checkout beside package.json, in a package under Electron's resources folder.
import { app } from 'electron/main';
import path from 'node:path';
import type { CoreFolders } from './core-process.ts';

/** The Node that runs the core, the core's entry and the command line's. In a checkout `npm start` names the Node; a package carries its own. */
export function coreProgram(): { node: string; entry: string; commandLine: string } {
  const shells = app.isPackaged
    ? path.join(process.resourcesPath, 'core/main/shells')
    : path.join(app.getAppPath(), 'src/main/shells');
  const extension = app.isPackaged ? 'js' : 'ts';
  const packagedNode = path.join(process.resourcesPath, 'core', process.platform === 'win32' ? 'node.exe' : 'node');
  return {
    node: app.isPackaged ? packagedNode : (process.env.FOVEA_NODE ?? 'node'),
    entry: path.join(shells, `desktop/core.${extension}`),
    commandLine: path.join(shells, `cli/main.${extension}`),
  };
}

/** `FOVEA_DATA` and `FOVEA_DOCUMENTS` move settings and new projects elsewhere: for tests and for a portable installation. */
export function coreFolders(): CoreFolders {
  const base = app.isPackaged ? path.join(process.resourcesPath, 'core') : app.getAppPath();
  return {
    resourcesFolder: path.join(base, 'resources'),
    pageFolder: path.join(base, app.isPackaged ? 'page' : 'dist/page'),
    dataFolder: process.env.FOVEA_DATA ?? app.getPath('userData'),
    documentsFolder: process.env.FOVEA_DOCUMENTS ?? path.join(app.getPath('documents'), 'Fovea'),
    version: app.getVersion(),
  };
}
