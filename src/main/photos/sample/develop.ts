// From light to a photo: lens blur, vignette, exposure, a film-like curve, and the grain of a small sensor.
import { mulberry32 } from '../../../shared/random.ts';
import { photoHeightPx, photoWidthPx } from './scene.ts';
import type { Scene } from './scene.ts';

/** Fineness of the tabulated curve: under 1/4 of an 8-bit step everywhere but in the darkest hundredth. */
const stepsPerUnit = 4_096;

/** Linear RGB to 8-bit sRGB, both interleaved. */
export function develop(linear: Float32Array, { exposure, blurPx, grain, seed }: Scene): Uint8Array {
  const blurred = blur(linear, blurPx);
  const random = mulberry32(seed ^ 0x5bd1e995);
  const rgb = new Uint8Array(linear.length);
  const curve = Float32Array.from({ length: 8 * stepsPerUnit }, (_, step) => encode(toneCurve(step / stepsPerUnit)));
  for (let y = 0, i = 0; y < photoHeightPx; y++) {
    for (let x = 0; x < photoWidthPx; x++) {
      const fromCentre = ((x / photoWidthPx - 0.5) ** 2 + (y / photoHeightPx - 0.5) ** 2) * 2;
      const vignette = 1 - 0.38 * fromCentre;
      // Grain is mostly in brightness; colour grain is weaker, as after a camera's own noise reduction.
      const shared = 1.5 * (random() + random() - 1);
      const tint = 0.8 * (random() - 0.5);
      for (let channel = 0; channel < 3; channel++, i++) {
        const light = blurred[i]! * exposure * vignette;
        const encoded = curve[Math.min(curve.length - 1, Math.round(light * stepsPerUnit))]!;
        const noise = grain * (1.3 - 0.8 * encoded) * (shared + tint * (1 - channel));
        rgb[i] = Math.round(255 * Math.min(1, Math.max(0, encoded + noise)));
      }
    }
  }
  return rgb;
}

/** sRGB's curve, for light in [0, 1]. */
const encode = (light: number): number => (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);

/** A shoulder for highlights: 0.18 stays about 0.18, 1 becomes 0.8, brighter values creep towards 1. Source: Narkowicz's ACES fit. */
function toneCurve(light: number): number {
  const x = light * 0.72;
  return Math.min(1, (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14));
}

/** Gaussian blur of three taps each way. */
function blur(values: Float32Array, sigmaPx: number): Float32Array {
  const side = Math.exp(-1 / (2 * sigmaPx * sigmaPx));
  const middle = 1 / (1 + 2 * side);
  const rowStep = photoWidthPx * 3;
  return blurAlong(blurAlong(values, 3, rowStep), rowStep, values.length);

  function blurAlong(from: Float32Array, step: number, lineLength: number): Float32Array {
    const to = new Float32Array(from.length);
    for (let i = 0; i < from.length; i++) {
      const inLine = i % lineLength;
      const before = inLine >= step ? from[i - step]! : from[i]!;
      const after = inLine + step < lineLength ? from[i + step]! : from[i]!;
      to[i] = middle * from[i]! + middle * side * (before + after);
    }
    return to;
  }
}
