// Reads tars, plain or packed by gzip, from one end to the other: nothing of them is held but the block at hand.
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { AppError } from '../../../shared/errors.ts';
import { archiveRefused } from './archive-error.ts';
import type { ArchiveEntry } from './entry.ts';
import { blockBytes, paxRecords, tarHeader, type TarHeader } from './tar-header.ts';

/** A name or the records of pax: more is no name. */
const mostSideBytes = 64 * 1024;
/** gzip packs no more than about 1,000 times; photos and labels not 200 times, from this many bytes on. */
const freelyUnpackedBytes = 10 * 1024 * 1024;
export const mostExpansion = 200;

/** @throws AppError `archive-refused` */
export async function* tarEntries(file: string, name: string, isPacked: boolean): AsyncGenerator<ArchiveEntry> {
  const reader = new BlockReader(isPacked ? unpacked(file, name) : createReadStream(file), name);
  try {
    yield* entriesOf(reader, name);
  } finally {
    await reader.close();
  }
}

async function* entriesOf(reader: BlockReader, name: string): AsyncGenerator<ArchiveEntry> {
  let side: { name?: string; bytes?: number } = {};
  for (;;) {
    const header = tarHeader(await reader.take(blockBytes));
    if (header === undefined) throw archiveRefused(name, 'archive-damaged');
    if (header === null) return;
    if (isSide(header)) {
      if (header.bytes > mostSideBytes) throw archiveRefused(name, 'archive-name');
      const content = await reader.take(header.bytes);
      await reader.skip(padding(header.bytes));
      side = { ...side, ...saidBy(header, content, name) };
      continue;
    }
    const bytes = side.bytes ?? header.bytes;
    const entry = {
      name: side.name ?? header.name,
      kind: header.kind as ArchiveEntry['kind'],
      bytes,
      packedBytes: null,
    };
    side = {};
    const end = reader.at + bytes;
    yield { ...entry, pieces: () => reader.pieces(bytes) };
    await reader.skip(end - reader.at);
    await reader.skip(padding(bytes));
  }
}

const isSide = ({ kind }: TarHeader): boolean => kind.startsWith('long-') || kind.startsWith('pax');
const padding = (bytes: number): number => (blockBytes - (bytes % blockBytes)) % blockBytes;

/** What an entry says of the next one: its long name, and its size where 8 GB are too few. */
function saidBy({ kind }: TarHeader, content: Buffer, name: string): { name?: string; bytes?: number } {
  if (kind === 'long-name') return { name: content.toString('utf8').replace(/\0.*$/s, '') };
  if (kind !== 'pax') return {};
  const records = paxRecords(content);
  if (records === null) throw archiveRefused(name, 'archive-damaged');
  // A file with holes is written as a map and its parts; taken as they are, the parts would be another file.
  if ([...records.keys()].some(key => key.startsWith('GNU.sparse'))) throw archiveRefused(name, 'archive-special');
  const path = records.get('path');
  const size = records.get('size');
  if (size !== undefined && !/^\d{1,15}$/.test(size)) throw archiveRefused(name, 'archive-damaged');
  return { ...(path === undefined ? {} : { name: path }), ...(size === undefined ? {} : { bytes: Number(size) }) };
}

/** The bytes of the gzip, which stop where they are out of proportion to what was read. */
async function* unpacked(file: string, name: string): AsyncGenerator<Buffer> {
  const source = createReadStream(file);
  const gunzip = createGunzip();
  source.once('error', error => gunzip.destroy(error));
  let bytes = 0;
  try {
    for await (const piece of source.pipe(gunzip) as AsyncIterable<Buffer>) {
      bytes += piece.byteLength;
      if (bytes > freelyUnpackedBytes && bytes > mostExpansion * source.bytesRead)
        throw archiveRefused(name, 'archive-bomb');
      yield piece;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (error instanceof AppError || !code.startsWith('Z_')) throw error;
    throw archiveRefused(name, code === 'Z_BUF_ERROR' ? 'archive-cut-short' : 'archive-damaged', '', error);
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

/** Takes exactly so many bytes after one another from a stream of pieces. */
class BlockReader {
  readonly #pieces: AsyncIterator<Buffer>;
  readonly #name: string;
  /** Bytes taken so far. */
  at = 0;
  #piece: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>, name: string) {
    this.#pieces = source[Symbol.asyncIterator]();
    this.#name = name;
  }

  async take(bytes: number): Promise<Buffer> {
    const taken: Buffer[] = [];
    for await (const piece of this.pieces(bytes)) taken.push(piece);
    return Buffer.concat(taken);
  }

  async skip(bytes: number): Promise<void> {
    for (let left = bytes; left > 0;) left -= (await this.#next(left)).byteLength;
  }

  async *pieces(bytes: number): AsyncGenerator<Buffer> {
    for (let left = bytes; left > 0;) {
      const piece = await this.#next(left);
      left -= piece.byteLength;
      yield piece;
    }
  }

  /** At least one byte and at most so many. */
  async #next(most: number): Promise<Buffer> {
    while (this.#piece.byteLength === 0) {
      const { done, value } = await this.#pieces.next();
      if (done === true) throw archiveRefused(this.#name, 'archive-cut-short');
      this.#piece = value;
    }
    const piece = this.#piece.subarray(0, most);
    this.#piece = this.#piece.subarray(piece.byteLength);
    this.at += piece.byteLength;
    return piece;
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }
}
