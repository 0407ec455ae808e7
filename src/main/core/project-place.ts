// Where a project is: the folder a person chose is a project, has one already, or gets a new one (architecture.md, A project).
import { mkdir, readdir, realpath, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { hasRemains } from '../store/index.ts';
import { folderError, systemCode, writeError } from './disk.ts';

export const projectFile = 'project.fovea';
const mostNumbered = 1_000;

/** The folder itself, links resolved, looked at: throws folder-missing, folder-not-a-folder or folder-unreadable. A project file stands for its folder. */
export async function chosenFolder(chosen: string): Promise<string> {
  const folder = path.basename(chosen) === projectFile ? path.dirname(chosen) : chosen;
  try {
    const real = await realpath(folder);
    if (!(await stat(real)).isDirectory()) throw new AppError('folder-not-a-folder', { folder });
    await readdir(real);
    return real;
  } catch (error) {
    throw error instanceof AppError ? error : folderError(error, folder);
  }
}

/** Also where the project's file is lost and a backup or the journal is left. */
export async function isProjectFolder(folder: string): Promise<boolean> {
  try {
    return (await stat(path.join(folder, projectFile))).isFile();
  } catch (error) {
    const code = systemCode(error);
    if (code === '') throw error;
    return code === 'ENOENT' && hasRemains(folder);
  }
}

/** Project folders that may belong to this photo folder by their names: `ants`, `ants 2`, … as far as they exist. */
export async function namesakes(documentsFolder: string, photosFolder: string): Promise<string[]> {
  const found: string[] = [];
  for (let number = 1; number < mostNumbered; number++) {
    const folder = path.join(documentsFolder, numbered(projectName(photosFolder), number));
    if (await isProjectFolder(folder)) found.push(folder);
    else if (!(await exists(folder))) break;
  }
  return found;
}

/** What a new project is called: the photo folder's name. */
export function projectName(photosFolder: string): string {
  return path.basename(photosFolder).normalize('NFC') || 'Photos';
}

/** Makes the folder of a new project, under a name nothing has yet. */
export async function makeProjectFolder(documentsFolder: string, name: string): Promise<string> {
  await makeFolder(documentsFolder);
  for (let number = 1; number < mostNumbered; number++) {
    const folder = path.join(documentsFolder, numbered(name, number));
    try {
      await mkdir(folder);
      return folder;
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw writeError(error, folder);
    }
  }
  throw new AppError('conflict', { what: path.join(documentsFolder, name) });
}

/** Makes the folder that a person named for a new project. Throws `out-folder-not-empty` when it holds anything. */
export async function makeNamedFolder(folder: string): Promise<string> {
  let inside: string[];
  try {
    inside = await readdir(folder);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw folderError(error, folder);
    await makeFolder(folder);
    return folder;
  }
  if (inside.length > 0) throw new AppError('out-folder-not-empty', { folder });
  return folder;
}

/** Removes a project that was made a moment ago and could not be filled, by the names of its files: what is not ours stays, with its folder. */
export async function removeMadeProject(folder: string): Promise<void> {
  try {
    for (const name of [
      projectFile,
      `${projectFile}-wal`,
      `${projectFile}-journal`,
      'journal.jsonl',
      'backups',
      'cache',
    ]) {
      await rm(path.join(folder, name), { recursive: true, force: true });
    }
    await rmdir(folder);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(systemCode(error))) throw writeError(error, folder);
  }
}

/** With the folders above it. Throws folder-not-a-folder, folder-read-only, disk-full or disk-failed. */
export async function makeFolder(folder: string): Promise<void> {
  // Not Node's own recursive mkdir: on a read-only disk it says that the folder was not found.
  const parent = path.dirname(folder);
  if (parent !== folder && !(await exists(parent))) await makeFolder(parent);
  try {
    await mkdir(folder);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST' && (await isFolder(folder))) return;
    if (code === 'EEXIST' || code === 'ENOTDIR') throw new AppError('folder-not-a-folder', { folder });
    throw writeError(error, folder);
  }
}

async function isFolder(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory();
  } catch (error) {
    if (systemCode(error) === '') throw error;
    return false; // a link that leads nowhere
  }
}

const numbered = (name: string, number: number): string => (number === 1 ? name : `${name} ${number}`);

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (systemCode(error) === '') throw error;
    return false;
  }
}
