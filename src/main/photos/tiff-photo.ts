// What has to be known of a TIFF file before libtiff gets it: whether its first picture is the photo, and an orientation that it would fail on.
import { photoError } from './photo-error.ts';
import { numberOf, readTiffBlock, readTiffDirectory } from './tiff-directory.ts';

const [kindOfPicture, orientation, sampleFormat, bitsPerSample, dngVersion] = [254, 274, 339, 258, 0xc612];
const floatingPoint = 3;

/**
 * The bytes to decode: `bytes` themselves, or a copy in which an orientation that means nothing (EXIF knows 1 to 8) reads "as stored".
 * Throws photo-format-unsupported for camera raws, whose first picture is a small preview, and for 16-bit floating point.
 */
export function decodableTiff(bytes: Buffer): Buffer {
  const block = readTiffBlock(bytes);
  if (block === null) return bytes;
  const tags = readTiffDirectory(block, block.firstDirectory);
  const read = (tag: number): number | null => numberOf(block, tags.get(tag));
  if (tags.has(dngVersion)) throw photoError('photo-format-unsupported', { format: 'DNG raw' });
  if (((read(kindOfPicture) ?? 0) & 1) === 1) throw photoError('photo-format-unsupported', { format: 'raw' });
  if (read(sampleFormat) === floatingPoint && read(bitsPerSample) === 16) {
    throw photoError('photo-format-unsupported', { format: 'TIFF (16-bit floating point)' });
  }
  const tag = tags.get(orientation);
  const turn = read(orientation);
  if (tag === undefined || turn === null || (turn >= 1 && turn <= 8)) return bytes;
  const copy = Buffer.from(bytes);
  const size = tag.type === 3 ? 2 : 4;
  if (block.isLittle) copy.writeUIntLE(1, tag.at, size);
  else copy.writeUIntBE(1, tag.at, size);
  return copy;
}
