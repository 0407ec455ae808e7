// The records of a TFRecord file: a length, its checksum, the bytes, their checksum. Checksums are CRC-32C, turned and shifted as TensorFlow
// does it.
import type { SourceFolder } from './read-dataset.ts';

const polynomial = 0x82f63b78;
const maskDelta = 0xa282ead8;
const headBytes = 12;
const tailBytes = 4;
const mostRecordBytes = 256e6;
const windowBytes = 4 * 1024 * 1024;

const table = new Uint32Array(256).map((_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
  return value;
});

/** CRC-32C (Castagnoli) of the bytes. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) crc = table[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

export const maskedCrc = (bytes: Uint8Array): number => {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + maskDelta) >>> 0;
};

/** A record as it stands in a file, in two pieces around the bytes. */
export function framed(bytes: Uint8Array): readonly [head: Uint8Array, bytes: Uint8Array, tail: Uint8Array] {
  const head = Buffer.alloc(headBytes);
  head.writeBigUInt64LE(BigInt(bytes.byteLength), 0);
  head.writeUInt32LE(maskedCrc(head.subarray(0, 8)), 8);
  const tail = Buffer.alloc(tailBytes);
  tail.writeUInt32LE(maskedCrc(bytes));
  return [head, bytes, tail];
}

/** Whether a file begins as a TFRecord does: with a length and its checksum. */
export async function isTfRecord(source: SourceFolder, path: string): Promise<boolean> {
  const head = await source.part(path, 0, headBytes);
  return head.byteLength === headBytes && head.readUInt32LE(8) === maskedCrc(head.subarray(0, 8));
}

export type TfRecord =
  | { readonly kind: 'record'; readonly bytes: Buffer; readonly at: number }
  /** Its checksum is wrong; the next one can be read. */
  | { readonly kind: 'changed' }
  /** The file ends here, or nobody can say where the next record begins. */
  | { readonly kind: 'broken'; readonly reason: 'dataset-cut' | 'dataset-tfrecord'; readonly at: number };

/** The records of a file in their order. A length is believed when its checksum is right and the file holds as much. */
export async function* recordsOf(source: SourceFolder, path: string, fileBytes: number): AsyncGenerator<TfRecord> {
  const window = createWindow(source, path);
  for (let at = 0; at < fileBytes;) {
    const head = await window(at, headBytes);
    if (head.byteLength < headBytes) return yield { kind: 'broken', reason: 'dataset-cut', at };
    const length = Number(head.readBigUInt64LE(0));
    if (head.readUInt32LE(8) !== maskedCrc(head.subarray(0, 8)) || length > mostRecordBytes)
      return yield { kind: 'broken', reason: 'dataset-tfrecord', at };
    const start = at + headBytes;
    if (start + length + tailBytes > fileBytes) return yield { kind: 'broken', reason: 'dataset-cut', at };
    const whole = await window(start, length + tailBytes);
    const bytes = whole.subarray(0, length);
    const isWhole = whole.byteLength === length + tailBytes && whole.readUInt32LE(length) === maskedCrc(bytes);
    yield isWhole ? { kind: 'record', bytes, at: start } : { kind: 'changed' };
    at = start + length + tailBytes;
  }
}

/** Reads a few megabytes at once: records are small, and each read opens the file. */
function createWindow(source: SourceFolder, path: string): (at: number, bytes: number) => Promise<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  let heldAt = 0;
  return async (at, bytes) => {
    if (at < heldAt || at + bytes > heldAt + held.byteLength) {
      held = await source.part(path, at, Math.max(windowBytes, bytes));
      heldAt = at;
    }
    return held.subarray(at - heldAt, at - heldAt + bytes);
  };
}
