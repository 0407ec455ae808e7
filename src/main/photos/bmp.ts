// The pixels of a BMP file, by our own reader: libvips has none without ImageMagick.
import { readBmpHeader, type BmpHeader } from './bmp-header.ts';
import { photoError } from './photo-error.ts';
import type { RawPhoto } from './raw-photo.ts';

/**
 * Rows from top to bottom, RGB or RGBA. The caller has checked that the header's size may be allocated.
 * @param mayBeCut shows what is left of a file that ends too early instead of throwing photo-damaged.
 */
export function decodeBmp(bytes: Buffer, mayBeCut: boolean): RawPhoto {
  const header = readBmpHeader(bytes);
  const { widthPx, heightPx, isRunLength, masks } = header;
  const channels = masks[3] === 0 || header.bits <= 8 ? 3 : 4;
  const data = new Uint8Array(widthPx * heightPx * channels);
  const isWhole = isRunLength ? paintRuns(bytes, header, data) : paintRows(bytes, header, data, channels);
  if (!isWhole && !mayBeCut) throw photoError('photo-damaged', { reason: 'cut-short' });
  // Many programs write a mask for alpha and never fill it in.
  if (channels === 4 && isClear(data)) for (let at = 3; at < data.length; at += 4) data[at] = 255;
  return { data, widthPx, heightPx, channels };
}

function isClear(data: Uint8Array): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) return false;
  return true;
}

/** Place of the first byte of a row of the file, whose row 0 is the lowest one unless the photo is stored from the top. */
const rowStart = ({ widthPx, heightPx, isTopDown }: BmpHeader, row: number, channels: number): number =>
  (isTopDown ? row : heightPx - 1 - row) * widthPx * channels;

/** False where the file ends before its last row. */
function paintRows(bytes: Buffer, header: BmpHeader, data: Uint8Array, channels: 3 | 4): boolean {
  const { widthPx, heightPx, bits, pixelsAt } = header;
  const stride = Math.ceil((bits * widthPx) / 32) * 4;
  // The last row's filling bytes are left out by some programs.
  const neededOfRow = Math.ceil((bits * widthPx) / 8);
  const paint = bits <= 8 ? indexedPainter(header) : bits === 24 ? paintTriples : packedPainter(header, channels);
  for (let row = 0; row < heightPx; row++) {
    const from = pixelsAt + row * stride;
    if (from + neededOfRow > bytes.length) return false;
    paint(bytes.subarray(from, from + neededOfRow), data, rowStart(header, row, channels), widthPx);
  }
  return true;
}

type Painter = (row: Uint8Array, data: Uint8Array, to: number, widthPx: number) => void;

function indexedPainter({ bits, palette }: BmpHeader): Painter {
  const perByte = 8 / bits;
  const mask = 2 ** bits - 1;
  return (row, data, to, widthPx) => {
    for (let x = 0, at = to; x < widthPx; x++, at += 3) {
      const shift = 8 - bits - (x % perByte) * bits;
      const from = ((row[Math.floor(x / perByte)]! >> shift) & mask) * 3;
      data[at] = palette[from]!;
      data[at + 1] = palette[from + 1]!;
      data[at + 2] = palette[from + 2]!;
    }
  };
}

const paintTriples: Painter = (row, data, to, widthPx) => {
  for (let x = 0, at = to; x < widthPx; x++, at += 3) {
    data[at] = row[3 * x + 2]!;
    data[at + 1] = row[3 * x + 1]!;
    data[at + 2] = row[3 * x]!;
  }
};

function packedPainter({ bits, masks }: BmpHeader, channels: 3 | 4): Painter {
  const parts = masks.slice(0, channels).map(mask => {
    const shift = Math.log2((mask & -mask) >>> 0);
    const most = mask / 2 ** shift;
    return { mask, shift, scale: 255 / most };
  });
  return (row, data, to, widthPx) => {
    for (let x = 0, at = to; x < widthPx; x++) {
      const packed =
        bits === 16
          ? row[2 * x]! | (row[2 * x + 1]! << 8)
          : row[4 * x]! | (row[4 * x + 1]! << 8) | (row[4 * x + 2]! << 16) | (row[4 * x + 3]! << 24);
      for (const { mask, shift, scale } of parts) data[at++] = ((packed & mask) >>> shift) * scale + 0.5;
    }
  };
}

/**
 * Run lengths of 4 or 8 bits. What no run covers has the first colour; what lies outside is passed over.
 * False where the file ends before it says so.
 */
function paintRuns(bytes: Buffer, header: BmpHeader, data: Uint8Array): boolean {
  const { widthPx, heightPx, bits, palette, pixelsAt } = header;
  for (let at = 0; at < data.length; at += 3) data.set(palette.subarray(0, 3), at);
  let [x, row, at] = [0, 0, pixelsAt];
  const paint = (index: number): void => {
    if (x < widthPx && row < heightPx) {
      const to = rowStart(header, row, 3) + 3 * x;
      for (let channel = 0; channel < 3; channel++) data[to + channel] = palette[3 * index + channel]!;
    }
    x += 1;
  };
  while (at + 2 <= bytes.length) {
    const [count, value] = [bytes[at]!, bytes[at + 1]!];
    at += 2;
    if (count > 0) {
      const pair = bits === 8 ? [value, value] : [value >> 4, value & 15];
      for (let i = 0; i < count && x < widthPx; i++) paint(pair[i & 1]!);
    } else if (value === 0) {
      [x, row] = [0, row + 1];
    } else if (value === 1) {
      return true;
    } else if (value === 2) {
      if (at + 2 > bytes.length) return false;
      [x, row, at] = [x + bytes[at]!, row + bytes[at + 1]!, at + 2];
    } else {
      const size = Math.ceil((value * bits) / 8);
      if (at + size > bytes.length) return false;
      for (let i = 0; i < value; i++) {
        const byte = bytes[at + Math.floor((i * bits) / 8)]!;
        paint(bits === 8 ? byte : i % 2 === 0 ? byte >> 4 : byte & 15);
      }
      // Literal pixels fill whole words.
      at += size + (size % 2);
    }
    if (row >= heightPx) return true;
  }
  return row === heightPx - 1 && x >= widthPx;
}
