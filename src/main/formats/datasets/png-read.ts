// Reads the pixels of mask PNGs as they are stored: palette places and grey values mean classes, so that no colour management may touch
// them. Untrusted bytes: every size is checked before memory is taken.
import { crc32, inflateSync } from 'node:zlib';
import { AppError } from '../../../shared/errors.ts';
import { isMaskSize } from './masks.ts';

export type PngPixels = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly kind: 'grey' | 'indexed' | 'rgb' | 'rgba' | 'grey-alpha';
  /** Values a pixel. */
  readonly channels: number;
  readonly bits: 1 | 2 | 4 | 8 | 16;
  /** Row by row; grey and palette places as they are stored, not stretched to 8 bits. */
  readonly values: Uint8Array | Uint16Array;
  /** RGB, three bytes a place; null without a palette. */
  readonly palette: Uint8Array | null;
};

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const kinds: Readonly<Record<number, { kind: PngPixels['kind']; channels: number; bits: readonly number[] }>> = {
  0: { kind: 'grey', channels: 1, bits: [1, 2, 4, 8, 16] },
  2: { kind: 'rgb', channels: 3, bits: [8] },
  3: { kind: 'indexed', channels: 1, bits: [1, 2, 4, 8] },
  4: { kind: 'grey-alpha', channels: 2, bits: [8] },
  6: { kind: 'rgba', channels: 4, bits: [8] },
};
/** First column and row, and the steps, of the seven passes of an interlaced PNG. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
const onePass = [[0, 0, 1, 1]] as const;

type Header = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bits: number;
  readonly kind: PngPixels['kind'];
  readonly channels: number;
  readonly isInterlaced: boolean;
};

export const isPng = (bytes: Uint8Array): boolean => signature.equals(bytes.subarray(0, 8));

/** @throws AppError `dataset-damaged` (`dataset-png-…`), `dataset-too-large` */
export function readPng(bytes: Uint8Array, file: string): PngPixels {
  const { header, palette, packed } = chunksOf(bytes, file);
  const data = inflated(packed, rawBytes(header), file);
  const { widthPx, heightPx, channels, bits, kind } = header;
  const values = new (bits === 16 ? Uint16Array : Uint8Array)(widthPx * heightPx * channels);
  let at = 0;
  for (const [left, top, stepX, stepY] of header.isInterlaced ? passes : onePass) {
    const width = Math.ceil((widthPx - left) / stepX);
    const height = Math.ceil((heightPx - top) / stepY);
    if (width <= 0 || height <= 0) continue;
    const rowBytes = Math.ceil((width * channels * bits) / 8);
    let above: Uint8Array = new Uint8Array(rowBytes);
    for (let row = 0; row < height; row++) {
      const line = data.subarray(at + 1, at + 1 + rowBytes);
      if (!unfilter(data[at]!, line, above, Math.max(1, (channels * bits) / 8)))
        throw damaged(file, 'dataset-png-damaged');
      spread(line, values, header, { left, y: top + row * stepY, stepX, width });
      above = line;
      at += 1 + rowBytes;
    }
  }
  if (kind === 'indexed' && palette === null) throw damaged(file, 'dataset-png-damaged');
  return { widthPx, heightPx, kind, channels, bits: bits as PngPixels['bits'], values, palette };
}

const damaged = (file: string, reason: string, cause?: unknown): AppError =>
  new AppError('dataset-damaged', { file, reason }, cause === undefined ? undefined : { cause });

function chunksOf(bytes: Uint8Array, file: string): { header: Header; palette: Uint8Array | null; packed: Uint8Array } {
  if (!isPng(bytes)) throw damaged(file, 'dataset-not-png');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: Header | null = null;
  let palette: Uint8Array | null = null;
  const packed: Uint8Array[] = [];
  for (let at = 8; ;) {
    if (at + 12 > bytes.byteLength) throw damaged(file, 'dataset-cut');
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.byteLength) throw damaged(file, 'dataset-cut');
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const content = bytes.subarray(at + 8, end - 4);
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) throw damaged(file, 'dataset-png-damaged');
    if (header === null) {
      if (type !== 'IHDR' || length !== 13) throw damaged(file, 'dataset-png-damaged');
      header = headerOf(content, file);
    } else if (type === 'PLTE') palette = content;
    else if (type === 'IDAT') packed.push(content);
    else if (type === 'IEND') return { header, palette, packed: Buffer.concat(packed) };
    at = end;
  }
}

function headerOf(content: Uint8Array, file: string): Header {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const [widthPx, heightPx] = [view.getUint32(0), view.getUint32(4)];
  const bits = content[8]!;
  const kind = kinds[content[9]!];
  if (content[10] !== 0 || content[11] !== 0 || content[12]! > 1) throw damaged(file, 'dataset-png-damaged');
  if (kind === undefined || !kind.bits.includes(bits)) throw damaged(file, 'dataset-png-kind');
  if (!isMaskSize({ widthPx, heightPx }))
    throw new AppError('dataset-too-large', { file, reason: 'dataset-png-pixels' });
  return { widthPx, heightPx, bits, kind: kind.kind, channels: kind.channels, isInterlaced: content[12] === 1 };
}

/** What the unpacked rows take, each with its byte of filter. */
function rawBytes({ widthPx, heightPx, bits, channels, isInterlaced }: Header): number {
  let bytes = 0;
  for (const [left, top, stepX, stepY] of isInterlaced ? passes : onePass) {
    const width = Math.ceil((widthPx - left) / stepX);
    const height = Math.ceil((heightPx - top) / stepY);
    if (width > 0 && height > 0) bytes += height * (1 + Math.ceil((width * channels * bits) / 8));
  }
  return bytes;
}

function inflated(packed: Uint8Array, expected: number, file: string): Uint8Array {
  // deflate packs at most 1,032 times: a smaller file cannot hold so many pixels, and nothing is taken for them.
  if (packed.byteLength * 1032 < expected) throw damaged(file, 'dataset-cut');
  try {
    const data = inflateSync(packed, { maxOutputLength: expected });
    if (data.byteLength === expected) return data;
  } catch (error) {
    throw damaged(file, 'dataset-png-damaged', error);
  }
  throw damaged(file, 'dataset-cut');
}

/** Undoes a row's filter in place; false for a filter that does not exist. */
function unfilter(filter: number, line: Uint8Array, above: Uint8Array, pixelBytes: number): boolean {
  if (filter > 4) return false;
  if (filter === 0) return true;
  for (let i = 0; i < line.length; i++) {
    const left = i >= pixelBytes ? line[i - pixelBytes]! : 0;
    const up = above[i]!;
    const corner = i >= pixelBytes ? above[i - pixelBytes]! : 0;
    const guess = filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : paeth(left, up, corner);
    line[i] = line[i]! + guess;
  }
  return true;
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

type Place = { readonly left: number; readonly y: number; readonly stepX: number; readonly width: number };

/** Puts the pixels of one row of a pass where they belong. */
function spread(
  line: Uint8Array,
  values: Uint8Array | Uint16Array,
  { widthPx, channels, bits }: Header,
  { left, y, stepX, width }: Place,
): void {
  const mask = (1 << bits) - 1;
  for (let x = 0; x < width; x++) {
    for (let channel = 0; channel < channels; channel++) {
      const i = x * channels + channel;
      const value =
        bits === 8
          ? line[i]!
          : bits === 16
            ? (line[2 * i]! << 8) | line[2 * i + 1]!
            : (line[(i * bits) >> 3]! >> (8 - bits - ((i * bits) & 7))) & mask;
      values[(y * widthPx + left + x * stepX) * channels + channel] = value;
    }
  }
}
