// Writes BMP files, for the kinds that no library writes.

export type BmpKind = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bits: 1 | 2 | 4 | 8 | 16 | 24 | 32;
  readonly isTopDown?: boolean;
  /** Red, green, blue and perhaps alpha. */
  readonly masks?: readonly number[];
  /** RGB triples. */
  readonly palette?: readonly (readonly number[])[];
  /** 12: OS/2; 40: Windows 3; 108, 124: version 4 and 5. */
  readonly headerBytes?: number;
  readonly compression?: number;
  /** What stands where the pixels would. */
  readonly data?: Uint8Array;
};

/** `valueAt` gives a place in the palette, or a packed pixel; of 24 bits 0xrrggbb. */
export function bmpOf(kind: BmpKind, valueAt: (x: number, y: number) => number = () => 0): Buffer {
  const { widthPx, heightPx, bits, isTopDown = false, masks = [], palette = [], headerBytes = 40 } = kind;
  const areMasksInside = headerBytes > 40;
  const entryBytes = headerBytes === 12 ? 3 : 4;
  const maskBytes = areMasksInside ? 0 : 4 * masks.length;
  const pixelsAt = 14 + headerBytes + maskBytes + entryBytes * palette.length;
  const head = Buffer.alloc(pixelsAt);
  const data = kind.data ?? rowsOf(kind, valueAt);
  head.write('BM');
  head.writeUInt32LE(pixelsAt + data.length, 2);
  head.writeUInt32LE(pixelsAt, 10);
  head.writeUInt32LE(headerBytes, 14);
  if (headerBytes === 12) {
    head.writeUInt16LE(widthPx, 18);
    head.writeUInt16LE(heightPx, 20);
    head.writeUInt16LE(1, 22);
    head.writeUInt16LE(bits, 24);
  } else {
    head.writeInt32LE(widthPx, 18);
    head.writeInt32LE(isTopDown ? -heightPx : heightPx, 22);
    head.writeUInt16LE(1, 26);
    head.writeUInt16LE(bits, 28);
    if (headerBytes > 16)
      head.writeUInt32LE(
        kind.compression ?? (masks.length > 0 ? (masks.length > 3 && !areMasksInside ? 6 : 3) : 0),
        30,
      );
    if (headerBytes > 40 || maskBytes > 0) masks.forEach((mask, i) => head.writeUInt32LE(mask, 54 + 4 * i));
    if (headerBytes > 36) head.writeUInt32LE(palette.length, 46);
  }
  palette.forEach(([red, green, blue], i) =>
    head.set([blue!, green!, red!], 14 + headerBytes + maskBytes + entryBytes * i),
  );
  return Buffer.concat([head, data]);
}

function rowsOf(
  { widthPx, heightPx, bits, isTopDown = false }: BmpKind,
  valueAt: (x: number, y: number) => number,
): Buffer {
  const stride = Math.ceil((bits * widthPx) / 32) * 4;
  const rows = Buffer.alloc(stride * heightPx);
  for (let row = 0; row < heightPx; row++) {
    const y = isTopDown ? row : heightPx - 1 - row;
    for (let x = 0; x < widthPx; x++) {
      const value = valueAt(x, y);
      if (bits < 8) {
        const at = row * stride + Math.floor((x * bits) / 8);
        rows[at] = rows[at]! | (value << (8 - bits - ((x * bits) % 8)));
      } else
        for (let byte = 0; byte < bits / 8; byte++)
          rows[row * stride + (x * bits) / 8 + byte] = (value >>> (8 * byte)) & 255;
    }
  }
  return rows;
}
