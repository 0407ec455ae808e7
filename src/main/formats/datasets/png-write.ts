// Writes PNGs whose pixels mean something: places of a palette, 8- or 16-bit grey values, RGB. Lossless, without gamma or profile.
import { crc32, deflateSync } from 'node:zlib';
import { invariant } from '../../../shared/errors.ts';

export type PngImage = {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Row by row: one value a pixel, or three with `kind` rgb. A Uint16Array is written with 16 bits. */
  readonly values: Uint8Array | Uint16Array;
  readonly kind: 'grey' | 'indexed' | 'rgb';
  /** RGB, three bytes a place, at most 256; for `indexed`. */
  readonly palette?: Uint8Array;
};

const colourTypes = { grey: 0, rgb: 2, indexed: 3 } as const;

export function writePng({ widthPx, heightPx, values, kind, palette }: PngImage): Buffer {
  const channels = kind === 'rgb' ? 3 : 1;
  invariant(values.length === widthPx * heightPx * channels, 'as many values as pixels');
  invariant((kind === 'indexed') === (palette !== undefined), 'a palette with indexed pixels');
  const valueBytes = values.BYTES_PER_ELEMENT;
  const rowBytes = widthPx * channels * valueBytes;
  const rows = Buffer.alloc(heightPx * (1 + rowBytes));
  for (let y = 0; y < heightPx; y++) {
    const at = y * (1 + rowBytes) + 1;
    const row = values.subarray(y * widthPx * channels, (y + 1) * widthPx * channels);
    if (valueBytes === 1) rows.set(row, at);
    else for (const [place, value] of row.entries()) rows.writeUInt16BE(value, at + 2 * place);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header[8] = 8 * valueBytes;
  header[9] = colourTypes[kind];
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', palette)] : []),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Uint8Array): Buffer {
  const whole = Buffer.alloc(12 + content.byteLength);
  whole.writeUInt32BE(content.byteLength, 0);
  whole.write(type, 4, 'latin1');
  whole.set(content, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, -4)), whole.byteLength - 4);
  return whole;
}
