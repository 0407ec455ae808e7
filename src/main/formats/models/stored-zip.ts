// Reads and writes zips, the containers of torch checkpoints and of Keras models. Everything it refuses, it refuses before use.
import { crc32, inflateRawSync } from 'node:zlib';
import { invariant } from '../../../shared/errors.ts';
import { modelInvalid } from './model-error.ts';

const maxEntries = 50_000;
const endSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const centralBytes = 46;
const localBytes = 30;
/** An entry larger than this may not be so many times what it takes in the file. */
const maxFreelyUnpackedBytes = 16 * 1024 * 1024;
const maxExpansion = 100;
/** Methods of packing. */
const stored = 0;
const deflated = 8;
const zipVersion = 20;
/** 1 January 1980. */
const firstDate = 0x21;

/** Whether the bytes begin as a zip does. */
export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/**
 * The entries by name, as views of `bytes`, of a zip whose entries are stored.
 * @throws AppError `model-invalid` as `readZip` does, and `type-unsupported` for compressed entries.
 */
export function readStoredZip(bytes: Uint8Array, name: string): Map<string, Uint8Array> {
  const entries = [...entriesOf(bytes, name)];
  const packed = entries.find(({ isStored }) => !isStored);
  if (packed) throw modelInvalid(name, 'type-unsupported', `${packed.entry.slice(0, 200)} is compressed`);
  return new Map(entries.map(({ entry, content }) => [entry, content]));
}

/**
 * The entries by name, stored or deflated; each is unpacked and its checksum compared when it is asked for.
 * @throws AppError `model-invalid`: names with `..`, a leading `/` or a backslash, names that come twice, encrypted entries, entries
 *   that reach into the directory, zip64 sizes, and any entry that is out of proportion to what it takes in the file.
 */
export function readZip(bytes: Uint8Array, name: string): Map<string, () => Uint8Array> {
  const entries = [...entriesOf(bytes, name)];
  for (const { entry, size, content } of entries) {
    if (size > maxFreelyUnpackedBytes && size > content.byteLength * maxExpansion)
      throw modelInvalid(
        name,
        'too-large',
        `${entry.slice(0, 200)}: ${content.byteLength} bytes that claim to be ${size}`,
      );
  }
  return new Map(entries.map(entry => [entry.entry, () => unpack(entry, name)]));
}

function unpack({ entry, size, content, isStored, checksum }: Entry, name: string): Uint8Array {
  const unpacked = isStored ? content : inflate(entry, content, size, name);
  if (unpacked.byteLength !== size || crc32(unpacked) !== checksum)
    throw modelInvalid(name, 'content-changed', entry.slice(0, 200));
  return unpacked;
}

function inflate(entry: string, content: Uint8Array, size: number, name: string): Uint8Array {
  try {
    // No more than the directory claims is ever allocated; zlib wants room for at least one byte.
    return inflateRawSync(content, { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    throw modelInvalid(name, 'content-changed', entry.slice(0, 200), error);
  }
}

type Entry = {
  readonly entry: string;
  /** What the entry takes in the file. */
  readonly content: Uint8Array;
  /** What it says it unpacks to. */
  readonly size: number;
  readonly isStored: boolean;
  readonly checksum: number;
};

function* entriesOf(bytes: Uint8Array, name: string): Generator<Entry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === undefined) throw modelInvalid(name, 'cut-short', 'no directory at the end of the zip');
  const count = view.getUint16(end + 10, true);
  const directory = view.getUint32(end + 16, true);
  const directoryEnd = directory + view.getUint32(end + 12, true);
  if (count > maxEntries || directoryEnd > end) throw modelInvalid(name, 'offsets-broken', 'the directory of the zip');

  const seen = new Set<string>();
  let at = directory;
  for (let index = 0; index < count; index++) {
    if (at + centralBytes > directoryEnd || view.getUint32(at, true) !== centralSignature) {
      throw modelInvalid(name, 'offsets-broken', `entry ${index} of the zip's directory`);
    }
    const nameBytes = view.getUint16(at + 28, true);
    const next = at + centralBytes + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > directoryEnd) throw modelInvalid(name, 'offsets-broken', `entry ${index} of the zip's directory`);
    const entry = new TextDecoder().decode(bytes.subarray(at + centralBytes, at + centralBytes + nameBytes));
    checkName(entry, name);
    if (seen.has(entry)) throw modelInvalid(name, 'name-twice', entry.slice(0, 200));
    seen.add(entry);
    yield entryAt(view, at, { directory, entry, name });
    at = next;
  }
}

