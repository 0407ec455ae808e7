// IDX files, as MNIST is kept in: a header of sizes, then one byte a value; plain or packed by gzip.
import { gunzipSync, type ZlibOptions } from 'node:zlib';
import { AppError } from '../../../shared/errors.ts';
import { damagedFile } from './damage.ts';
import type { SourceFolder } from './read-dataset.ts';

/** A packed file is held unpacked. */
const mostHeldBytes = 1e9;
const unsignedByte = 8;
/** gzip packs no more than about 1,032 times. */
const mostPacked = 1_040;

export type IdxFile = {
  readonly path: string;
  /** Sizes: of labels one, of grey pictures three, of RGB pictures four, the last 3. */
  readonly sizes: readonly number[];
  /** The values of so many entries from the one `from` (from 0) on. */
  readonly entries: (from: number, count: number) => Promise<Uint8Array>;
};

export const isPacked = (path: string): boolean => /\.gz$/i.test(path);

/** The sizes in a header of unsigned bytes; null where it is none. */
export function idxSizes(head: Uint8Array): readonly number[] | null {
  const dimensions = head[3] ?? 0;
  if (head[0] !== 0 || head[1] !== 0 || head[2] !== unsignedByte || dimensions < 1 || dimensions > 4) return null;
  if (head.byteLength < 4 + 4 * dimensions) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return Array.from({ length: dimensions }, (_, place) => view.getUint32(4 + 4 * place));
}

/** The first bytes of a file, unpacked where it is packed; empty where it cannot be. */
export async function idxHead(source: SourceFolder, path: string): Promise<Uint8Array> {
  const first = await source.part(path, 0, 4096);
  if (!isPacked(path)) return first.subarray(0, 20);
  try {
    // The beginning of a gzip is no whole one; what is there is enough for the header.
    const options: ZlibOptions = { finishFlush: 2, maxOutputLength: 4 * 1024 * 1024 };
    return gunzipSync(first, options).subarray(0, 20);
  } catch {
    return new Uint8Array(0); // not packed, or by another program's damage: not an IDX file either way
  }
}

/** @throws AppError `dataset-damaged`, `dataset-too-large`; sizes are compared with the file before anything is read or unpacked */
export async function openIdx(source: SourceFolder, path: string): Promise<IdxFile> {
  const sizes = idxSizes(await idxHead(source, path));
  if (sizes === null) throw new AppError('dataset-damaged', { file: path, reason: 'dataset-not-idx' });
  const header = 4 + 4 * sizes.length;
  const values = sizes.reduce((product, size) => product * size, 1);
  const entryBytes = sizes.slice(1).reduce((product, size) => product * size, 1);
  const stored = source.files.find(file => file.path === path)?.bytes ?? 0;
  if (!isPacked(path)) {
    if (stored !== header + values)
      throw damagedFile(path, stored < header + values ? 'dataset-cut' : 'dataset-longer', {
        byte: Math.min(stored, header + values),
      });
    return { path, sizes, entries: (from, count) => source.part(path, header + from * entryBytes, count * entryBytes) };
  }
  if (values > mostHeldBytes) throw new AppError('dataset-too-large', { file: path, reason: 'dataset-bytes' });
  if (values > stored * mostPacked) throw damagedFile(path, 'dataset-cut', { byte: stored });
  const unpacked = unpack(await source.bytes(path, mostHeldBytes), header + values, path);
  return {
    path,
    sizes,
    entries: (from, count) =>
      Promise.resolve(unpacked.subarray(header + from * entryBytes, header + (from + count) * entryBytes)),
  };
}

const gzipReasons: Readonly<Record<string, string>> = {
  Z_BUF_ERROR: 'dataset-cut',
  ERR_BUFFER_TOO_LARGE: 'dataset-longer',
};

function unpack(packed: Uint8Array, expected: number, file: string): Uint8Array {
  try {
    const unpacked = gunzipSync(packed, { maxOutputLength: expected });
    if (unpacked.byteLength === expected) return unpacked;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    const reason = gzipReasons[String(code)] ?? 'dataset-gzip';
    throw damagedFile(file, reason, { byte: packed.byteLength }, error);
  }
  throw damagedFile(file, 'dataset-cut', { byte: packed.byteLength });
}
