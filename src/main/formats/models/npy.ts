// Writes a tensor as NumPy's .npy (version 1.0), so that anyone can check our numbers with two lines of Python.
import type { DType, Tensor } from '../../../engine/tensor.ts';

const descriptions: Readonly<Record<DType, string>> = {
  float32: '<f4',
  float16: '<f2',
  int32: '<i4',
  int64: '<i8',
  uint8: '|u1',
  bool: '|b1',
};

/** The bytes of a .npy file in C order, little-endian; the data begins at a multiple of 64. Source: NumPy's format specification. */
export function writeNpy({ dtype, shape, data }: Tensor): Uint8Array<ArrayBuffer> {
  const shapeText = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const description = `{'descr': '${descriptions[dtype]}', 'fortran_order': False, 'shape': ${shapeText}, }`;
  const start = 10;
  const dataStart = Math.ceil((start + description.length + 1) / 64) * 64;
  const header = `${description.padEnd(dataStart - start - 1)}\n`;
  const bytes = new Uint8Array(dataStart + data.byteLength);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length & 0xff, header.length >> 8]);
  bytes.set(new TextEncoder().encode(header), start);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), dataStart);
  return bytes;
}
