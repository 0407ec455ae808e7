// Writes a folder of files so that it is either there whole or not there at all, also when the power fails half-way.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../shared/errors.ts';

export const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Writes `files` into a new folder: under a temporary name beside it, flushed, read back and compared, then renamed.
 * An existing folder is never replaced: AppError `conflict` {what}. A failed write leaves nothing behind: `disk-full` or
 * `disk-failed` {file, reason}.
 */
export async function writeNewFolder(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  if (await exists(folder)) throw new AppError('conflict', { what: folder });
  const temporary = `${folder}.writing-${randomUUID().slice(0, 8)}`;
  try {
    await mkdir(temporary, { recursive: true });
    for (const [name, bytes] of files) await writeDurably(path.join(temporary, name), bytes);
    for (const [name, bytes] of files) {
      if (sha256(await readFile(path.join(temporary, name))) !== sha256(bytes)) {
        throw new AppError('disk-failed', { file: path.join(folder, name), reason: 'content-changed' });
      }
    }
    await flushFolder(temporary);
    // A folder that appeared meanwhile is not empty, so this fails on every system instead of replacing it.
    await rename(temporary, folder);
    await flushFolder(path.dirname(folder));
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw asDiskError(error, folder);
  }
}

/**
 * Writes files that are new to a folder: all under temporary names, flushed, then renamed. None that is there is replaced:
 * AppError `conflict` {what}. A failed write leaves nothing behind: `disk-full` or `disk-failed` {file, reason}.
 */
export async function writeNewFiles(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const all = [...files].map(([name, bytes]) => {
    const file = path.join(folder, name);
    return { file, bytes, temporary: `${file}.writing-${randomUUID().slice(0, 8)}` };
  });
  for (const { file } of all) if (await exists(file)) throw new AppError('conflict', { what: file });
  try {
    for (const { temporary, bytes } of all) await writeDurably(temporary, bytes);
    for (const { temporary, file } of all) await rename(temporary, file);
    await flushFolder(folder);
  } catch (error) {
    for (const { temporary } of all) await rm(temporary, { force: true });
    throw asDiskError(error, all[0]!.file);
  }
}

async function exists(folder: string): Promise<boolean> {
  try {
    await stat(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw asDiskError(error, folder);
  }
}

/** Writes a new file and waits until it is on the disk. */
export async function writeDurably(file: string, bytes: string | Uint8Array): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A new name is on disk only when its folder is. Windows has no such call for folders and needs none: its rename is logged. */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function asDiskError(error: unknown, file: string): AppError {
  if (error instanceof AppError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  if (code === 'ENOTEMPTY' || code === 'EEXIST') return new AppError('conflict', { what: file }, { cause: error });
  return new AppError(code === 'ENOSPC' ? 'disk-full' : 'disk-failed', { file, reason: code }, { cause: error });
}
