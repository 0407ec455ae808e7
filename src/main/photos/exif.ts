// When a photo was taken, from its EXIF block. The block is untrusted: whatever is odd in it means "it does not say".
import { numberOf, readTiffBlock, readTiffDirectory, textOf } from './tiff-directory.ts';

const exifPointer = 0x8769;
const [takenAt, digitizedAt] = [0x9003, 0x9004];
const [takenSubSecond, digitizedSubSecond] = [0x9291, 0x9292];

/**
 * DateTimeOriginal (else DateTimeDigitized) with its fraction of a second, in milliseconds since 1970 as if it were UTC: cameras write
 * their own clock without a zone, and only differences are used. null where there is none.
 * @param exif the block with or without its leading `Exif\0\0`; a whole TIFF file is one too.
 */
export function takenMsOf(exif: Buffer): number | null {
  const block = readTiffBlock(exif.toString('latin1', 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif);
  if (block === null) return null;
  const pointer = numberOf(block, readTiffDirectory(block, block.firstDirectory).get(exifPointer));
  if (pointer === null) return null;
  const tags = readTiffDirectory(block, pointer);
  const text = (tag: number): string | null => textOf(block, tags.get(tag));
  return timeOf(text(takenAt), text(takenSubSecond)) ?? timeOf(text(digitizedAt), text(digitizedSubSecond));
}

/** `2026:11:28 21:57:45` and digits after the decimal point. */
function timeOf(date: string | null, fraction: string | null): number | null {
  const parts = /^(\d{4})[:\-/](\d\d)[:\-/](\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(date ?? '');
  if (parts === null) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  time.setUTCHours(hour, minute, second);
  // Year 0 and 30 February would be turned into other days.
  if (
    year < 1900 ||
    time.getUTCMonth() !== month - 1 ||
    time.getUTCDate() !== day ||
    hour > 23 ||
    minute > 59 ||
    second > 59
  )
    return null;
  const digits = /^\d{1,9}/.exec(fraction?.trim() ?? '')?.[0];
  return time.getTime() + (digits === undefined ? 0 : Math.floor(Number(`0.${digits}`) * 1000));
}
