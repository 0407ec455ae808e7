// All things of a scene as one relief over the table: what the camera's rays and the light's rays are cast against.
import type { Scene, Vector } from './scene.ts';

/** Cells per px of the photo, each way: edges are averaged from this many samples. */
export const cellsPerPx = 2;

export type Relief = {
  readonly columns: number;
  readonly rows: number;
  /** Height over the table in px of the photo. */
  readonly height: Float32Array;
  /** Which thing lies there: its number in the scene plus 1; 0 for the table. */
  readonly owner: Uint8Array;
  /** Below this height there is air under the thing. */
  readonly underside: Float32Array;
  readonly highest: number;
  /** Cells of things in the same column at this row and before: tells at once that a stretch of a column is empty. */
  readonly covered: Uint16Array;
};

/** The relief of a table area of `widthPx` × `heightPx`. A thing that overlaps others lies on the highest of them. */
export function makeRelief({ things }: Scene, widthPx: number, heightPx: number): Relief {
  const columns = widthPx * cellsPerPx;
  const rows = heightPx * cellsPerPx;
  const height = new Float32Array(columns * rows);
  const underside = new Float32Array(columns * rows);
  const owner = new Uint8Array(columns * rows);
  let highest = 0;
  things.forEach(({ shape, x, y, angle }, index) => {
    const cosine = Math.cos(angle);
    const sine = Math.sin(angle);
    const first = (centre: number) => Math.max(0, Math.floor((centre - shape.reachPx) * cellsPerPx));
    const last = (centre: number, limit: number) =>
      Math.min(limit - 1, Math.ceil((centre + shape.reachPx) * cellsPerPx));
    const [left, right, top, bottom] = [first(x), last(x, columns), first(y), last(y, rows)];
    const own = new Float32Array(Math.max(0, (right - left + 1) * (bottom - top + 1)));
    let ground = 0;
    for (let row = top, i = 0; row <= bottom; row++) {
      for (let column = left; column <= right; column++, i++) {
        const dx = column / cellsPerPx - x;
        const dy = row / cellsPerPx - y;
        const surface = shape.heightPx(dx * cosine + dy * sine, dy * cosine - dx * sine);
        own[i] = surface;
        if (surface > 0) ground = Math.max(ground, height[row * columns + column]!);
      }
    }
    for (let row = top, i = 0; row <= bottom; row++) {
      for (let column = left; column <= right; column++, i++) {
        if (own[i]! <= 0) continue;
        const cell = row * columns + column;
        height[cell] = ground + own[i]!;
        underside[cell] = ground + Math.max(0, own[i]! - shape.thicknessPx);
        owner[cell] = index + 1;
        highest = Math.max(highest, height[cell]);
      }
    }
  });
  const covered = new Uint16Array(columns * rows);
  for (let cell = 0; cell < covered.length; cell++) {
    covered[cell] = (cell >= columns ? covered[cell - columns]! : 0) + (owner[cell]! > 0 ? 1 : 0);
  }
  return { columns, rows, height, owner, underside, highest, covered };
}

/** Share of the light that arrives at a place (px, height px) in direction `toLight`; a soft light has soft edges. */
export function lightArriving(relief: Relief, at: Vector, toLight: Vector, softness: number): number {
  const { columns, rows, height, highest } = relief;
  let share = 1;
  // Steps grow: near edges need care, far ones only cast a blurred shadow.
  for (let step = 1.5; step < 400; step += 1.2 + step * 0.13) {
    const z = at[2] + toLight[2] * step;
    // Above the highest thing only the soft edge is left, and that ends where the ray is a light's width away from it.
    if (z > highest + step * softness) break;
    const column = Math.round((at[0] + toLight[0] * step) * cellsPerPx);
    const row = Math.round((at[1] + toLight[1] * step) * cellsPerPx);
    if (column < 0 || row < 0 || column >= columns || row >= rows) break;
    const clearance = (z - height[row * columns + column]!) / (step * softness);
    if (clearance < share) share = clearance;
    if (share < -1) return 0;
  }
  const t = Math.max(0, Math.min(1, (share + 1) / 2));
  return t * t * (3 - 2 * t);
}

/** From the slope of the surface; a neighbour that belongs to something else is left out. */
export function surfaceNormal({ height, owner, columns }: Relief, cell: number): Vector {
  const slope = (step: number): number => {
    const after = owner[cell + step] === owner[cell] ? cell + step : cell;
    const before = owner[cell - step] === owner[cell] ? cell - step : cell;
    const span = (after === cell ? 0 : 1) + (before === cell ? 0 : 1);
    return span === 0 ? 0 : ((height[after]! - height[before]!) * cellsPerPx) / span;
  };
  const [sx, sy] = [slope(1), slope(columns)];
  const length = Math.hypot(sx, sy, 1);
  return [-sx / length, -sy / length, 1 / length];
}

/** An upright wall faces where the thing ends; thread turns tip it up and down. */
export function wallNormal({ owner, columns }: Relief, cell: number, depth: number, pitchPx: number): Vector {
  let [x, y] = [0, 0];
  for (let dy = -4; dy <= 4; dy += 2) {
    for (let dx = -4; dx <= 4; dx += 2) {
      if (owner[cell + dy * columns + dx] !== owner[cell]) {
        x += dx;
        y += dy;
      }
    }
  }
  const up = pitchPx > 0 ? 0.7 * Math.sin((depth / pitchPx) * 2 * Math.PI) : 0.1;
  const length = Math.hypot(x, y) || 1;
  const flat = Math.sqrt(1 - up * up);
  return [(x / length) * flat, (y / length) * flat, up];
}
