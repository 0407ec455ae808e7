// How alike two photos are by their pixels: what a hash only suspects is compared again, so that a coincidence is not shown.

/** Near-duplicates are at least this alike. See `likeness` for what was measured. */
export const leastAlike = 0.88;

/** How far one may be moved against the other, and by what part one may show less than the other. */
const mostMovedPx = 2;
const crops = [0, 0.06, 0.12] as const;

/** Brightness of `sidePx` × `sidePx` RGB pixels, row by row. */
export function brightnessOf(rgb: Uint8Array): Float32Array {
  return Float32Array.from(
    { length: rgb.length / 3 },
    (_, i) => 0.299 * rgb[3 * i]! + 0.587 * rgb[3 * i + 1]! + 0.114 * rgb[3 * i + 2]!,
  );
}

/**
 * −1…1: the highest correlation of the two pictures' brightness over small shifts and crops of either. Brightness alone, so that a copy in
 * grey is one; correlation, so that a lighter or harder one is.
 * @param sidePx sides of both pictures
 */
export function likeness(one: Float32Array, other: Float32Array, sidePx: number): number {
  let best = -1;
  for (const crop of crops) {
    best = Math.max(best, bestShift(one, crop === 0 ? other : middleOf(other, sidePx, crop), sidePx));
    if (crop > 0) best = Math.max(best, bestShift(middleOf(one, sidePx, crop), other, sidePx));
  }
  return best;
}

function bestShift(one: Float32Array, other: Float32Array, sidePx: number): number {
  let best = -1;
  for (let down = -mostMovedPx; down <= mostMovedPx; down++) {
    for (let right = -mostMovedPx; right <= mostMovedPx; right++) {
      best = Math.max(best, correlation(one, other, sidePx, right, down));
    }
  }
  return best;
}

/** Of the parts that lie over one another when `other` is moved. 0 where one of them is even. */
function correlation(one: Float32Array, other: Float32Array, sidePx: number, right: number, down: number): number {
  let [count, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0];
  for (let y = Math.max(0, down); y < sidePx + Math.min(0, down); y++) {
    for (let x = Math.max(0, right); x < sidePx + Math.min(0, right); x++) {
      const a = one[y * sidePx + x]!;
      const b = other[(y - down) * sidePx + x - right]!;
      count++;
      sumA += a;
      sumB += b;
      sumAA += a * a;
      sumBB += b * b;
      sumAB += a * b;
    }
  }
  const spread = (sumAA - (sumA * sumA) / count) * (sumBB - (sumB * sumB) / count);
  return spread <= 1e-6 ? 0 : (sumAB - (sumA * sumB) / count) / Math.sqrt(spread);
}

/** The middle of a picture without `part` of its width and height, at the same size (bilinear). */
function middleOf(picture: Float32Array, sidePx: number, part: number): Float32Array {
  const middle = new Float32Array(picture.length);
  const at = (place: number): number => (place + 0.5) * (1 - part) + (sidePx * part) / 2 - 0.5;
  for (let y = 0; y < sidePx; y++) {
    const fromY = Math.floor(at(y));
    const restY = at(y) - fromY;
    for (let x = 0; x < sidePx; x++) {
      const fromX = Math.floor(at(x));
      const restX = at(x) - fromX;
      const value = (row: number): number => {
        const from = row * sidePx + fromX;
        return picture[from]! * (1 - restX) + picture[from + 1]! * restX;
      };
      middle[y * sidePx + x] = value(fromY) * (1 - restY) + value(fromY + 1) * restY;
    }
  }
  return middle;
}
