// Writes TIFF files tag by tag, for kinds that no library writes.

type Tag = readonly [tag: number, type: number, count: number, value: number];
type Kind = {
  readonly bits?: number;
  readonly channels?: number;
  /** 0: white is zero, 1: black is zero. */
  readonly photometric?: number;
  /** 1 unsigned, 2 signed, 3 floating point. */
  readonly sample?: number;
};

function directory(tags: readonly Tag[], next: number): Buffer {
  const sorted = [...tags].sort((one, other) => one[0] - other[0]);
  const bytes = Buffer.alloc(2 + 12 * sorted.length + 4);
  bytes.writeUInt16LE(sorted.length);
  sorted.forEach(([tag, type, count, value], i) => {
    bytes.writeUInt16LE(tag, 2 + 12 * i);
    bytes.writeUInt16LE(type, 4 + 12 * i);
    bytes.writeUInt32LE(count, 6 + 12 * i);
    bytes.writeUInt32LE(value, 10 + 12 * i);
  });
  bytes.writeUInt32LE(next, bytes.length - 4);
  return bytes;
}

/** One uncompressed strip of `data`, little-endian. `more` tags hold their value in the entry. */
export function tiffOfTags(
  widthPx: number,
  heightPx: number,
  data: Uint8Array,
  more: readonly Tag[] = [],
  { bits = 8, channels = 1, photometric = 1, sample = 1 }: Kind = {},
): Buffer {
  const at = 8 + data.length + (data.length % 2);
  const head = Buffer.alloc(at);
  head.write('II*\0', 'latin1');
  head.writeUInt32LE(at, 4);
  head.set(data, 8);
  // Up to two values of 16 bits lie in the entry; a count of one stands for all channels.
  const tags: Tag[] = [
    [256, 4, 1, widthPx],
    [257, 4, 1, heightPx],
    [258, 3, 1, bits],
    [259, 3, 1, 1],
    [262, 3, 1, photometric],
    [273, 4, 1, 8],
    [277, 3, 1, channels],
    [278, 4, 1, heightPx],
    [279, 4, 1, data.length],
    [339, 3, 1, sample],
    ...more,
  ];
  return Buffer.concat([head, directory(tags, 0)]);
}

/** `count` pages of 4 × 4 grey; in a circle the last leads to the first again. */
export function tiffOfPages(count: number, { isCircle = false } = {}): Buffer {
  const parts: Buffer[] = [Buffer.from('II*\0\x18\0\0\0', 'latin1'), Buffer.alloc(16, 0x80)];
  let at = 24;
  for (let page = 0; page < count; page++) {
    const tags: Tag[] = [
      [256, 3, 1, 4],
      [257, 3, 1, 4],
      [258, 3, 1, 8],
      [259, 3, 1, 1],
      [262, 3, 1, 1],
      [273, 4, 1, 8],
      [277, 3, 1, 1],
      [278, 3, 1, 4],
      [279, 4, 1, 16],
    ];
    const size = 2 + 12 * tags.length + 4;
    parts.push(directory(tags, page < count - 1 ? at + size : isCircle ? 24 : 0));
    at += size;
  }
  return Buffer.concat(parts);
}
