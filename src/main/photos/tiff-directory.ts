// Reads directories of tags as TIFF files and EXIF blocks have them. Every place and size is checked against the bytes that are there;
// what does not fit is left out, never an error: these tags only say something about a photo.

/** A place where tags are, with the block's byte order. Offsets count from the block's beginning. */
export type TiffBlock = { readonly bytes: Buffer; readonly isLittle: boolean; readonly firstDirectory: number };

/** One tag: type and count as stored, and where its value lies. */
export type TiffTag = { readonly type: number; readonly count: number; readonly at: number };
export type TiffDirectory = ReadonlyMap<number, TiffTag>;

/** Bytes of one value, by type (TIFF 6.0). */
const valueBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const entryBytes = 12;

/** The block's header, or null where `bytes` begin with none; BigTIFF has other directories and is none here. */
export function readTiffBlock(bytes: Buffer): TiffBlock | null {
  if (bytes.length < 8) return null;
  const order = bytes.toString('latin1', 0, 4);
  if (order !== 'II*\0' && order !== 'MM\0*') return null;
  const isLittle = order === 'II*\0';
  return { bytes, isLittle, firstDirectory: isLittle ? bytes.readUInt32LE(4) : bytes.readUInt32BE(4) };
}

/** The tags of the directory at `offset`, each once; empty where there is no directory. */
export function readTiffDirectory(block: TiffBlock, offset: number): TiffDirectory {
  const { bytes } = block;
  const tags = new Map<number, TiffTag>();
  if (offset < 8 || offset + 2 > bytes.length) return tags;
  const entries = unsigned(block, offset, 2);
  for (let i = 0, at = offset + 2; i < entries && at + entryBytes <= bytes.length; i++, at += entryBytes) {
    const type = unsigned(block, at + 2, 2);
    const count = unsigned(block, at + 4, 4);
    const size = (valueBytes[type] ?? 0) * count;
    const valueAt = size <= 4 ? at + 8 : unsigned(block, at + 8, 4);
    const tag = unsigned(block, at, 2);
    if (size > 0 && valueAt + size <= bytes.length && !tags.has(tag)) tags.set(tag, { type, count, at: valueAt });
  }
  return tags;
}

/** Where a directory names the next one, and what it names (0: none); null where the block ends before. */
export function nextDirectory(block: TiffBlock, offset: number): { readonly at: number; readonly next: number } | null {
  if (offset < 8 || offset + 2 > block.bytes.length) return null;
  const at = offset + 2 + entryBytes * unsigned(block, offset, 2);
  return at + 4 > block.bytes.length ? null : { at, next: unsigned(block, at, 4) };
}

/** A tag's first whole number, or null. */
export function numberOf(block: TiffBlock, tag: TiffTag | undefined): number | null {
  if (tag === undefined || (tag.type !== 3 && tag.type !== 4)) return null;
  return unsigned(block, tag.at, tag.type === 3 ? 2 : 4);
}

/** A tag's text up to its first zero byte, at most 100 characters, or null. */
export function textOf(block: TiffBlock, tag: TiffTag | undefined): string | null {
  if (tag === undefined || tag.type !== 2) return null;
  return block.bytes.toString('latin1', tag.at, tag.at + Math.min(tag.count, 100)).split('\0', 1)[0]!;
}

const unsigned = ({ bytes, isLittle }: TiffBlock, at: number, size: 2 | 4): number =>
  isLittle ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size);
