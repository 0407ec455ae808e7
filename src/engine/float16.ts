// Half-precision numbers as raw bits: how stored weights and cached features become float32 and back.

const halfOf = new Float32Array(1);
const bitsOf = new Uint32Array(halfOf.buffer);

/** Rounds to the nearest half, ties to even; beyond 65504 becomes infinity; NaN stays NaN. */
function toHalfBits(value: number): number {
  halfOf[0] = value;
  const bits = bitsOf[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 0xff;
  const mantissa = bits & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (mantissa ? 0x200 | (mantissa >>> 13) : 0);
  const halfExponent = exponent - 112;
  if (halfExponent >= 31) return sign | 0x7c00;
  if (halfExponent < -10) return sign;
  // The hidden bit is written out for subnormal halves, which have none; a carry of the rounding walks into the exponent, as it should.
  const shift = halfExponent > 0 ? 13 : 14 - halfExponent;
  const full = halfExponent > 0 ? mantissa : mantissa | 0x800000;
  const kept = (halfExponent > 0 ? halfExponent << 10 : 0) + (full >>> shift);
  const rest = full & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  return sign | (kept + (rest > half || (rest === half && kept & 1) ? 1 : 0));
}

/** Float32 values as half-precision bits. */
export function float32ToFloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) bits[i] = toHalfBits(values[i]!);
  return bits;
}

/** Half-precision bits as float32 values; exact for every half. */
export function float16ToFloat32(bits: Uint16Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(bits.length);
  const valueBits = new Uint32Array(values.buffer);
  for (let i = 0; i < bits.length; i++) {
    const half = bits[i]!;
    const sign = (half & 0x8000) << 16;
    const exponent = (half >>> 10) & 0x1f;
    const mantissa = half & 0x3ff;
    if (exponent === 0) {
      values[i] = (sign ? -1 : 1) * mantissa * 2 ** -24;
    } else {
      valueBits[i] = sign | ((exponent === 31 ? 0xff : exponent + 112) << 23) | (mantissa << 13);
    }
  }
  return values;
}
