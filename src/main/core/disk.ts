// Small files of the core's own, written so that the old version stays until the new one is safely there; and what disk errors mean.
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError, type ErrorCode } from '../../shared/errors.ts';
import { patiently } from '../../shared/patience.ts';
import { flushFolder } from '../formats/models/durable-folder.ts';

/** The code of a failed system call (`ENOSPC`), or '' for other errors. */
export function systemCode(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** A failed write as an AppError {file, reason}: disk-full, folder-read-only or disk-failed. AppErrors pass unchanged. */
export function writeError(error: unknown, file: string): AppError {
  if (error instanceof AppError) return error;
  const reason = systemCode(error) || String(error);
  const full = ['ENOSPC', 'EDQUOT'];
  const refused = ['EACCES', 'EPERM', 'EROFS'];
  if (full.includes(reason)) return new AppError('disk-full', { file, reason }, { cause: error });
  if (refused.includes(reason)) {
    return new AppError('folder-read-only', { folder: path.dirname(file), reason }, { cause: error });
  }
  return new AppError('disk-failed', { file, reason }, { cause: error });
}

/** A failed look into a folder as an AppError {folder, reason}. */
export function folderError(error: unknown, folder: string): AppError {
  const reason = systemCode(error) || String(error);
  const codes: Readonly<Record<string, ErrorCode>> = { ENOENT: 'folder-missing', ENOTDIR: 'folder-not-a-folder' };
  return new AppError(codes[reason] ?? 'folder-unreadable', { folder, reason }, { cause: error });
}

/** Writes the whole file under a temporary name, flushes and renames it, and flushes the new name. Throws `writeError`s. */
export async function writeDurably(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${file}.${randomUUID().slice(0, 8)}.writing`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const handle = await patiently(process.platform, () => open(temporary, 'wx', 0o600));
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await patiently(process.platform, () => rename(temporary, file));
    await flushFolder(path.dirname(file));
  } catch (error) {
    await rm(temporary, { force: true });
    throw writeError(error, file);
  }
}

/** As many calls as Node has threads for. */
const flushedAtOnce = 4;
/** Measured on a disk that others used too: a millisecond a file. Of more files than this their names are flushed, not each content. */
const mostFlushed = 5_000;

/** Puts every file and folder below `folder` on disk, and `folder` itself. */
export async function syncTree(folder: string): Promise<void> {
  const inside = await readdir(folder, { recursive: true, withFileTypes: true });
  const isEach = inside.length <= mostFlushed;
  const rest = inside.values();
  async function flush(): Promise<void> {
    for (const entry of rest) {
      const place = path.join(entry.parentPath, entry.name);
      if (entry.isDirectory()) await flushFolder(place);
      else if (entry.isFile() && isEach) await syncFile(place);
    }
  }
  await Promise.all(Array.from({ length: flushedAtOnce }, flush));
  await flushFolder(folder);
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** A JSON file's value, or undefined where there is none. A file that is no JSON is kept aside under another name, and undefined given. */
export async function readJsonFile(file: string): Promise<unknown> {
  let content: string;
  try {
    content = await patiently(process.platform, () => readFile(file, 'utf8'));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw writeError(error, file);
  }
  try {
    return JSON.parse(content) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    await setAside(file);
    return undefined;
  }
}

/** A damaged file is renamed, never deleted. */
export async function setAside(file: string): Promise<void> {
  await patiently(process.platform, () => rename(file, `${file}.damaged-${Date.now()}`));
}
