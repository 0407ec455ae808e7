// What may be deleted at any time: thumbnails and predictions in the store's derived file, features of photos beside it.
import { lstat, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { systemCode, writeError } from './disk.ts';
import type { OpenProject } from './open-project.ts';

/** Where the engine keeps features of a project's photos. */
export const cacheFolderOf = (project: OpenProject): string => path.join(project.folder, 'cache');
const featuresOf = (project: OpenProject): string => path.join(cacheFolderOf(project), 'features');

export async function cacheBytes(project: OpenProject | null): Promise<number> {
  if (project === null) return 0;
  return (await project.store.derivedBytes()) + (await folderBytes(featuresOf(project)));
}

export async function clearCache(project: OpenProject): Promise<void> {
  await project.store.derivedClear();
  const features = featuresOf(project);
  await rm(features, { recursive: true, force: true }).catch((error: unknown) => {
    throw writeError(error, features);
  });
}

/** Bytes of all files below; 0 where there is no folder. */
async function folderBytes(folder: string): Promise<number> {
  try {
    let bytes = 0;
    for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
      if (entry.isFile()) bytes += (await lstat(path.join(entry.parentPath, entry.name))).size;
    }
    return bytes;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 0;
    throw error;
  }
}
