// Where things lie: in a checkout beside package.json, in a package under Electron's resources folder.
import { app } from 'electron/main';
import path from 'node:path';
import type { CoreFolders } from './core-process.ts';

/** The Node that runs the core, and the core's entry. In a checkout `npm start` names the Node; a package carries its own. */
export function coreProgram(): { node: string; entry: string } {
  if (app.isPackaged) {
    const core = path.join(process.resourcesPath, 'core');
    return {
      node: path.join(core, process.platform === 'win32' ? 'node.exe' : 'node'),
      entry: path.join(core, 'main/shells/desktop/core.js'),
    };
  }
  return {
    node: process.env.FOVEA_NODE ?? 'node',
    entry: path.join(app.getAppPath(), 'src/main/shells/desktop/core.ts'),
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
