// How HDF5's number types become tensors, by class, bytes and sign. Doubles round to float32, small integers widen.
import type { Tensor } from '../../../engine/tensor.ts';

type Reader = (bytes: ArrayBuffer) => Pick<Tensor, 'dtype' | 'data'>;

/** By `class/bytes/sign` (class 0 is whole numbers, 1 is floats); bytes come in little-endian order. */
export const hdf5Types: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['1/2/unsigned', bytes => ({ dtype: 'float16', data: new Uint16Array(bytes) })],
  ['1/4/unsigned', bytes => ({ dtype: 'float32', data: new Float32Array(bytes) })],
  ['1/8/unsigned', bytes => ({ dtype: 'float32', data: Float32Array.from(new Float64Array(bytes)) })],
  ['0/1/unsigned', bytes => ({ dtype: 'uint8', data: new Uint8Array(bytes) })],
  ['0/1/signed', bytes => ({ dtype: 'int32', data: Int32Array.from(new Int8Array(bytes)) })],
  ['0/2/unsigned', bytes => ({ dtype: 'int32', data: Int32Array.from(new Uint16Array(bytes)) })],
  ['0/2/signed', bytes => ({ dtype: 'int32', data: Int32Array.from(new Int16Array(bytes)) })],
  ['0/4/unsigned', bytes => ({ dtype: 'int64', data: BigInt64Array.from(new Uint32Array(bytes), BigInt) })],
  ['0/4/signed', bytes => ({ dtype: 'int32', data: new Int32Array(bytes) })],
  ['0/8/signed', bytes => ({ dtype: 'int64', data: new BigInt64Array(bytes) })],
]);
