// Fetches one file of the manifest: into a part that survives a cut or a cancel, taken up where it ended, checked as a whole before it counts.
// The only place of Fovea that asks another computer for anything, and only when a person asked for it.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { PretrainedFile } from '../formats/models/pretrained-manifest.ts';
import { readJsonFile, systemCode, writeDurably, writeError } from './disk.ts';
import { askFor, type FileAnswer } from './download-request.ts';

export type DownloadOptions = {
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Bytes, with those of an earlier try; `total` 0 while nobody said it. */
  readonly onProgress: (done: number, total: number) => void;
  /** Without a byte for so long, a connection is given up. */
  readonly stalledMs?: number;
};
type File = Pick<PretrainedFile, 'address' | 'bytes' | 'checksum'>;

const stalledAfterMs = 30_000;
/** No network of the lecture is larger; a server that sends more is not sending it. */
const mostBytes = 2 ** 30;

/**
 * The file's path below `folder`, whole and proved by its checksum.
 * @throws AppError `download-failed` {host, reason, detail} (the part stays), `download-damaged` {host} (the file is removed),
 * `cancelled` (the part stays), `disk-full`, `disk-failed`.
 */
export async function download(file: File, options: DownloadOptions): Promise<string> {
  const { folder } = options;
  const whole = path.join(folder, path.posix.basename(new URL(file.address).pathname));
  const part = `${whole}.part`;
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw writeError(error, folder);
  });
  // A whole file is there where Fovea ended before a model folder was made of it.
  if ((await bytesOf(whole)) > 0 && (await isPublished(whole, file))) return whole;
  await rm(whole, { force: true });
  await fetchPart(file, part, options);
  if (!(await isPublished(part, file))) {
    await Promise.all([part, noteOf(part)].map(name => rm(name, { force: true })));
    throw new AppError('download-damaged', { host: hostOf(file) });
  }
  await rename(part, whole);
  await rm(noteOf(part), { force: true });
  return whole;
}

/** Which answer of the server a part is the beginning of. */
type Note = { readonly address: string; readonly etag: string | null };
const noteOf = (part: string): string => `${part}.json`;
const hostOf = ({ address }: Pick<File, 'address'>): string => new URL(address).host;

async function fetchPart(file: File, part: string, options: DownloadOptions): Promise<void> {
  const { signal, onProgress, stalledMs = stalledAfterMs } = options;
  const before = (await readJsonFile(noteOf(part))) as Partial<Note> | undefined; // our own file, or none
  const isSame = before?.address === file.address;
  const have = isSame ? await bytesOf(part) : 0;
  const etag = typeof before?.etag === 'string' ? before.etag : null;
  if (have > 0 && have === file.bytes) return;
  const answer = await askFor({ address: file.address, from: have, etag, signal, stalledMs });
  if (answer === 'nothing-more') return;
  try {
    const note: Note = { address: file.address, etag: answer.etag };
    await writeDurably(noteOf(part), JSON.stringify(note));
    await append(answer, part, file, onProgress);
  } finally {
    answer.close();
  }
}

/** Writes what comes behind what is there: all of a chunk or an error, so that the part's length says what has come. */
async function append(
  { from, total, chunks }: FileAnswer,
  part: string,
  file: File,
  onProgress: DownloadOptions['onProgress'],
): Promise<void> {
  const failed = (reason: string, detail: string): AppError =>
    new AppError('download-failed', { host: hostOf(file), reason, detail });
  const expected = total ?? file.bytes ?? 0;
  const limit = file.bytes ?? total ?? mostBytes;
  await requireSpace(part, expected - from);
  let done = from;
  const handle = await open(part, from > 0 ? 'r+' : 'w').catch((error: unknown) => {
    throw writeError(error, part);
  });
  const write = async (chunk: Uint8Array): Promise<void> => {
    for (let written = 0; written < chunk.byteLength;)
      written += (await handle.write(chunk, written, chunk.byteLength - written, done + written)).bytesWritten;
    done += chunk.byteLength;
  };
  try {
    await handle.truncate(from);
    onProgress(done, expected);
    for await (const chunk of chunks) {
      if (done + chunk.byteLength > limit) throw failed('download-too-large', `more than ${limit} bytes`);
      await write(chunk).catch((error: unknown) => {
        throw writeError(error, part);
      });
      onProgress(done, expected);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (total !== null && done < total) throw failed('download-cut', `${done} of ${total} bytes`);
}

async function isPublished(name: string, { checksum: { algorithm, hex } }: File): Promise<boolean> {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(name)) hash.update(chunk as Uint8Array);
  return hash.digest('hex') === hex;
}

async function requireSpace(part: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(path.dirname(part));
  if (bavail * bsize < bytes) throw new AppError('disk-full', { file: part, reason: 'ENOSPC' });
}

async function bytesOf(name: string): Promise<number> {
  try {
    return (await stat(name)).size;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 0;
    throw writeError(error, name);
  }
}
