// A folder on disk as the readers of annotations see it: listed once, no link followed, nothing outside, and only what was listed is opened.
import { constants } from 'node:fs';
import { lstat, open, opendir, realpath, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { createNotes, type Notes } from './notes.ts';
import { foldName } from './photo-names.ts';
import type { SourceFolder } from './read-dataset.ts';

const deepestFolder = 32;
const mostFiles = 1_000_000;
const defaultMostBytes = 64e6;
const pieceBytes = 1 << 20;
/** How many files are asked for their size at once. */
const together = 64;
/** What systems and tools leave behind, and what is hidden: the scan of a photo folder passes over it too. */
const passedOver = /^(?:\.|__MACOSX$|@eaDir$|Thumbs\.db$)/i;

type Listed = { readonly path: string; readonly bytes: number };
type Walk = { readonly root: string; readonly files: Listed[]; readonly notes: Notes };

/**
 * Lists what a person chose: a folder, or one file, which is a folder of one. The choice itself may be a link; nothing below it is followed.
 * @throws AppError `file-missing`, `folder-unreadable`; `dataset-too-large` above 1,000,000 files.
 */
export async function openSourceFolder(chosen: string): Promise<SourceFolder> {
  const place = await placeOf(chosen);
  if (!place.isFolder)
    return sourceOf(path.dirname(place.real), [{ path: path.basename(place.real), bytes: place.bytes }], createNotes());
  const walk: Walk = { root: place.real, files: [], notes: createNotes() };
  const waiting: string[][] = [[]];
  for (let parts = waiting.pop(); parts; parts = waiting.pop())
    for (const inner of await readFolder(walk, parts)) waiting.push(inner);
  walk.files.sort((one, other) => (one.path < other.path ? -1 : 1));
  return sourceOf(walk.root, walk.files, walk.notes);
}

async function placeOf(chosen: string): Promise<{ real: string; isFolder: boolean; bytes: number }> {
  try {
    const real = await realpath(chosen);
    const found = await stat(real);
    if (found.isFile() || found.isDirectory()) return { real, isFolder: found.isDirectory(), bytes: found.size };
  } catch (error) {
    throw new AppError('file-missing', { file: path.basename(chosen) }, { cause: error });
  }
  throw new AppError('dataset-damaged', { file: path.basename(chosen), reason: 'dataset-not-a-file' });
}

/** Adds the folder's files to the walk; gives its sub-folders. */
async function readFolder({ root, files, notes }: Walk, parts: readonly string[]): Promise<string[][]> {
  const inner: string[][] = [];
  const names: string[] = [];
  try {
    for await (const entry of await opendir(path.join(root, ...parts))) {
      if (passedOver.test(entry.name)) continue;
      const inside = [...parts, entry.name];
      if (entry.isSymbolicLink()) notes.add('link-not-followed', inside.join('/'));
      else if (entry.isFile()) names.push(inside.join('/'));
      else if (!entry.isDirectory()) notes.add('not-a-file', inside.join('/'));
      else if (inside.length > deepestFolder) notes.add('folder-too-deep', inside.join('/'));
      else inner.push(inside);
      if (files.length + names.length > mostFiles)
        throw new AppError('dataset-too-large', { file: path.basename(root), reason: 'dataset-files' });
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (parts.length === 0)
      throw new AppError('folder-unreadable', { folder: path.basename(root), reason: codeOf(error) }, { cause: error });
    notes.add('folder-unreadable', parts.join('/'));
  }
  for (let from = 0; from < names.length; from += together) {
    const some = names.slice(from, from + together);
    const sizes = await Promise.all(some.map(name => lstat(path.join(root, name)).catch(() => null)));
    for (const [place, size] of sizes.entries()) {
      if (size?.isFile()) files.push({ path: some[place]!, bytes: size.size });
      else notes.add('file-unreadable', some[place]!);
    }
  }
  return inner;
}

function sourceOf(root: string, files: readonly Listed[], notes: Notes): SourceFolder {
  const byPath = new Map(files.map(file => [file.path, file]));
  const folded = foldedPaths(files);

  async function openListed(name: string): Promise<FileHandle> {
    if (!byPath.has(name)) throw new AppError('file-missing', { file: name });
    try {
      const handle = await open(
        path.join(root, name),
        constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
      );
      if ((await handle.stat()).isFile()) return handle;
      await handle.close();
    } catch (error) {
      throw new AppError('dataset-damaged', { file: name, reason: codeOf(error) }, { cause: error });
    }
    throw new AppError('dataset-damaged', { file: name, reason: 'dataset-not-a-file' });
  }

  const source: SourceFolder = {
    files,
    notes: notes.list(),
    async bytes(name, mostBytes = defaultMostBytes) {
      await using handle = await openListed(name);
      const { size } = await handle.stat();
      if (size > mostBytes) throw new AppError('dataset-too-large', { file: name, reason: 'dataset-bytes' });
      const bytes = Buffer.allocUnsafe(size);
      let filled = 0;
      while (filled < size) {
        const { bytesRead } = await handle.read(bytes, filled, size - filled, filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    },
    async text(name, mostBytes) {
      return decodeText(await source.bytes(name, mostBytes), name);
    },
    async *pieces(name) {
      await using handle = await openListed(name);
      for (let at = 0; ;) {
        const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(pieceBytes), 0, pieceBytes, at);
        if (bytesRead === 0) return;
        at += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    },
    async part(name, at, bytes) {
      await using handle = await openListed(name);
      const { size } = await handle.stat();
      const part = Buffer.allocUnsafe(Math.max(0, Math.min(bytes, size - at)));
      let filled = 0;
      while (filled < part.byteLength) {
        const { bytesRead } = await handle.read(part, filled, part.byteLength - filled, at + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return part.subarray(0, filled);
    },
    find(name) {
      const wanted = name.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
      return byPath.has(wanted) ? wanted : (folded.get(foldName(wanted)) ?? null);
    },
  };
  return source;
}

/** Paths by their folded form; null where two files have the same. */
function foldedPaths(files: readonly Listed[]): ReadonlyMap<string, string | null> {
  const paths = new Map<string, string | null>();
  for (const file of files) {
    const key = foldName(file.path);
    paths.set(key, paths.has(key) ? null : file.path);
  }
  return paths;
}

/**
 * UTF-8 or UTF-16 by its mark, without the mark. Of a part of a file, the last character may be cut.
 * @throws AppError `dataset-damaged` for other bytes.
 */
export function decodeText(bytes: Uint8Array, file: string, isPart = false): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: isPart });
  } catch (error) {
    throw new AppError('dataset-damaged', { file, reason: 'dataset-not-text' }, { cause: error });
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
