// An export into a folder that a person named: there whole under its name, or not at all, and never where it could touch photos or a project.
import { randomUUID } from 'node:crypto';
import { lstat, readdir, realpath, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { patiently } from '../../shared/patience.ts';
import { flushFolder } from '../formats/models/durable-folder.ts';
import { folderError, syncTree, systemCode, writeError } from './disk.ts';
import { makeFolder } from './project-place.ts';

/**
 * `untouched`: folders in which, and around which, nothing is written. `write` makes the folder that it is given. @throws AppError
 * `out-folder-not-empty`, `not-allowed` for a link and for a place in `untouched`, `folder-not-a-folder`, `disk-full` …
 */
export async function exportToFolder<Result>(
  out: string,
  untouched: readonly string[],
  write: (folder: string) => Promise<Result>,
): Promise<Result> {
  await refuseTaken(out);
  const parent = path.dirname(out);
  await makeFolder(parent);
  const target = path.join(await realpath(parent), path.basename(out));
  for (const folder of untouched) await refuseInside(target, folder);
  const unfinished = path.join(path.dirname(target), `.${path.basename(target)}.writing-${randomUUID().slice(0, 8)}`);
  try {
    const result = await write(unfinished);
    await syncTree(unfinished);
    // Still empty, or there is none: a folder is not put over what somebody wrote meanwhile.
    await rmdir(target).catch((error: unknown) => {
      if (systemCode(error) !== 'ENOENT') throw error;
    });
    await patiently(process.platform, () => rename(unfinished, target));
    await flushFolder(path.dirname(target));
    return result;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw writeError(error, target);
  }
}

async function refuseTaken(out: string): Promise<void> {
  try {
    const found = await lstat(out);
    if (found.isSymbolicLink()) throw new AppError('not-allowed', { reason: 'out-is-a-link', folder: out });
    if (!found.isDirectory()) throw new AppError('folder-not-a-folder', { folder: out });
    if ((await readdir(out)).length > 0) throw new AppError('out-folder-not-empty', { folder: out });
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (systemCode(error) !== 'ENOENT') throw folderError(error, out);
  }
}

async function refuseInside(target: string, folder: string): Promise<void> {
  const real = await realpath(folder).catch(() => folder); // a folder that is gone holds nothing to be touched
  if (target === real || target.startsWith(real + path.sep))
    throw new AppError('not-allowed', { reason: 'out-inside-project', folder: target });
}
