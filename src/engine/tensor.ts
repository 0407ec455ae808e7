// A tensor as plain data: element type, shape, values in C order.
import { invariant } from '../shared/errors.ts';
import { float16ToFloat32, float32ToFloat16 } from './float16.ts';

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
  return float16ToFloat32(tensor.data as Uint16Array);
}

/** A float tensor rounded to float16, ties to even; values beyond ±65504 become infinite. */
export function toFloat16(tensor: Tensor): Tensor {
  if (tensor.dtype === 'float16') return tensor;
  return { dtype: 'float16', shape: tensor.shape, data: float32ToFloat16(toFloat32(tensor)) };
}