/** The end record: the last one whose comment reaches exactly to the end of the file. */
function findEnd(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - endBytes - 0xffff);
  for (let at = view.byteLength - endBytes; at >= first; at--) {
    if (view.getUint32(at, true) === endSignature && at + endBytes + view.getUint16(at + 20, true) === view.byteLength)
      return at;
  }
  return undefined;
}

function checkName(entry: string, name: string): void {
  if (entry.startsWith('/') || entry.includes('\\') || entry.includes('\0') || entry.split('/').includes('..')) {
    throw modelInvalid(name, 'offsets-broken', `an entry outside the archive: ${entry.slice(0, 200)}`);
  }
}

type Where = { readonly directory: number; readonly entry: string; readonly name: string };

function entryAt(view: DataView, central: number, { directory, entry, name }: Where): Entry {
  const isEncrypted = (view.getUint16(central + 8, true) & 1) === 1;
  const method = view.getUint16(central + 10, true);
  const packedSize = view.getUint32(central + 20, true);
  const size = view.getUint32(central + 24, true);
  if (isEncrypted || (method !== stored && method !== deflated))
    throw modelInvalid(name, 'type-unsupported', `${entry.slice(0, 200)} is encrypted or packed by method ${method}`);
  const local = view.getUint32(central + 42, true);
  if (local + localBytes > directory || view.getUint32(local, true) !== localSignature) {
    throw modelInvalid(name, 'offsets-broken', entry.slice(0, 200));
  }
  const start = local + localBytes + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + packedSize > directory || (method === stored && packedSize !== size))
    throw modelInvalid(name, 'offsets-broken', entry.slice(0, 200));
  const content = new Uint8Array(view.buffer, view.byteOffset + start, packedSize);
  return { entry, content, size, isStored: method === stored, checksum: view.getUint32(central + 16, true) };
}

/** The bytes of a zip of stored entries, dated as early as zips can say, so that the same entries give the same bytes. */
export function writeStoredZip(entries: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const [entry, content] of entries) {
    const entryName = new TextEncoder().encode(entry);
    const local = new DataView(new ArrayBuffer(localBytes));
    local.setUint32(0, localSignature, true);
    writeFacts(local, 4, entryName, content);
    const central = new DataView(new ArrayBuffer(centralBytes));
    central.setUint32(0, centralSignature, true);
    central.setUint16(4, zipVersion, true);
    writeFacts(central, 6, entryName, content);
    central.setUint32(42, at, true);
    parts.push(bytesOf(local), entryName, content);
    directory.push(bytesOf(central), entryName);
    at += localBytes + entryName.byteLength + content.byteLength;
  }
  const end = new DataView(new ArrayBuffer(endBytes));
  const directoryBytes = directory.reduce((sum, part) => sum + part.byteLength, 0);
  invariant(at + directoryBytes < 2 ** 32, 'a zip of 4 GiB or more needs zip64');
  end.setUint32(0, endSignature, true);
  end.setUint16(8, entries.size, true);
  end.setUint16(10, entries.size, true);
  end.setUint32(12, directoryBytes, true);
  end.setUint32(16, at, true);
  return Buffer.concat([...parts, ...directory, bytesOf(end)]);
}

const bytesOf = (view: DataView): Uint8Array => new Uint8Array(view.buffer);

/** What both records of an entry say, from the version needed to the length of the name. */
function writeFacts(record: DataView, at: number, name: Uint8Array, content: Uint8Array): void {
  record.setUint16(at, zipVersion, true);
  record.setUint16(at + 8, firstDate, true);
  record.setUint32(at + 10, crc32(content), true);
  record.setUint32(at + 14, content.byteLength, true);
  record.setUint32(at + 18, content.byteLength, true);
  record.setUint16(at + 22, name.byteLength, true);
}
