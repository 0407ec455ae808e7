// Lists a folder's photos by name, without opening any file: natural order, no link followed, nothing waited for.
import { opendir, realpath, stat } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import type { SkippedFile } from '../../shared/records/photo.ts';
import { listFolder, type FolderListing, type FoundPhoto } from './list-folder.ts';
import { reasonOfSystemError } from './photo-error.ts';

export { classFolderQuestion } from './class-folders.ts';
export type { FoundPhoto } from './list-folder.ts';

/** Folders that are listed before it is their turn: on a slow disk they are waited for together, on a quick one they cost a third less. */
const listedAhead = 16;

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
  const found: FoundPhoto[] = [];
  const skipped: SkippedFile[] = [];
  let [partial, folders, files] = [false, 0, 0];
  const seen = new Set<string>();
  /** The next one last. */
  const waiting: Waiting[] = [{ parts: [], listing: null }];
  while (waiting.length > 0) {
    if (signal?.aborted) throw new AppError('cancelled');
    for (const one of waiting.slice(-listedAhead)) one.listing ??= listAhead(root, one.parts, signal);
    const { parts, listing } = waiting.pop()!;
    const listed = await listing!;
    // What counts is the order of names, not which listing came first: a folder that is mounted twice is found at its first place.
    if (listed.identity !== null && seen.has(listed.identity)) continue;
    if (listed.identity !== null) seen.add(listed.identity);
    for (const photo of listed.found) found.push(photo);
    for (const file of listed.skipped) skipped.push(file);
    for (const name of listed.inner.reverse()) waiting.push({ parts: [...parts, name], listing: null });
    partial ||= listed.partial;
    folders += listed.folders;
    files += listed.files;
    onProgress?.({ found: found.length, folders });
  }
  return { found, skipped, partial, folders, files };
}

type Waiting = { readonly parts: readonly string[]; listing: Promise<FolderListing> | null };

function listAhead(root: string, parts: readonly string[], signal: AbortSignal | undefined): Promise<FolderListing> {
  const listing = listFolder(root, parts, signal);
  // Whoever takes it hears its error; after a cancel nobody takes it.
  listing.catch(() => undefined);
  return listing;
}

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
