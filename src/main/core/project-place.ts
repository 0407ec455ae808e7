// Where a project is: the folder a person chose is a project, has one already, or gets a new one (architecture.md, A project).
import { mkdir, readdir, realpath, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
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

export async function isProjectFolder(folder: string): Promise<boolean> {
  try {
    return (await stat(path.join(folder, projectFile))).isFile();
  } catch (error) {
    if (systemCode(error) === '') throw error;
    return false;
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

/** Removes a project folder nothing was written to; what holds anything stays. */
export async function removeEmptyFolder(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(systemCode(error))) throw writeError(error, folder);
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw writeError(error, folder);
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
