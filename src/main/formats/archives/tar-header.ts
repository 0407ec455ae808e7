// Reads the 512 bytes that stand before each file of a tar: ustar, GNU and old ones, and the records of pax.
import type { ArchiveEntry } from './entry.ts';

export const blockBytes = 512;

export type TarHeader = {
  readonly name: string;
  readonly bytes: number;
  /** GNU and pax have entries that only say something of the next one. */
  readonly kind: ArchiveEntry['kind'] | 'long-name' | 'long-link' | 'pax' | 'pax-global';
};

const kinds: Readonly<Record<string, TarHeader['kind']>> = {
  '\0': 'file',
  '0': 'file',
  '7': 'file',
  '5': 'folder',
  '1': 'link',
  '2': 'link',
  L: 'long-name',
  K: 'long-link',
  x: 'pax',
  g: 'pax-global',
};

/** null for a block of zeros, which ends a tar; undefined where the checksum is wrong. */
export function tarHeader(block: Buffer): TarHeader | null | undefined {
  if (block.every(byte => byte === 0)) return null;
  const stated = numberAt(block, 148, 8);
  if (stated !== checksum(block, byte => byte) && stated !== checksum(block, byte => (byte << 24) >> 24))
    return undefined;
  const bytes = numberAt(block, 124, 12);
  if (!Number.isSafeInteger(bytes) || bytes < 0) return undefined;
  const isUstar = block.toString('latin1', 257, 262) === 'ustar';
  const prefix = isUstar && block[263] === 0x30 ? textAt(block, 345, 155) : '';
  const name = textAt(block, 0, 100);
  const kind = kinds[String.fromCharCode(block[156]!)] ?? 'special';
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    // Tars older than folders' own type mark them by their name.
    kind: kind === 'file' && name.endsWith('/') ? 'folder' : kind,
    bytes: kind === 'link' || kind === 'folder' ? 0 : bytes,
  };
}

const textAt = (block: Buffer, at: number, length: number): string =>
  block.toString('utf8', at, at + length).replace(/\0.*$/s, '');

/** Octal digits, or from the second bit on a binary number: files of 8 GB and more. */
function numberAt(block: Buffer, at: number, length: number): number {
  if ((block[at]! & 0x80) !== 0) {
    let value = block[at]! & 0x7f;
    for (let place = at + 1; place < at + length; place++) value = value * 256 + block[place]!;
    return value;
  }
  const digits = block
    .toString('latin1', at, at + length)
    .replace(/[\0 ]+$/, '')
    .trim();
  if (digits === '') return 0;
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

/** Of the bytes, as if the checksum's own were spaces; some old programs took the bytes as signed. */
function checksum(block: Buffer, valueOf: (byte: number) => number): number {
  let sum = 0;
  for (let at = 0; at < blockBytes; at++) sum += at >= 148 && at < 156 ? 0x20 : valueOf(block[at]!);
  return sum;
}

/** The records `<length> <key>=<value>\n`; null where they are broken. */
export function paxRecords(bytes: Buffer): ReadonlyMap<string, string> | null {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.byteLength;) {
    const space = bytes.indexOf(0x20, at);
    const length = space === -1 ? Number.NaN : Number(bytes.toString('latin1', at, space));
    const end = at + length;
    if (!Number.isInteger(length) || end <= space + 1 || end > bytes.byteLength || bytes[end - 1] !== 0x0a) return null;
    const record = bytes.toString('utf8', space + 1, end - 1);
    const equals = record.indexOf('=');
    if (equals < 1) return null;
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at = end;
  }
  return records;
}
