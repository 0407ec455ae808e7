// A tensor as plain data: element type, shape, values in C order; and the conversions between float16 bits and float32.
import { invariant } from '../shared/errors.ts';

export type DType = 'float32' | 'float16' | 'int32' | 'int64' | 'uint8' | 'bool';

/** float16 is held as raw bits in a Uint16Array; bool as 0 or 1 in a Uint8Array. */
export type TensorData = Float32Array | Uint16Array | Int32Array | BigInt64Array | Uint8Array;

/** Values in C order. A scalar has shape []. */
export type Tensor = { readonly dtype: DType; readonly shape: readonly number[]; readonly data: TensorData };

/** Weights by key `layer/weight`, in Keras layouts (kernels HWIO, depthwise kernels height, width, input, multiplier). */
export type Weights = ReadonlyMap<string, Tensor>;

/** The number of values a tensor of this shape holds; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** A float32 tensor; without data it is filled with zeros. The data is used as it is, not copied. */
export function float32Tensor(shape: readonly number[], data?: Float32Array | readonly number[]): Tensor {
  const values =
    data instanceof Float32Array ? data : data ? Float32Array.from(data) : new Float32Array(elementCount(shape));
  invariant(values.length === elementCount(shape), `${values.length} values for the shape [${shape.join(', ')}]`);
  return { dtype: 'float32', shape, data: values };
}

/** The values of a float32 or float16 tensor as float32; a float32 tensor's own array, not a copy. */
export function toFloat32(tensor: Tensor): Float32Array {
  if (tensor.data instanceof Float32Array) return tensor.data;
  invariant(tensor.dtype === 'float16', `a ${tensor.dtype} tensor where floats are needed`);
  const bits = tensor.data as Uint16Array;
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) values[i] = float16ToNumber(bits[i]!);
  return values;
}

/** A float tensor rounded to float16, ties to even; values beyond ±65504 become infinite. */
export function toFloat16(tensor: Tensor): Tensor {
  if (tensor.dtype === 'float16') return tensor;
  const values = toFloat32(tensor);
  const bits = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) bits[i] = numberToFloat16(values[i]!);
  return { dtype: 'float16', shape: tensor.shape, data: bits };
}

/** The value of 16 IEEE 754 half-precision bits. */
export function float16ToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

const scratchFloat = new Float32Array(1);
const scratchBits = new Uint32Array(scratchFloat.buffer);

/** The IEEE 754 half-precision bits nearest to a float32 value, ties to even. */
export function numberToFloat16(value: number): number {
  scratchFloat[0] = value;
  const bits = scratchBits[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) return sign | roundToEven(Math.abs(scratchFloat[0]!) * 2 ** 24);
  // Re-bias the exponent by 112, then round the 13 dropped bits to even; a carry moves into the exponent as it should.
  return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
