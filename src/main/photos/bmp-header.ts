// What a BMP file says of itself (Windows 3 to 5, OS/2 1 and 2): sizes, colours, how its pixels are packed. Nothing is allocated by its word.
import { photoError } from './photo-error.ts';

export type BmpHeader = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly isTopDown: boolean;
  readonly bits: 1 | 2 | 4 | 8 | 16 | 24 | 32;
  readonly isRunLength: boolean;
  /** Red, green, blue, alpha of 16 and 32 bits; an alpha mask of 0 means opaque. */
  readonly masks: readonly [number, number, number, number];
  /** RGB triples; empty above 8 bits. */
  readonly palette: Uint8Array;
  /** Where the pixels begin. */
  readonly pixelsAt: number;
};

const fileHeaderBytes = 14;
const coreHeaderBytes = 12;
const smallestInfoBytes = 16;
const [uncompressed, runs8, runs4, bitFields, jpegInside, pngInside, alphaBitFields] = [0, 1, 2, 3, 4, 5, 6];

/** Throws photo-damaged, or photo-format-unsupported where a BMP is a wrapper around something else. */
export function readBmpHeader(bytes: Buffer): BmpHeader {
  if (bytes.length < fileHeaderBytes + coreHeaderBytes) throw damaged('cut-short');
  const headerBytes = bytes.readUInt32LE(14);
  const isCore = headerBytes === coreHeaderBytes;
  if ((!isCore && headerBytes < smallestInfoBytes) || headerBytes > 1_000) throw damaged('broken-data');
  if (bytes.length < fileHeaderBytes + headerBytes) throw damaged('cut-short');
  // Short OS/2 headers leave out what is 0.
  const field = (at: number): number => (at + 4 <= headerBytes ? bytes.readUInt32LE(fileHeaderBytes + at) : 0);

  const widthPx = isCore ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  const storedHeight = isCore ? bytes.readUInt16LE(20) : bytes.readInt32LE(22);
  const bits = bytes.readUInt16LE(isCore ? 24 : 28);
  if (widthPx <= 0 || storedHeight === 0 || storedHeight === -(2 ** 31)) throw damaged('broken-data');
  if (!isDepth(bits)) throw damaged('broken-data');

  const compression = isCore ? uncompressed : field(16);
  if (compression === jpegInside || compression === pngInside) {
    throw photoError('photo-format-unsupported', { format: `BMP (${compression === jpegInside ? 'JPEG' : 'PNG'})` });
  }
  const isRunLength = (compression === runs8 && bits === 8) || (compression === runs4 && bits === 4);
  const isMasked = (compression === bitFields || compression === alphaBitFields) && (bits === 16 || bits === 32);
  if (compression !== uncompressed && !isRunLength && !isMasked) {
    throw photoError('photo-format-unsupported', { format: `BMP (compression ${compression})` });
  }

  // The masks stand behind a header of 40 bytes and inside longer ones, at the same place.
  const maskBytes = isMasked && headerBytes <= 40 ? (compression === alphaBitFields ? 16 : 12) : 0;
  const paletteAt = fileHeaderBytes + headerBytes + maskBytes;
  if (bytes.length < paletteAt) throw damaged('cut-short');
  const pixelsAt = Math.max(bytes.readUInt32LE(10), fileHeaderBytes + headerBytes);
  const header = {
    widthPx,
    heightPx: Math.abs(storedHeight),
    isTopDown: storedHeight < 0,
    bits,
    isRunLength,
    pixelsAt,
  };
  const paletteEnd = Math.min(pixelsAt, bytes.length);
  return {
    ...header,
    masks: isMasked
      ? masksAt(bytes, headerBytes + maskBytes)
      : bits === 16
        ? [0x7c00, 0x3e0, 0x1f, 0]
        : [0xff0000, 0xff00, 0xff, 0],
    palette:
      bits > 8
        ? new Uint8Array(0)
        : readPalette(bytes.subarray(paletteAt, paletteEnd), isCore ? 3 : 4, bits, field(32)),
  };
}

function masksAt(bytes: Buffer, end: number): BmpHeader['masks'] {
  const mask = (place: number): number => (40 + 4 * place + 4 <= end ? bytes.readUInt32LE(54 + 4 * place) : 0);
  const [red, green, blue, alpha] = [mask(0), mask(1), mask(2), mask(3)];
  if ([red, green, blue].includes(0) || ![red, green, blue, alpha].every(isOneRun)) throw damaged('broken-data');
  return [red, green, blue, alpha];
}

/** Whether the bits of a mask lie side by side. */
function isOneRun(mask: number): boolean {
  const run = mask / ((mask & -mask) >>> 0);
  return (run & (run + 1)) === 0;
}

/** Blue, green, red and perhaps a byte of nothing, as RGB; a colour that the file does not hold is black. */
function readPalette(stored: Buffer, entryBytes: 3 | 4, bits: number, used: number): Uint8Array {
  const most = 2 ** bits;
  const colours = Math.min(used === 0 ? most : used, most, Math.floor(stored.length / entryBytes));
  const palette = new Uint8Array(3 * most);
  for (let i = 0; i < colours; i++) {
    for (let channel = 0; channel < 3; channel++) palette[3 * i + channel] = stored[entryBytes * i + 2 - channel]!;
  }
  return palette;
}

const isDepth = (bits: number): bits is BmpHeader['bits'] => [1, 2, 4, 8, 16, 24, 32].includes(bits);
const damaged = (reason: 'cut-short' | 'broken-data') => photoError('photo-damaged', { reason });
