// Puts files into one zip archive: the only user of yazl.
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** One file for the archive. `name` is its name inside, with `/`. */
export type ArchiveEntry = { readonly name: string; readonly file: string };

/** Writes a new archive of existing files; gives its size in bytes. Rejects with the file system's error. */
export async function writeArchive(file: string, entries: readonly ArchiveEntry[]): Promise<number> {
  const zip = new ZipFile();
  for (const entry of entries) zip.addFile(entry.file, entry.name);
  const written = pipeline(zip.outputStream, createWriteStream(file, { flags: 'wx' }));
  zip.end();
  // A file that vanished is reported by the zip, not by its stream.
  await Promise.race([written, new Promise<never>((_, reject) => zip.on('error', reject))]);
  return (await stat(file)).size;
}
