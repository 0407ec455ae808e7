// What kind of file something is, by its first bytes. The name never decides: an SVG called x.png is an SVG.

/** The formats that are decoded. */
export const photoFormats = ['JPEG', 'PNG', 'WebP', 'GIF', 'TIFF', 'BMP', 'HEIC'] as const;
export type PhotoFormat = (typeof photoFormats)[number];

const latin1 = (head: Uint8Array, from: number, to: number): string =>
  Buffer.from(head.subarray(from, to)).toString('latin1');

/** ISO base media brands of pictures, and of the video files that people keep among photos. */
const brands: Readonly<Record<string, string>> = {
  avif: 'AVIF',
  avis: 'AVIF',
  heic: 'HEIC',
  heix: 'HEIC',
  heim: 'HEIC',
  heis: 'HEIC',
  hevc: 'HEIC',
  hevx: 'HEIC',
  'crx ': 'CR3',
  'qt  ': 'QuickTime video',
};

/** Signature at `at`, and the format's name as a person knows it. */
const signatures: readonly (readonly [at: number, signature: string, format: string])[] = [
  [0, '\xff\xd8\xff', 'JPEG'],
  [0, '\x89PNG\r\n\x1a\n', 'PNG'],
  [0, 'GIF87a', 'GIF'],
  [0, 'GIF89a', 'GIF'],
  [8, 'CR\x02\0', 'Canon raw'],
  [0, 'IIRO', 'Olympus raw'],
  [0, 'IIU\0', 'Panasonic raw'],
  [0, 'II*\0', 'TIFF'],
  [0, 'MM\0*', 'TIFF'],
  [0, 'II+\0', 'TIFF'],
  [0, 'MM\0+', 'TIFF'],
  [0, '8BPS', 'Photoshop'],
  [0, '%PDF', 'PDF'],
  [0, '%!PS', 'PostScript'],
  [0, '\0\0\x01\0', 'ICO'],
  [0, '\0\0\0\x0cjP  ', 'JPEG 2000'],
  [0, '\xff\x0a', 'JPEG XL'],
  [0, '\0\0\0\x0cJXL ', 'JPEG XL'],
  [0, 'qoif', 'QOI'],
  [0, 'FUJIFILMCCD-RAW', 'RAF'],
  [128, 'DICM', 'DICOM'],
];

/**
 * The format that the first bytes of a file name, or null where they name none that Fovea knows (text, HTML, noise, nothing).
 * `head` is the file's beginning; 512 bytes are enough.
 */
export function formatOf(head: Uint8Array): string | null {
  for (const [at, signature, format] of signatures) {
    if (latin1(head, at, at + signature.length) === signature) return format;
  }
  if (latin1(head, 0, 4) === 'RIFF') return latin1(head, 8, 12) === 'WEBP' ? 'WebP' : null;
  if (latin1(head, 4, 8) === 'ftyp') return formatOfBrands(head);
  // 'BM' alone would claim every text that begins with these letters: two reserved words that are zero must follow.
  if (latin1(head, 0, 2) === 'BM' && latin1(head, 6, 10) === '\0\0\0\0') return 'BMP';
  return /<svg[\s>/]|<!DOCTYPE\s+svg/i.test(latin1(head, 0, 512)) ? 'SVG' : null;
}

/** By the major brand; where it only says "pictures", by the first compatible one that says which. */
function formatOfBrands(head: Uint8Array): string {
  const major = latin1(head, 8, 12);
  if (major !== 'mif1' && major !== 'msf1') return brands[major] ?? 'video';
  const end = Math.min(head.length, head[2]! * 256 + head[3]!);
  for (let at = 16; at + 4 <= end; at += 4) {
    const format = brands[latin1(head, at, at + 4)];
    if (format !== undefined) return format;
  }
  return 'HEIC';
}

/** Whether a format's name is one of those that are decoded. */
export function isPhotoFormat(format: string | null): format is PhotoFormat {
  return photoFormats.some(known => known === format);
}
