// The difference hash by which near-duplicates are looked for: whether brightness grows from one place of a coarse picture to the next,
// along its rows and along its columns. It stays the same under another size, quality, brightness or contrast; what it finds is compared
// again by the pixels.

/** Sides of the grey picture that is hashed, pixels: it can be cut into 9 × 8 and into 8 × 9 even places. */
export const hashedPx = 72;
const [steps, lines] = [9, 8];

/** 64 bits along the rows and 64 along the columns of `hashedPx` × `hashedPx` grey values, as 32 hex digits. */
export function differenceHash(grey: Uint8Array): string {
  const along = (x: number, y: number): number => grey[y * hashedPx + x]!;
  const across = (x: number, y: number): number => grey[x * hashedPx + y]!;
  return halfOf(along) + halfOf(across);
}

/** `valueAt(x, y)`: x runs in the direction in which neighbours are compared. */
function halfOf(valueAt: (x: number, y: number) => number): string {
  const [stepPx, linePx] = [hashedPx / steps, hashedPx / lines];
  let bits = 0n;
  for (let line = 0; line < lines; line++) {
    let before = 0;
    for (let step = 0; step < steps; step++) {
      let sum = 0;
      for (let y = line * linePx; y < (line + 1) * linePx; y++)
        for (let x = step * stepPx; x < (step + 1) * stepPx; x++) sum += valueAt(x, y);
      if (step > 0) bits = (bits << 1n) | (sum > before ? 1n : 0n);
      before = sum;
    }
  }
  return bits.toString(16).padStart(16, '0');
}
