// Lists a folder's photos by name, without opening any file: streaming, natural order, no link followed, nothing waited for.
import type { Dirent, Stats } from 'node:fs';
import { lstat, opendir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { SkippedFile, Split } from '../../shared/records/photo.ts';
import { folderMeaning } from './class-folders.ts';
import { inNaturalOrder, isFolderPassedOver, verdictOnName } from './file-names.ts';
import { reasonOfSystemError } from './photo-error.ts';

export { classFolderQuestion } from './class-folders.ts';

const deepestFolder = 32;
/** How many files are asked for their size at once. */
const together = 64;

/** A file that may be a photo; `path` is relative to the scanned folder, with `/`. */
export type FoundPhoto = {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly folderClass: string | null;
  readonly folderSplit: Split | null;
};

export type FolderScan = {
  readonly found: readonly FoundPhoto[];
  readonly skipped: readonly SkippedFile[];
  /** A part of the folder could not be read: a photo that is not in `found` may still be there. */
  readonly partial: boolean;
  /** Folders and files that were seen. */
  readonly folders: number;
  readonly files: number;
};

export type ScanOptions = {
  readonly signal?: AbortSignal;
  /** Called after each folder with the counts so far. */
  readonly onProgress?: (progress: { readonly found: number; readonly folders: number }) => void;
};

/**
 * Everything below `folder` that may be a photo, and what looks like one and is not. Throws folder-missing,
 * folder-not-a-folder or folder-unreadable for the folder itself, cancelled when `signal` is aborted.
 */
export async function scanFolder(folder: string, { signal, onProgress }: ScanOptions = {}): Promise<FolderScan> {
  const root = await openableRoot(folder);
  const walk = {
    root,
    found: [] as FoundPhoto[],
    skipped: [] as SkippedFile[],
    partial: false,
    folders: 0,
    files: 0,
    seen: new Set<string>(),
  };
  const waiting: string[][] = [[]];
  for (let parts = waiting.pop(); parts; parts = waiting.pop()) {
    if (signal?.aborted) throw new AppError('cancelled');
    const inner = await readFolder(walk, parts, signal);
    for (const name of inner.reverse()) waiting.push([...parts, name]);
    onProgress?.({ found: walk.found.length, folders: walk.folders });
  }
  const { found, skipped, partial, folders, files } = walk;
  return { found, skipped, partial, folders, files };
}

type Walk = {
  readonly root: string;
  readonly found: FoundPhoto[];
  readonly skipped: SkippedFile[];
  readonly seen: Set<string>;
  partial: boolean;
  folders: number;
  files: number;
};

async function openableRoot(folder: string): Promise<string> {
  try {
    const root = await realpath(folder);
    if (!(await stat(root)).isDirectory()) throw new AppError('folder-not-a-folder', { folder });
    await (await opendir(root)).close();
    return root;
  } catch (error) {
    if (error instanceof AppError) throw error;
    const reason = reasonOfSystemError(error);
    throw new AppError(
      reason === 'file-gone' ? 'folder-missing' : 'folder-unreadable',
      { folder, reason },
      { cause: error },
    );
  }
}

/** One folder of the walk: where it is, and what is the same for all of its files. */
type Place = {
  readonly parts: readonly string[];
  readonly folder: string;
  /** Begins the paths of its files. */
  readonly prefix: string;
  readonly meaning: ReturnType<typeof folderMeaning>;
};

/** Adds one folder's files to the walk; gives the names of the folders in it that are to be walked, in order. */
async function readFolder(walk: Walk, parts: readonly string[], signal: AbortSignal | undefined): Promise<string[]> {
  const folder = path.join(walk.root, ...parts);
  const prefix = parts.map(part => `${part}/`).join('');
  const place: Place = { parts, folder, prefix, meaning: folderMeaning(prefix) };
  let entries: Dirent[];
  try {
    // A folder mounted into itself has the same device and inode again.
    const self = await lstat(folder, { bigint: true });
    const identity = `${self.dev}:${self.ino}`;
    if (walk.seen.has(identity)) return [];
    walk.seen.add(identity);
    entries = await listEntries(folder, signal);
  } catch (error) {
    if (error instanceof AppError) throw error;
    walk.partial = true;
    const reason = reasonOfSystemError(error);
    walk.skipped.push({ path: parts.join('/'), code: 'photo-unreadable', details: { reason } });
    return [];
  }
  // A project that lies among the photos: its thumbnails are not photos.
  if (parts.length > 0 && entries.some(entry => entry.name === 'project.fovea')) return [];
  walk.folders += 1;
  entries.sort((one, other) => inNaturalOrder(one.name, other.name));
  const inner: string[] = [];
  for (let from = 0; from < entries.length; from += together) {
    if (signal?.aborted) throw new AppError('cancelled');
    const batch = entries.slice(from, from + together);
    for (const one of await Promise.all(batch.map(entry => examine(walk, place, entry)))) {
      if (one.kind === 'photo') walk.found.push(one.photo);
      if (one.kind === 'skipped') walk.skipped.push(one.file);
      if (one.kind === 'folder') inner.push(one.name);
    }
  }
  return inner;
}

async function listEntries(folder: string, signal: AbortSignal | undefined): Promise<Dirent[]> {
  const entries: Dirent[] = [];
  for await (const entry of await opendir(folder, { bufferSize: 1024 })) {
    if (signal?.aborted) throw new AppError('cancelled');
    entries.push(entry);
  }
  return entries;
}

type Seen =
  | { readonly kind: 'photo'; readonly photo: FoundPhoto }
  | { readonly kind: 'skipped'; readonly file: SkippedFile }
  | { readonly kind: 'folder'; readonly name: string }
  | { readonly kind: 'nothing' };

async function examine(walk: Walk, { parts, folder, prefix, meaning }: Place, entry: Dirent): Promise<Seen> {
  const relative = prefix + entry.name;
  const skip = (code: SkippedFile['code'], details: SkippedFile['details'] = {}): Seen => ({
    kind: 'skipped',
    file: { path: relative, code, details },
  });
  const isPlain = entry.isFile();
  if (isPlain) walk.files += 1;
  const verdict = verdictOnName(entry.name);
  if (isPlain && verdict.kind === 'other') return { kind: 'nothing' };
  if (isPlain && verdict.kind === 'unsupported') return skip('photo-format-unsupported', { format: verdict.format });
  if (isPlain && verdict.kind === 'placeholder') return skip('photo-placeholder');
  let found: Stats;
  try {
    found = await lstat(folder + path.sep + entry.name);
  } catch (error) {
    const reason = reasonOfSystemError(error);
    // The replacement character stands for bytes that are not UTF-8: no path of ours can name such a file.
    if (reason === 'file-gone' && entry.name.includes('\ufffd'))
      return skip('photo-unreadable', { reason: 'name-not-text' });
    walk.partial = true;
    return skip('photo-unreadable', { reason });
  }
  if (found.isDirectory()) {
    if (isFolderPassedOver(entry.name)) return { kind: 'nothing' };
    if (parts.length >= deepestFolder) return skip('not-allowed', { reason: 'too-deep' });
    return { kind: 'folder', name: entry.name };
  }
  if (found.isSymbolicLink())
    return (await leadsOutside(walk.root, [...parts, entry.name]))
      ? skip('not-allowed', { reason: 'link-outside' })
      : { kind: 'nothing' };
  if (verdict.kind !== 'candidate') return { kind: 'nothing' };
  if (!found.isFile()) return skip('photo-not-an-image');
  // Whole milliseconds, as they were stored before.
  const photo = { path: relative, bytes: found.size, modifiedMs: Math.floor(found.mtimeMs), ...meaning };
  return { kind: 'photo', photo };
}

/** Whether a link's target lies outside the root. What lies inside is found by its own name, and a link that leads nowhere is nothing. */
async function leadsOutside(root: string, parts: readonly string[]): Promise<boolean> {
  try {
    const target = path.relative(root, await realpath(path.join(root, ...parts)));
    return target === '..' || target.startsWith(`..${path.sep}`) || path.isAbsolute(target);
  } catch (error) {
    if (['ENOENT', 'ELOOP', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}
