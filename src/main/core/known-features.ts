// Which photos' features the engine has computed already, by their content: what finished runs of the project saw, while the cache is there.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolderOf } from './cache.ts';
import { systemCode } from './disk.ts';
import type { OpenProject } from './open-project.ts';
import { readRunFile } from './run-folder.ts';

/** Content hashes; empty after the cache was cleared. */
export async function knownFeatures(project: OpenProject): Promise<ReadonlySet<string>> {
  const since = await changedAt(path.join(cacheFolderOf(project), 'features'));
  if (since === null) return new Set();
  const newest = (await project.store.runsList()).find(run => run.state === 'finished' && run.startedAt >= since);
  const run = newest === undefined ? null : await readRunFile(project.folder, newest.id);
  return new Set(run?.photos.map(photo => photo.hash));
}

/** When the folder was made, ISO 8601; null where there is none. */
async function changedAt(folder: string): Promise<string | null> {
  try {
    // Runs before the folder's birth belong to a cache that was cleared; a second of grace, because the run makes the folder.
    return new Date((await stat(folder)).birthtimeMs - 60_000).toISOString();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
