// How many pictures an animated PNG holds; libpng shows the first and does not say.

const signatureBytes = 8;

/** Frames by the chunk `acTL`, which stands before the first pixels; 1 where the PNG does not move. */
export function pngFrames(bytes: Buffer): number {
  for (let at = signatureBytes; at + 12 <= bytes.length;) {
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (name === 'acTL') return Math.max(1, bytes.readUInt32BE(at + 8));
    if (name === 'IDAT') break;
    at += 12 + bytes.readUInt32BE(at);
  }
  return 1;
}
