// What has to be known of a TIFF file before libtiff gets it: whether its first picture is the photo, and an orientation that it would fail on.
import { photoError } from './photo-error.ts';
import { nextDirectory, numberOf, readTiffBlock, readTiffDirectory, type TiffBlock } from './tiff-directory.ts';

const [kindOfPicture, orientation, sampleFormat, bitsPerSample, dngVersion] = [254, 274, 339, 258, 0xc612];
const floatingPoint = 3;

/** A file as libtiff gets it. `pages` is null for BigTIFF, which is not looked into. */
export type DecodableTiff = { readonly bytes: Buffer; readonly pages: number | null };

/**
 * `bytes` themselves, or a copy in which an orientation that means nothing (EXIF knows 1 to 8) reads "as stored" and no page follows the
 * first: libtiff would walk through all of them, also in a circle.
 * Throws photo-format-unsupported for camera raws, whose first picture is a small preview, and for 16-bit floating point.
 */
export function decodableTiff(bytes: Buffer): DecodableTiff {
  const block = readTiffBlock(bytes);
  if (block === null) return { bytes, pages: null };
  const tags = readTiffDirectory(block, block.firstDirectory);
  const read = (tag: number): number | null => numberOf(block, tags.get(tag));
  if (tags.has(dngVersion)) throw photoError('photo-format-unsupported', { format: 'DNG raw' });
  if (((read(kindOfPicture) ?? 0) & 1) === 1) throw photoError('photo-format-unsupported', { format: 'raw' });
  if (read(sampleFormat) === floatingPoint && read(bitsPerSample) === 16) {
    throw photoError('photo-format-unsupported', { format: 'TIFF (16-bit floating point)' });
  }
  const changes: { readonly at: number; readonly size: 2 | 4; readonly value: number }[] = [];
  const tag = tags.get(orientation);
  const turn = read(orientation);
  if (tag !== undefined && turn !== null && (turn < 1 || turn > 8)) {
    changes.push({ at: tag.at, size: tag.type === 3 ? 2 : 4, value: 1 });
  }
  const following = nextDirectory(block, block.firstDirectory);
  if (following !== null && following.next !== 0) changes.push({ at: following.at, size: 4, value: 0 });
  if (changes.length === 0) return { bytes, pages: 1 };
  const copy = Buffer.from(bytes);
  for (const { at, size, value } of changes) {
    if (block.isLittle) copy.writeUIntLE(value, at, size);
    else copy.writeUIntBE(value, at, size);
  }
  return { bytes: copy, pages: pagesOf(block) };
}

/** Directories that follow one another, each counted once. */
function pagesOf(block: TiffBlock): number {
  const seen = new Set<number>();
  for (let at = block.firstDirectory; at !== 0 && !seen.has(at);) {
    const following = nextDirectory(block, at);
    if (following === null) break;
    seen.add(at);
    at = following.next;
  }
  return Math.max(1, seen.size);
}
