// The model folders of the open project that are there: not deleted, and model folders at all.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { systemCode } from './disk.ts';
import type { OpenProject } from './open-project.ts';
import { modelFolderOf } from './run-folder.ts';

export async function projectModelFolders(project: OpenProject): Promise<readonly string[]> {
  const names = await readdir(path.join(project.folder, 'models')).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  const folders = await Promise.all(
    names.map(async name => {
      const folder = modelFolderOf(project.folder, name);
      return (await isPresent(project, folder)) ? [folder] : [];
    }),
  );
  return folders.flat();
}

/** Whether a model folder is there and was not deleted. */
export async function isPresent(project: OpenProject, folder: string): Promise<boolean> {
  return !project.removeOnClose.has(folder) && (await isModelFolder(folder));
}

async function isModelFolder(folder: string): Promise<boolean> {
  try {
    return (await stat(path.join(folder, 'model.json'))).isFile();
  } catch (error) {
    if (systemCode(error) === '') throw error;
    return false;
  }
}
