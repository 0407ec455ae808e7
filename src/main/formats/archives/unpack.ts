// Unpacks an archive into a folder of its own, of which nothing stays when anything about the archive is refused.
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { archiveKind } from './archive-kind.ts';
import { archiveRefused } from './archive-error.ts';
import { mostEntries, type ArchiveEntry } from './entry.ts';
import { isSystemEntry, nameKey, partsOf, refusalOfName } from './entry-name.ts';
import { mostExpansion, tarEntries } from './tar-entries.ts';
import { zipEntries } from './zip-entries.ts';

/** From safety.md, Settings, Archives. */
const mostBytes = 20e9;
const bytesLeftFree = 2e9;
const freelyUnpackedBytes = 10 * 1024 * 1024;

export type UnpackOptions = {
  /** The folder in which the archive's own folder is made. */
  readonly into: string;
  /** The process for which it is unpacked: when it is gone, so may be the folder (`removeLeftUnpacked`). */
  readonly owner: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (entries: number, bytes: number) => void;
};

export type Unpacked = { readonly folder: string; readonly files: number; readonly bytes: number };

/**
 * Unpacks a zip, tar or tar.gz. Archives inside it stay as they are.
 * @throws AppError `archive-refused` with one of `archiveReasons`, `disk-full`, `disk-failed`, `cancelled`; then nothing of it is left
 */
export async function unpackArchive(file: string, options: UnpackOptions): Promise<Unpacked> {
  const name = path.basename(file);
  const entries = await entriesOf(file, name);
  const folder = path.join(options.into, `${folderPrefix}${options.owner}-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const target = new Target(folder, name, await roomIn(folder), options);
    for await (const entry of entries) await target.put(entry);
    if (target.files === 0) throw archiveRefused(name, 'archive-empty');
    return { folder, files: target.files, bytes: target.bytes };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw fileSystemError(error, name);
  }
}

async function entriesOf(file: string, name: string): Promise<AsyncIterable<ArchiveEntry>> {
  const kind = await archiveKind(file);
  if (kind === null) throw archiveRefused(name, 'archive-unknown');
  return kind === 'zip' ? zipEntries(file, name) : tarEntries(file, name, kind === 'tar.gz');
}

/** How many bytes may be unpacked on this disk. */
async function roomIn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize - bytesLeftFree;
}

/** The folder that is being filled, and what is counted meanwhile. */
class Target {
  files = 0;
  bytes = 0;
  #entries = 0;
  readonly #folder: string;
  readonly #name: string;
  readonly #room: number;
  readonly #options: UnpackOptions;
  /** By name: whether it is a folder. */
  readonly #seen = new Map<string, boolean>();
  readonly #made = new Set<string>();

  constructor(folder: string, name: string, room: number, options: UnpackOptions) {
    this.#folder = folder;
    this.#name = name;
    this.#room = room;
    this.#options = options;
  }

  async put(entry: ArchiveEntry): Promise<void> {
    if (this.#options.signal?.aborted === true) throw new AppError('cancelled');
    if (++this.#entries > mostEntries) throw archiveRefused(this.#name, 'archive-entries');
    // Links first: a link named `..` is a link.
    if (entry.kind === 'link') throw archiveRefused(this.#name, 'archive-link', entry.name);
    if (entry.kind === 'special') throw archiveRefused(this.#name, 'archive-special', entry.name);
    if (entry.kind === 'folder' && partsOf(entry.name).length === 0) return; // tar's own `./`
    const refusal = refusalOfName(entry.name);
    if (refusal !== null) throw archiveRefused(this.#name, refusal, entry.name);
    if (isSystemEntry(entry.name)) return;
    this.#claim(entry);
    const place = path.join(this.#folder, ...partsOf(entry.name));
    if (entry.kind === 'folder') {
      await this.#makeFolder(place);
      return;
    }
    this.#requireRoom(entry, entry.bytes);
    await this.#makeFolder(path.dirname(place));
    await this.#write(place, entry);
    this.files += 1;
    this.#options.onProgress?.(this.files, this.bytes);
  }

  async #makeFolder(folder: string): Promise<void> {
    if (this.#made.has(folder)) return;
    await mkdir(folder, { recursive: true });
    this.#made.add(folder);
  }

  async #write(place: string, entry: ArchiveEntry): Promise<void> {
    await using file = await open(place, 'wx', 0o600);
    for await (const piece of entry.pieces()) {
      if (this.#options.signal?.aborted === true) throw new AppError('cancelled');
      this.#requireRoom(entry, piece.byteLength);
      await file.writeFile(piece);
      this.bytes += piece.byteLength;
    }
  }

  /** Every name once, and no name both a file and a folder; folders may come as often as they like. */
  #claim({ name, kind }: ArchiveEntry): void {
    const key = nameKey(name);
    const parts = key.split('/');
    for (let depth = 1; depth < parts.length; depth++) this.#claimKey(parts.slice(0, depth).join('/'), true, name);
    this.#claimKey(key, kind === 'folder', name);
  }

  #claimKey(key: string, isFolder: boolean, name: string): void {
    const before = this.#seen.get(key);
    if (before === undefined) this.#seen.set(key, isFolder);
    else if (!before || !isFolder) throw archiveRefused(this.#name, 'archive-twice', name);
  }

  #requireRoom(entry: ArchiveEntry, more: number): void {
    const { bytes, packedBytes } = entry;
    if (packedBytes !== null && bytes > freelyUnpackedBytes && bytes > mostExpansion * packedBytes)
      throw archiveRefused(this.#name, 'archive-bomb', entry.name);
    if (this.bytes + more > mostBytes) throw archiveRefused(this.#name, 'archive-too-large', entry.name);
    if (this.bytes + more > this.#room) throw archiveRefused(this.#name, 'archive-no-room', entry.name);
  }
}

const folderPrefix = 'unpacked-';

/** Removes what archives left in `into` whose owner is gone: killed, or switched off. Called at the start, before anything is unpacked. */
export async function removeLeftUnpacked(into: string): Promise<number> {
  const names = await readdir(into).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const left = names.filter(name => {
    const owner = /^unpacked-(\d+)-[0-9a-f-]{36}$/.exec(name)?.[1];
    return owner !== undefined && !isAlive(Number(owner));
  });
  for (const name of left) await rm(path.join(into, name), { recursive: true, force: true });
  return left.length;
}

/** Numbers of processes come again: a folder of our own number is of the one that had it before. */
function isAlive(owner: number): boolean {
  if (owner === process.pid) return false;
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function fileSystemError(error: unknown, file: string): unknown {
  if (error instanceof AppError) return error;
  const reason = (error as NodeJS.ErrnoException).code;
  if (reason === undefined) return error;
  return new AppError(reason === 'ENOSPC' ? 'disk-full' : 'disk-failed', { file, reason }, { cause: error });
}
