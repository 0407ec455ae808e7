// Reads a zip whose entries are stored, not compressed: the container of torch checkpoints. Everything it refuses, it refuses before use.
import { modelInvalid } from './model-error.ts';

const maxEntries = 50_000;
const endSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytes = 22;

/** Whether the bytes begin as a zip does. */
export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/**
 * The entries by name, as views of `bytes`. Names with `..`, a leading `/` or a backslash, names that come twice, compressed or
 * encrypted entries, entries that reach into the directory and zip64 sizes are refused with AppError `model-invalid`.
 */
export function readStoredZip(bytes: Uint8Array, name: string): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === undefined) throw modelInvalid(name, 'cut-short', 'no directory at the end of the zip');
  const count = view.getUint16(end + 10, true);
  const directory = view.getUint32(end + 16, true);
  const directoryEnd = directory + view.getUint32(end + 12, true);
  if (count > maxEntries || directoryEnd > end) throw modelInvalid(name, 'offsets-broken', 'the directory of the zip');

  const entries = new Map<string, Uint8Array>();
  let at = directory;
  for (let index = 0; index < count; index++) {
    if (at + 46 > directoryEnd || view.getUint32(at, true) !== centralSignature) {
      throw modelInvalid(name, 'offsets-broken', `entry ${index} of the zip's directory`);
    }
    const nameBytes = view.getUint16(at + 28, true);
    const next = at + 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > directoryEnd) throw modelInvalid(name, 'offsets-broken', `entry ${index} of the zip's directory`);
    const entry = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes));
    checkName(entry, name);
    if (entries.has(entry)) throw modelInvalid(name, 'name-twice', entry.slice(0, 200));
    entries.set(entry, contentOf(view, at, { directory, entry, name }));
    at = next;
  }
  return entries;
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

function contentOf(view: DataView, central: number, { directory, entry, name }: Where): Uint8Array {
  const isEncrypted = (view.getUint16(central + 8, true) & 1) === 1;
  const isStored = view.getUint16(central + 10, true) === 0;
  const size = view.getUint32(central + 24, true);
  if (isEncrypted || !isStored || view.getUint32(central + 20, true) !== size) {
    throw modelInvalid(name, 'type-unsupported', `${entry.slice(0, 200)} is compressed or encrypted`);
  }
  const local = view.getUint32(central + 42, true);
  if (local + 30 > directory || view.getUint32(local, true) !== localSignature) {
    throw modelInvalid(name, 'offsets-broken', entry.slice(0, 200));
  }
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + size > directory) throw modelInvalid(name, 'offsets-broken', entry.slice(0, 200));
  return new Uint8Array(view.buffer, view.byteOffset + start, size);
}
