// Lists one folder: what may be a photo in it, what looks like one and is not, and the folders in it; nothing is opened or followed.
import type { Dirent } from 'node:fs';
import { lstat, opendir, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { SkippedFile, Split } from '../../shared/records/photo.ts';
import { folderMeaning } from './class-folders.ts';
import { inNaturalOrder, isFolderPassedOver, verdictOnName } from './file-names.ts';
import { reasonOfSystemError } from './photo-error.ts';
import { sortInTurns } from './sort-in-turns.ts';

const deepestFolder = 32;
/** How many files are asked for their size at once. */
const together = 64;
/** A folder that itself takes more is read in pieces, which costs four times as much: some 20,000 names, where disks say so at all. */
const largeFolderBytes = 1 << 20;

/** A file that may be a photo; `path` is relative to the scanned folder, with `/`. */
export type FoundPhoto = {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly folderClass: string | null;
  readonly folderSplit: Split | null;
};

export type FolderListing = {
  /** Device and inode; null where the folder could not be looked at. A folder mounted into itself has the same again. */
  identity: string | null;
  readonly found: FoundPhoto[];
  readonly skipped: SkippedFile[];
  /** Names of the folders in it that are to be listed too, in order. */
  readonly inner: string[];
  /** Folders (itself, or none) and files that were seen. */
  folders: 0 | 1;
  files: number;
  /** A part of it could not be read. */
  partial: boolean;
};

/** One folder: where it is, and what is the same for all of its files. */
type Place = {
  readonly root: string;
  readonly parts: readonly string[];
  readonly folder: string;
  /** Begins the paths of its files. */
  readonly prefix: string;
  readonly meaning: ReturnType<typeof folderMeaning>;
};

/** Lists the folder `parts` below `root`, in natural order. Throws only `cancelled`: what cannot be read is named in `skipped`. */
export async function listFolder(
  root: string,
  parts: readonly string[],
  signal: AbortSignal | undefined,
): Promise<FolderListing> {
  const prefix = parts.map(part => `${part}/`).join('');
  const place: Place = { root, parts, folder: path.join(root, ...parts), prefix, meaning: folderMeaning(prefix) };
  const listing: FolderListing = {
    identity: null,
    found: [],
    skipped: [],
    inner: [],
    folders: 0,
    files: 0,
    partial: false,
  };
  const add = (seen: Seen): void => {
    if (seen.kind === 'photo') listing.found.push(seen.photo);
    else if (seen.kind === 'folder') listing.inner.push(seen.name);
    else if (seen.kind === 'skipped') {
      listing.skipped.push(seen.file);
      listing.partial ||= seen.isUnread;
    }
  };
  let entries: Dirent[];
  try {
    const self = await lstat(place.folder, { bigint: true });
    // Something else may stand in its place by now, a link too.
    if (!self.isDirectory()) return listing;
    listing.identity = `${self.dev}:${self.ino}`;
    entries = await entriesOf(place.folder, self.size > largeFolderBytes, signal);
  } catch (error) {
    if (error instanceof AppError) throw error;
    add(unread(parts.join('/'), error));
    return listing;
  }
  // A project that lies among the photos: its thumbnails are not photos.
  if (parts.length > 0 && entries.some(entry => entry.name === 'project.fovea')) return listing;
  listing.folders = 1;
  for (let from = 0; from < entries.length; from += together) {
    if (signal?.aborted) throw new AppError('cancelled');
    const batch = entries.slice(from, from + together);
    for (const entry of batch) if (entry.isFile()) listing.files += 1;
    for (const seen of await Promise.all(batch.map(entry => examine(place, entry)))) add(seen);
  }
  return listing;
}

/** Everything in a folder, in natural order. */
async function entriesOf(folder: string, isLarge: boolean, signal: AbortSignal | undefined): Promise<Dirent[]> {
  const byName = (one: Dirent, other: Dirent): number => inNaturalOrder(one.name, other.name);
  if (!isLarge) return (await readdir(folder, { withFileTypes: true })).sort(byName);
  const entries: Dirent[] = [];
  for await (const entry of await opendir(folder, { bufferSize: 1024 })) {
    if (signal?.aborted) throw new AppError('cancelled');
    entries.push(entry);
  }
  return sortInTurns(entries, byName, signal);
}

type Seen =
  | { readonly kind: 'photo'; readonly photo: FoundPhoto }
  | { readonly kind: 'skipped'; readonly file: SkippedFile; readonly isUnread: boolean }
  | { readonly kind: 'folder'; readonly name: string }
  | { readonly kind: 'nothing' };

const nothing: Seen = { kind: 'nothing' };

const skip = (relative: string, code: SkippedFile['code'], details: SkippedFile['details'] = {}): Seen => ({
  kind: 'skipped',
  file: { path: relative, code, details },
  isUnread: false,
});

/** A file or folder that is there and could not be looked at. */
function unread(relative: string, error: unknown): Seen {
  const reason = reasonOfSystemError(error);
  // The replacement character stands for bytes that are not UTF-8: no path of ours can name such a file.
  return reason === 'file-gone' && path.basename(relative).includes('\ufffd')
    ? skip(relative, 'photo-unreadable', { reason: 'name-not-text' })
    : { kind: 'skipped', file: { path: relative, code: 'photo-unreadable', details: { reason } }, isUnread: true };
}

/** Only what may be a photo is asked for its size; of everything else the listing has said what it is. */
function examine(place: Place, entry: Dirent): Seen | Promise<Seen> {
  const relative = place.prefix + entry.name;
  if (entry.isDirectory()) {
    if (isFolderPassedOver(entry.name)) return nothing;
    if (place.parts.length >= deepestFolder) return skip(relative, 'not-allowed', { reason: 'too-deep' });
    return { kind: 'folder', name: entry.name };
  }
  if (entry.isSymbolicLink()) return examineLink(place, entry.name);
  const verdict = verdictOnName(entry.name);
  if (verdict.kind === 'other') return nothing;
  if (verdict.kind === 'candidate')
    return entry.isFile() ? examineFile(place, entry.name) : skip(relative, 'photo-not-an-image');
  if (!entry.isFile()) return nothing;
  return verdict.kind === 'placeholder'
    ? skip(relative, 'photo-placeholder')
    : skip(relative, 'photo-format-unsupported', { format: verdict.format });
}

async function examineFile({ folder, prefix, meaning }: Place, name: string): Promise<Seen> {
  const relative = prefix + name;
  try {
    const found = await lstat(folder + path.sep + name);
    if (!found.isFile()) return skip(relative, 'photo-not-an-image');
    // Whole milliseconds, as they were stored before.
    const modifiedMs = Math.floor(found.mtimeMs);
    return { kind: 'photo', photo: { path: relative, bytes: found.size, modifiedMs, ...meaning } };
  } catch (error) {
    return unread(relative, error);
  }
}

/** What a link leads to inside the root is found by its own name, and a link that leads nowhere is nothing. */
async function examineLink({ root, folder, prefix }: Place, name: string): Promise<Seen> {
  try {
    const target = path.relative(root, await realpath(folder + path.sep + name));
    const isOutside = target === '..' || target.startsWith(`..${path.sep}`) || path.isAbsolute(target);
    return isOutside ? skip(prefix + name, 'not-allowed', { reason: 'link-outside' }) : nothing;
  } catch (error) {
    if (['ENOENT', 'ELOOP', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return nothing;
    throw error;
  }
}
