// The difference hash by which near-duplicates are looked for: whether brightness grows from one place of a coarse picture to the next.
// It stays the same under another size, quality, brightness or contrast; what it finds is compared again by the pixels.

/** Size of the grey picture that is hashed, pixels. */
export const hashedPx = [9, 8] as const;

/** 64 bits as 16 hex digits, row by row, of 9 × 8 grey values. */
export function differenceHash(grey: Uint8Array): string {
  const [widthPx, heightPx] = hashedPx;
  let bits = 0n;
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x + 1 < widthPx; x++) {
      bits = (bits << 1n) | (grey[y * widthPx + x + 1]! > grey[y * widthPx + x]! ? 1n : 0n);
    }
  }
  return bits.toString(16).padStart(16, '0');
}
