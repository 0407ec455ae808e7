// Pixels that a reader of our own has decoded, and the form in which they go on to sharp.

/** Rows from top to bottom without gaps, upright; RGB or RGBA, 8 bits. */
export type RawPhoto = {
  readonly data: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: 3 | 4;
};

const [short, long, opaque] = [3, 4, 7];

/** An uncompressed TIFF of these pixels: the way to give sharp a colour profile with them. */
export function tiffOf({ data, widthPx, heightPx, channels }: RawPhoto, profile: Uint8Array): Buffer {
  const tags: readonly (readonly [tag: number, type: number, count: number, value: number])[] = [
    [256, long, 1, widthPx],
    [257, long, 1, heightPx],
    [258, short, 1, 8],
    [259, short, 1, 1],
    [262, short, 1, 2],
    [273, long, 1, 0],
    [277, short, 1, channels],
    [278, long, 1, heightPx],
    [279, long, 1, data.length],
    // The fourth channel is alpha that was not multiplied into the colours.
    ...(channels === 4 ? [[338, short, 1, 2] as const] : []),
    [34675, opaque, profile.length, 0],
  ];
  const profileAt = 8 + 2 + 12 * tags.length + 4;
  const pixelsAt = profileAt + profile.length;
  const head = Buffer.alloc(profileAt);
  head.write('II*\0\x08\0\0\0', 'latin1');
  head.writeUInt16LE(tags.length, 8);
  tags.forEach(([tag, type, count, value], i) => {
    const at = 10 + 12 * i;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(count, at + 4);
    head.writeUInt32LE(tag === 273 ? pixelsAt : tag === 34675 ? profileAt : value, at + 8);
  });
  return Buffer.concat([head, profile, data]);
}
