// Smooth randomness over the plane: what makes wood, cloth and brushed steel look grown rather than drawn.
import { mulberry32 } from '../../../shared/random.ts';

/** A value in [-1, 1] at a place; neighbouring places are alike over a distance of 1. */
export type Noise = (x: number, y: number) => number;

const side = 256;

/** Value noise from a seeded 256 × 256 lattice that repeats beyond it. */
export function noiseFrom(seed: number): Noise {
  const random = mulberry32(seed);
  const lattice = Float32Array.from({ length: side * side }, () => 2 * random() - 1);
  return (x, y) => {
    const left = Math.floor(x);
    const top = Math.floor(y);
    const tx = smooth(x - left);
    const ty = smooth(y - top);
    const column = left & (side - 1);
    const nextColumn = (left + 1) & (side - 1);
    const row = (top & (side - 1)) * side;
    const nextRow = ((top + 1) & (side - 1)) * side;
    const above = lattice[row + column]! + (lattice[row + nextColumn]! - lattice[row + column]!) * tx;
    const below = lattice[nextRow + column]! + (lattice[nextRow + nextColumn]! - lattice[nextRow + column]!) * tx;
    return above + (below - above) * ty;
  };
}

const smooth = (t: number): number => t * t * (3 - 2 * t);

/** Sum of `octaves` layers, each twice as fine and half as strong; in about [-1, 1]. */
export function fractal(noise: Noise, x: number, y: number, octaves: number): number {
  let sum = 0;
  let strength = 0.5;
  let scale = 1;
  for (let octave = 0; octave < octaves; octave++) {
    sum += strength * noise(x * scale + 17 * octave, y * scale - 31 * octave);
    strength /= 2;
    scale *= 2;
  }
  return sum;
}

/** 0 below `from`, 1 above `to`, smooth between; `from` may be the larger one. */
export function smoothstep(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
