// Writes the files that a writer of annotations gives into a folder, and keeps what the manifest says of each.
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { invariant } from '../../shared/errors.ts';
import { plainName } from '../formats/datasets/photo-names.ts';
import type { WrittenFile } from '../formats/datasets/write-dataset.ts';
import type { ManifestFile } from './manifest.ts';

const gatheredCharacters = 1 << 18;

/** Throws what the system says; the folder is whoever calls's to remove. */
export async function writeFiles(
  folder: string,
  files: Iterable<WrittenFile>,
  onFile: (written: number) => void,
): Promise<ManifestFile[]> {
  const written: ManifestFile[] = [];
  const folders = new Set<string>();
  for (const file of files) {
    // A name that leaves the folder would be a mistake of a writer: names of photos are checked when they come in.
    invariant(plainName(file.path)?.name === file.path, `a writer's path stays in its folder: ${file.path}`);
    const target = path.join(folder, ...file.path.split('/'));
    const into = path.dirname(target);
    if (!folders.has(into)) mkdirSync(into, { recursive: true });
    folders.add(into);
    written.push({ path: file.path, ...(await writeOne(target, file.pieces)) });
    onFile(written.length);
  }
  return written;
}

/** Whole at once: 100,000 files of a few lines are written in seconds so, and in minutes by streams. */
async function writeOne(target: string, pieces: WrittenFile['pieces']): Promise<Omit<ManifestFile, 'path'>> {
  // `wx`: two files of one name would be one photo's annotations lost.
  const descriptor = openSync(target, 'wx', 0o644);
  const hash = createHash('sha256');
  let bytes = 0;
  let gathered: string[] = [];
  let characters = 0;
  const put = (piece: Uint8Array): void => {
    hash.update(piece);
    bytes += piece.byteLength;
    for (let at = 0; at < piece.byteLength;) at += writeSync(descriptor, piece, at);
  };
  const flush = (): void => {
    if (gathered.length > 0) put(Buffer.from(gathered.join('')));
    [gathered, characters] = [[], 0];
  };
  const take = (piece: string | Uint8Array): void => {
    if (typeof piece !== 'string') {
      flush();
      put(piece);
      return;
    }
    gathered.push(piece);
    characters += piece.length;
    if (characters >= gatheredCharacters) flush();
  };
  try {
    if (Symbol.iterator in pieces) for (const piece of pieces) take(piece);
    else for await (const piece of pieces) take(piece);
    flush();
  } finally {
    closeSync(descriptor);
  }
  return { bytes, sha256: hash.digest('hex') };
}
