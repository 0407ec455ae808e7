// Reads zips: the only user of yauzl. Everything that lets two readers see two different archives in one file is refused.
import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { AppError } from '../../../shared/errors.ts';
import { archiveRefused, type ArchiveReason } from './archive-error.ts';
import { mostEntries, type ArchiveEntry } from './entry.ts';

const endSignature = Buffer.from('PK\x05\x06', 'latin1');
const endBytes = 22;
const localBytes = 30;
const unixKinds: Readonly<Record<number, ArchiveEntry['kind']>> = { 0: 'file', 8: 'file', 4: 'folder', 10: 'link' };
const methods = { stored: 0, deflated: 8 } as const;

/**
 * The entries in the directory's order. Sizes, places and names of the directory are compared with one another and with what stands
 * before each entry, and each entry's content with its checksum.
 * @throws AppError `archive-refused`
 */
export async function* zipEntries(file: string, name: string): AsyncGenerator<ArchiveEntry> {
  await requireOneEnd(file, name);
  await requireApart(file, name);
  const zip = await opened(file, name);
  try {
    for await (const entry of entriesOf(zip, name)) yield archiveEntry(zip, entry, name);
  } finally {
    zip.close();
  }
}

async function opened(file: string, name: string): Promise<ZipFile> {
  const zip = await openPromise(file, { autoClose: false, strictFileNames: true }).catch(error => {
    throw zipError(name, error);
  });
  if (zip.entryCount <= mostEntries) return zip;
  zip.close();
  throw archiveRefused(name, 'archive-entries');
}

async function* entriesOf(zip: ZipFile, name: string): AsyncGenerator<Entry> {
  try {
    yield* zip.eachEntry();
  } catch (error) {
    throw zipError(name, error);
  }
}

/** @throws AppError `archive-refused` where two entries lie upon each other: Fifield's bomb is one kernel that all share. */
async function requireApart(file: string, name: string): Promise<void> {
  const zip = await opened(file, name);
  const places: { readonly start: number; readonly end: number }[] = [];
  try {
    for await (const entry of entriesOf(zip, name)) {
      const start = entry.relativeOffsetOfLocalHeader;
      places.push({ start, end: start + localBytes + entry.fileNameLength + entry.compressedSize });
    }
  } finally {
    zip.close();
  }
  places.sort((one, other) => one.start - other.start);
  for (let place = 1; place < places.length; place++) {
    if (places[place]!.start < places[place - 1]!.end) throw archiveRefused(name, 'archive-overlap');
  }
}

function archiveEntry(zip: ZipFile, entry: Entry, name: string): ArchiveEntry {
  const refuse = (reason: ArchiveReason): AppError => archiveRefused(name, reason, entry.fileName);
  if (entry.isEncrypted()) throw refuse('archive-encrypted');
  if (entry.compressionMethod !== methods.stored && entry.compressionMethod !== methods.deflated)
    throw refuse('archive-method');
  const unixKind = unixKinds[entry.externalFileAttributes >>> 28] ?? 'special';
  return {
    name: entry.fileName,
    kind: unixKind === 'file' && entry.fileName.endsWith('/') ? 'folder' : unixKind,
    bytes: entry.uncompressedSize,
    packedBytes: entry.compressedSize,
    pieces: () => piecesOf(zip, entry, name),
  };
}

/** The content, which throws at its end where the checksum is not the entry's. */
async function* piecesOf(zip: ZipFile, entry: Entry, name: string): AsyncGenerator<Buffer> {
  try {
    const { fileName, compressionMethod, generalPurposeBitFlag } = await zip.readLocalFileHeaderPromise(entry);
    const isSame =
      fileName.equals(entry.fileNameRaw) &&
      compressionMethod === entry.compressionMethod &&
      (generalPurposeBitFlag & 1) === 0;
    if (!isSame) throw archiveRefused(name, 'archive-ambiguous', entry.fileName);
    let sum = 0;
    for await (const piece of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
      sum = crc32(piece, sum);
      yield piece;
    }
    if (sum !== entry.crc32) throw archiveRefused(name, 'archive-damaged', entry.fileName);
  } catch (error) {
    throw zipError(name, error, entry.fileName);
  }
}

/**
 * The end record is found by looking backwards, and a comment may hold another one: then one reader unpacks what another never shows.
 * Only one record may reach exactly to the end of the file.
 */
async function requireOneEnd(file: string, name: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const tail = Buffer.alloc(Math.min(size, endBytes + 0xffff));
    await handle.read(tail, 0, tail.byteLength, size - tail.byteLength);
    let ends = 0;
    for (let at = tail.indexOf(endSignature); at !== -1; at = tail.indexOf(endSignature, at + 1)) {
      if (at + endBytes <= tail.byteLength && at + endBytes + tail.readUInt16LE(at + 20) === tail.byteLength) ends++;
    }
    if (ends === 0) throw archiveRefused(name, 'archive-cut-short');
    if (ends > 1) throw archiveRefused(name, 'archive-ambiguous');
  } finally {
    await handle.close();
  }
}

/** yauzl's errors are plain texts; what a person can act on is told apart. */
function zipError(name: string, error: unknown, entry = ''): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (error instanceof AppError) return error;
  const { message } = error;
  if ('syscall' in error) return error;
  const reason = reasons.find(([pattern]) => pattern.test(message))?.[1] ?? 'archive-damaged';
  return archiveRefused(name, reason, entry || entryIn(message), error);
}

const reasons: readonly (readonly [RegExp, ArchiveReason])[] = [
  [/^(?:absolute path|invalid relative path)/i, 'archive-outside'],
  [/^invalid characters in fileName/i, 'archive-outside'],
  [/bytes in the stream|size mismatch/i, 'archive-size-lies'],
  [/encrypt/i, 'archive-encrypted'],
  [/end of central directory|unexpected EOF|bounds/i, 'archive-cut-short'],
];

const entryIn = (message: string): string => /fileName: (.*)$|path: (.*)$/s.exec(message)?.slice(1).find(Boolean) ?? '';
