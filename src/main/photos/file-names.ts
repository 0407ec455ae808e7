// What a file's or folder's name says before anything is opened: whether it may be a photo, is a picture of a kind that is not
// read, or is not mentioned at all.
import path from 'node:path';

export type NameVerdict =
  | { readonly kind: 'candidate' }
  | { readonly kind: 'unsupported'; readonly format: string }
  | { readonly kind: 'placeholder' }
  | { readonly kind: 'other' };

const photoExtension = /^\.(?:jpe?g|jpe|jfif|png|apng|webp|gif|tiff?|bmp|dib|hei[cf])$/;
// Downloads come as photo.jpg_large, photo.jpg-1, photo.png!d; a ~ marks an editor's backup.
const photoExtensionWithTail = /^\.(?:jpe?g|png|webp|gif|bmp)[^a-z0-9~]/;

// imageNotFound.gif, photo_unavailable.png, no-image.jpg: what servers send for a photo they no longer have. Collections that were
// fetched from lists of addresses are full of them, and a network learns "not found" as an ant.
const placeholder =
  /^(?:(?:image|photo|picture|img)[-_ ]?(?:not[-_ ]?found|(?:not[-_ ]?|un)available|missing|removed)|no[-_ ]?(?:image|photo|picture)(?:[-_ ]?available)?)$/;

/** Pictures and videos that people keep among photos, as they would name them. A person expects to hear why they are missing. */
const unsupported: Readonly<Record<string, string>> = {
  '.avif': 'AVIF',
  '.svg': 'SVG',
  '.svgz': 'SVG',
  '.psd': 'Photoshop',
  '.jp2': 'JPEG 2000',
  '.j2k': 'JPEG 2000',
  '.jxl': 'JPEG XL',
  '.ico': 'ICO',
  '.exr': 'OpenEXR',
  '.hdr': 'Radiance HDR',
  '.pgm': 'PGM',
  '.ppm': 'PPM',
  '.pnm': 'PNM',
  '.tga': 'TGA',
  '.dcm': 'DICOM',
  '.pdf': 'PDF',
  '.dng': 'DNG raw',
  '.cr2': 'Canon raw',
  '.cr3': 'Canon raw',
  '.nef': 'Nikon raw',
  '.arw': 'Sony raw',
  '.raf': 'Fujifilm raw',
  '.rw2': 'Panasonic raw',
  '.orf': 'Olympus raw',
  '.pef': 'Pentax raw',
  '.raw': 'raw',
  '.mp4': 'MP4 video',
  '.m4v': 'MP4 video',
  '.mov': 'QuickTime video',
  '.avi': 'AVI video',
  '.mkv': 'Matroska video',
  '.webm': 'WebM video',
};

/** Files without an extension that come with programs and data sets. */
const plainNames = new Set([
  'readme',
  'license',
  'licence',
  'copying',
  'notice',
  'authors',
  'changelog',
  'makefile',
  'dockerfile',
]);

/**
 * Names decide which files are looked into; their content decides later what they are. A name without an extension may be a
 * photo (some data sets have only such), so it is looked into; text, tables and everything else is not mentioned.
 */
export function verdictOnName(name: string): NameVerdict {
  const lower = name.toLowerCase();
  if (lower.startsWith('.')) return { kind: 'other' };
  const extension = path.extname(lower);
  if (photoExtension.test(extension) || photoExtensionWithTail.test(extension)) {
    return placeholder.test(path.basename(lower, extension)) ? { kind: 'placeholder' } : { kind: 'candidate' };
  }
  const format = Object.hasOwn(unsupported, extension) ? unsupported[extension] : undefined;
  if (format !== undefined) return { kind: 'unsupported', format };
  return extension === '' && !plainNames.has(lower) ? { kind: 'candidate' } : { kind: 'other' };
}

const systemFolders = new Set(['__macosx', '@eadir', '$recycle.bin', 'system volume information', 'lost+found']);

/** Hidden folders and those that systems and cameras' programs fill: their pictures are not the person's photos. */
export function isFolderPassedOver(name: string): boolean {
  return name.startsWith('.') || systemFolders.has(name.toLowerCase());
}

const collator = new Intl.Collator('en', { numeric: true });

/** Natural order: photo 2 before photo 10. Names that only look equal (accents written in two ways) still have one order. */
export function inNaturalOrder(one: string, other: string): number {
  return collator.compare(one, other) || (one < other ? -1 : one > other ? 1 : 0);
}
