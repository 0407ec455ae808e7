// Zips and tars written byte by byte, so that a test can make what no honest program writes.
import { crc32, deflateRawSync } from 'node:zlib';

export type MadeZipEntry = {
  readonly name: string | Buffer;
  readonly content?: string | Buffer;
  /** Deflated unless false. */
  readonly packed?: boolean;
  /** The directory's claim; the true size by default. */
  readonly claims?: number;
  /** Unix mode with its type: 0o120777 is a link. */
  readonly mode?: number;
  readonly flags?: number;
  readonly method?: number;
  readonly crc?: number;
  /** Another name before the content than in the directory. */
  readonly localName?: string;
  /** The content of an earlier entry, by its place. */
  readonly sharesWith?: number;
};

/** `comment`: behind the end record. `entries`: what the end record claims. */
export function madeZip(
  entries: readonly MadeZipEntry[],
  { comment = Buffer.alloc(0), claimsEntries = entries.length } = {},
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const offsets: number[] = [];
  let at = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content ?? '');
    const isPacked = entry.packed !== false;
    const stored = isPacked ? deflateRawSync(content, { level: 9 }) : content;
    const name = Buffer.from(entry.name);
    const localName = Buffer.from(entry.localName ?? entry.name);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(entry.flags ?? 0x800, 2);
    facts.writeUInt16LE(entry.method ?? (isPacked ? 8 : 0), 4);
    facts.writeUInt16LE(0x21, 8);
    facts.writeUInt32LE(entry.crc ?? crc32(content), 10);
    facts.writeUInt32LE(stored.byteLength, 14);
    facts.writeUInt32LE(entry.claims ?? content.byteLength, 18);
    const offset = entry.sharesWith === undefined ? at : offsets[entry.sharesWith]!;
    offsets.push(offset);
    if (entry.sharesWith === undefined) {
      facts.writeUInt16LE(localName.byteLength, 22);
      const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, localName, stored]);
      parts.push(local);
      at += local.byteLength;
    }
    facts.writeUInt16LE(name.byteLength, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), facts, rest, name]));
  }
  const directoryBytes = directory.reduce((sum, part) => sum + part.byteLength, 0);
  const wide = claimsEntries > 0xffff ? zip64End(claimsEntries, directoryBytes, at) : Buffer.alloc(0);
  return Buffer.concat([...parts, ...directory, wide, zipEnd(claimsEntries, directoryBytes, at, comment)]);
}

/** The records of zip64 before the end record, for more entries than sixteen bits count. */
export function zip64End(entries: number, directoryBytes: number, directoryAt: number): Buffer {
  const record = Buffer.alloc(56);
  record.write('PK\x06\x06', 'latin1');
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(entries), 24);
  record.writeBigUInt64LE(BigInt(entries), 32);
  record.writeBigUInt64LE(BigInt(directoryBytes), 40);
  record.writeBigUInt64LE(BigInt(directoryAt), 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(BigInt(directoryAt + directoryBytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator]);
}

export function zipEnd(
  entries: number,
  directoryBytes: number,
  directoryAt: number,
  comment = Buffer.alloc(0),
): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Math.min(entries, 0xffff), 8);
  end.writeUInt16LE(Math.min(entries, 0xffff), 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(directoryAt, 16);
  end.writeUInt16LE(comment.byteLength, 20);
  return Buffer.concat([end, comment]);
}

export type MadeTarEntry = {
  readonly name: string;
  readonly content?: string | Buffer;
  /** '0' file, '5' folder, '1' hard link, '2' symlink, '3' device, '6' FIFO, 'L' long name, 'x' pax. */
  readonly type?: string;
  readonly link?: string;
  readonly claims?: number;
  readonly prefix?: string;
};

/** `end`: with the two blocks of zeros that end a tar. */
export function madeTar(entries: readonly MadeTarEntry[], { end = true } = {}): Buffer {
  const blocks = entries.flatMap(({ name, content = '', type = '0', link = '', claims, prefix = '' }) => {
    const bytes = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(name, 0, 100, 'utf8');
    header.write('0000644\0', 100);
    header.write(`${(claims ?? bytes.byteLength).toString(8).padStart(11, '0')}\0`, 124);
    header.write('00000000000\0', 136);
    header.write('        ', 148);
    header.write(type, 156);
    header.write(link, 157, 100, 'utf8');
    header.write('ustar\x0000', 257, 'latin1');
    header.write(prefix, 345, 155, 'utf8');
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, bytes, Buffer.alloc((512 - (bytes.byteLength % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(end ? 1024 : 0)]);
}
