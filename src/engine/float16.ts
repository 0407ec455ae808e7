// Many half-precision numbers at once: how stored weights and cached features become float32 and back.
import { float16ToNumber, numberToFloat16 } from './tensor.ts';

/** Float32 values as half-precision bits, rounded to nearest, ties to even; beyond 65504 becomes infinity. */
export function float32ToFloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) bits[i] = numberToFloat16(values[i]!);
  return bits;
}

/** Half-precision bits as float32 values; exact for every half. */
export function float16ToFloat32(bits: Uint16Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) values[i] = float16ToNumber(bits[i]!);
  return values;
}
