// Makes photos and files that only pretend to be photos, in a temporary folder.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

export type TemporaryFolder = {
  readonly folder: string;
  readonly write: (name: string, content: Uint8Array | string) => string;
  readonly remove: () => void;
};

export function temporaryFolder(): TemporaryFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'fovea-photos-'));
  return {
    folder,
    write: (name, content) => {
      const file = path.join(folder, name);
      writeFileSync(file, content);
      return file;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export type Colour = readonly [red: number, green: number, blue: number];

/** A photo whose colour at each place is told by `colourAt`. */
export function painted(
  widthPx: number,
  heightPx: number,
  colourAt: (x: number, y: number) => readonly number[],
  channels: 3 | 4 = 3,
): Sharp {
  const data = new Uint8Array(widthPx * heightPx * channels);
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at += channels) data.set(colourAt(x, y), at);
  }
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels } });
}

/** A photo with enough detail that its file cannot be tiny. */
export function noisy(widthPx: number, heightPx: number): Sharp {
  let state = 12345;
  return painted(widthPx, heightPx, (x, y) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return [(state >> 16) & 255, (x * 3 + y) & 255, (x + 2 * y) & 255];
  });
}

/** A photo of soft shapes, another one for every seed, as different from one another as real photos are. */
export function scene(seed: number, widthPx = 320, heightPx = 240): Sharp {
  let state = Math.imul(seed, 2654435761) | 1;
  const [columns, rows] = [9, 7];
  const data = Uint8Array.from({ length: columns * rows * 3 }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 255;
  });
  return sharp(data, { raw: { width: columns, height: rows, channels: 3 } }).resize(widthPx, heightPx, { fit: 'fill' });
}

/** Four colours, one per quarter: every turn and flip of it looks different. */
export const quarters: readonly [Colour, Colour, Colour, Colour] = [
  [220, 40, 40],
  [40, 200, 60],
  [50, 60, 210],
  [230, 220, 60],
];
export const quarterAt = (x: number, y: number, widthPx: number, heightPx: number): Colour =>
  quarters[((x < widthPx / 2 ? 0 : 1) + (y < heightPx / 2 ? 0 : 2)) as 0 | 1 | 2 | 3];

type PngKind = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bits: number;
  readonly colourType: 0 | 2 | 3 | 4 | 6;
};

/** A PNG from raw rows (each with its leading filter byte 0), for kinds and sizes that sharp does not write. */
export function pngOf(
  { widthPx, heightPx, bits, colourType }: PngKind,
  rows: Uint8Array,
  before: readonly Uint8Array[] = [],
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.set([bits, colourType], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    ...before,
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', new Uint8Array()),
  ]);
}

export function pngChunk(name: string, data: Uint8Array): Buffer {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(name, 4, 'latin1');
  chunk.set(data, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return chunk;
}

/** A 16-bit PNG; `valuesAt` gives one value per channel. */
export function deepPng(
  widthPx: number,
  heightPx: number,
  colourType: 0 | 2 | 6,
  valuesAt: (x: number, y: number) => readonly number[],
): Buffer {
  const channels = { 0: 1, 2: 3, 6: 4 }[colourType];
  const rows = Buffer.alloc(heightPx * (1 + 2 * channels * widthPx));
  for (let y = 0, at = 0; y < heightPx; y++) {
    at += 1;
    for (let x = 0; x < widthPx; x++) for (const value of valuesAt(x, y)) at = rows.writeUInt16BE(value, at);
  }
  return pngOf({ widthPx, heightPx, bits: 16, colourType }, rows);
}

/** The smallest GIF there is: one pixel. */
export const tinyGif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
