// The table under the things: wood, cloth, paper or concrete, made of noise. Gives its colour and its fine relief.
import { fractal, noiseFrom, smoothstep } from './noise.ts';
import type { Noise } from './noise.ts';
import type { BackgroundKind, Rgb, Scene } from './scene.ts';

/** Linear RGB interleaved, and a relief in px whose slope shades the surface. Both row-major. */
export type Table = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly colour: Float32Array;
  readonly relief: Float32Array;
};

type Texture = { readonly brightness: number; readonly relief: number; readonly tint?: Rgb };
type TextureAt = (x: number, y: number) => Texture;

/** The table's surface, `widthPx` × `heightPx` px. */
export function makeTable({ background, table, seed }: Scene, widthPx: number, heightPx: number): Table {
  const textureAt = textures[background](noiseFrom(seed), noiseFrom(seed + 1));
  const colour = new Float32Array(widthPx * heightPx * 3);
  const relief = new Float32Array(widthPx * heightPx);
  for (let y = 0, i = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, i++) {
      const { brightness, relief: height, tint } = textureAt(x, y);
      relief[i] = height;
      for (let channel = 0; channel < 3; channel++) {
        colour[3 * i + channel] = Math.max(0.004, table[channel]! * brightness * (tint?.[channel] ?? 1));
      }
    }
  }
  return { widthPx, heightPx, colour, relief };
}

const textures: Readonly<Record<BackgroundKind, (noise: Noise, other: Noise) => TextureAt>> = {
  wood,
  cloth,
  paper,
  concrete,
};

function wood(noise: Noise, other: Noise): TextureAt {
  const plankWidth = 150 + 60 * noise(0.5, 0.5);
  const shift = 80 * noise(9.5, 3.5);
  return (x, y) => {
    const across = (y + shift + 400) / plankWidth;
    const plank = Math.floor(across);
    const inPlank = (across - plank) * plankWidth;
    const along = x * 0.006 + plank * 37;
    const warp = fractal(noise, along, y * 0.02, 3) * 5;
    const rings = Math.sin((y * 0.07 + warp + plank * 11) * 2.2);
    const fibre = other(x * 0.02 + plank * 13, y * 0.9) * 0.6 + other(x * 0.07, y * 1.7) * 0.4;
    const pore = smoothstep(0.55, 0.9, other(x * 0.03 + 50, y * 0.75 + 9));
    const seam = smoothstep(1.8, 0.4, Math.min(inPlank, plankWidth - inPlank));
    const tone = 1 + 0.16 * noise(plank * 3.7, 1.5);
    const brightness =
      tone * (1 + 0.1 * rings + 0.13 * fibre + 0.12 * warp * 0.3) * (1 - 0.3 * pore) * (1 - 0.75 * seam);
    return {
      brightness,
      relief: 0.1 * fibre - 0.25 * pore - 1.5 * seam,
      tint: [1, 1 - 0.03 * rings, 1 - 0.07 * rings],
    };
  };
}

function cloth(noise: Noise, other: Noise): TextureAt {
  const turn = 0.4 * noise(2.5, 7.5);
  const cosine = Math.cos(turn);
  const sine = Math.sin(turn);
  return (x, y) => {
    const foldX = x + 2.5 * noise(x * 0.012, y * 0.012);
    const foldY = y + 2.5 * noise(x * 0.012 + 40, y * 0.012);
    const u = (foldX * cosine + foldY * sine) * 0.78;
    const v = (foldY * cosine - foldX * sine) * 0.78;
    // Warp lies over weft at every other crossing.
    const isWarpUp = (Math.floor(u / Math.PI) + Math.floor(v / Math.PI)) % 2 === 0;
    const thread = isWarpUp ? Math.abs(Math.sin(u)) : Math.abs(Math.sin(v));
    const slub = other(isWarpUp ? u * 0.9 : u * 0.06, isWarpUp ? v * 0.06 : v * 0.9);
    const folds = fractal(noise, x * 0.005, y * 0.005, 2);
    const brightness = 0.72 + 0.36 * thread + 0.13 * slub + 0.12 * other(x * 0.9, y * 0.9);
    return { brightness, relief: 0.55 * thread + 22 * folds };
  };
}

function paper(noise: Noise, other: Noise): TextureAt {
  const lineStep = noise(4.5, 1.5) > 0 ? 26 : 0;
  return (x, y) => {
    const fibre = 0.5 * other(x * 0.35, y * 0.35) + 0.5 * other(x * 0.9, y * 0.8);
    const stain = fractal(noise, x * 0.008, y * 0.008, 3);
    const wave = fractal(noise, x * 0.004 + 9, y * 0.004, 2);
    const speck = smoothstep(0.86, 0.95, other(x * 0.21 + 70, y * 0.23));
    const line = lineStep > 0 ? smoothstep(1.1, 0.3, Math.abs(y % lineStep)) * 0.16 : 0;
    return {
      brightness: 1 + 0.035 * fibre + 0.07 * stain - 0.16 * speck - line,
      relief: 0.16 * fibre + 14 * wave,
      tint: [1 - line * 0.7, 1 - line * 0.3, 1],
    };
  };
}

function concrete(noise: Noise, other: Noise): TextureAt {
  return (x, y) => {
    const cloud = fractal(noise, x * 0.007, y * 0.007, 5);
    const sand = other(x * 0.8, y * 0.8) * 0.5 + other(x * 0.37, y * 0.41) * 0.5;
    const pit =
      smoothstep(0.5, 0.75, 0.62 * other(x * 0.13 + 31, y * 0.13) + 0.38 * other(x * 0.31, y * 0.29 + 12)) *
      smoothstep(0, 0.4, cloud + 0.2);
    const pebble = smoothstep(0.55, 0.8, noise(x * 0.19, y * 0.17 + 60));
    const brightness = 1 + 0.32 * cloud + 0.13 * sand - 0.4 * pit + 0.12 * pebble;
    return {
      brightness,
      relief: 0.45 * sand + 4 * cloud - 2.2 * pit + 0.5 * pebble,
      tint: [1, 1 - 0.02 * cloud, 1 - 0.05 * cloud],
    };
  };
}
