// Reads and writes a tensor as NumPy's .npy, so that anyone can give us numbers, or check ours, with two lines of Python.
import type { DType, Tensor } from '../../../engine/tensor.ts';
import { modelInvalid } from './model-error.ts';
import { copyStrided } from './strided-copy.ts';
import { parseNpyHeader } from './npy-header.ts';

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const maxHeaderBytes = 64 * 1024;
const maxDimensions = 16;

const descriptions: Readonly<Record<DType, string>> = {
  float32: '<f4',
  float16: '<f2',
  int32: '<i4',
  int64: '<i8',
  uint8: '|u1',
  bool: '|b1',
};

type Stored = { readonly bytesPerItem: number; readonly read: (bytes: ArrayBuffer) => Pick<Tensor, 'dtype' | 'data'> };

/** The stored types we read; float64 rounds to float32. Big-endian ones and Python objects (a pickle) are refused by name. */
const storedTypes: ReadonlyMap<string, Stored> = new Map<string, Stored>([
  ['<f4', { bytesPerItem: 4, read: bytes => ({ dtype: 'float32', data: new Float32Array(bytes) }) }],
  ['<f8', { bytesPerItem: 8, read: bytes => ({ dtype: 'float32', data: Float32Array.from(new Float64Array(bytes)) }) }],
  ['<f2', { bytesPerItem: 2, read: bytes => ({ dtype: 'float16', data: new Uint16Array(bytes) }) }],
  ['<i4', { bytesPerItem: 4, read: bytes => ({ dtype: 'int32', data: new Int32Array(bytes) }) }],
  ['<i8', { bytesPerItem: 8, read: bytes => ({ dtype: 'int64', data: new BigInt64Array(bytes) }) }],
  ['|u1', { bytesPerItem: 1, read: bytes => ({ dtype: 'uint8', data: new Uint8Array(bytes) }) }],
  ['|b1', { bytesPerItem: 1, read: bytes => ({ dtype: 'bool', data: new Uint8Array(bytes).map(Math.sign) }) }],
]);

/** The bytes of a .npy file in C order, little-endian; the data begins at a multiple of 64. Source: NumPy's format specification. */
export function writeNpy({ dtype, shape, data }: Tensor): Uint8Array<ArrayBuffer> {
  const shapeText = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const description = `{'descr': '${descriptions[dtype]}', 'fortran_order': False, 'shape': ${shapeText}, }`;
  const start = 10;
  const dataStart = Math.ceil((start + description.length + 1) / 64) * 64;
  const header = `${description.padEnd(dataStart - start - 1)}\n`;
  const bytes = new Uint8Array(dataStart + data.byteLength);
  bytes.set([...magic, 1, 0, header.length & 0xff, header.length >> 8]);
  bytes.set(new TextEncoder().encode(header), start);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), dataStart);
  return bytes;
}

/**
 * The array of a .npy file of version 1, 2 or 3, in C order whatever its order was. NaN and infinity are values. `name` is the
 * file's name for the error.
 * @throws AppError `model-invalid` {file, reason, detail}; nothing is allocated before the bytes are known to be those of the shape.
 */
export function readNpy(bytes: Uint8Array, name: string): Tensor {
  const { text, dataStart } = headerOf(bytes, name);
  const header = parseNpyHeader(text);
  if (!header) throw modelInvalid(name, 'header-broken', 'not a dictionary of descr, fortran_order and shape');
  const stored = storedTypes.get(header.description ?? '');
  if (!stored) throw modelInvalid(name, 'type-unsupported', header.description ?? 'an array of records');
  const { shape } = header;
  if (shape.length > maxDimensions) throw modelInvalid(name, 'too-large', `${shape.length} dimensions`);
  const needed = shape.reduce((product, side) => product * side, BigInt(stored.bytesPerItem));
  const held = BigInt(bytes.byteLength - dataStart);
  if (needed !== held || shape.some(side => side > BigInt(Number.MAX_SAFE_INTEGER))) {
    const detail = `shape (${shape.join(', ')}) of ${header.description} needs ${needed} bytes, has ${held}`;
    throw modelInvalid(name, held < needed ? 'cut-short' : 'shape-mismatch', detail);
  }
  const values = new Uint8Array(bytes.byteLength - dataStart);
  const source = bytes.subarray(dataStart);
  const sides = shape.map(Number);
  const { bytesPerItem } = stored;
  if (header.isFortranOrder && sides.length > 1)
    copyStrided(source, values, { offset: 0, shape: sides, strides: fortranStrides(sides), bytesPerItem });
  else values.set(source);
  return { ...stored.read(values.buffer), shape: sides };
}

function headerOf(bytes: Uint8Array, name: string): { text: string; dataStart: number } {
  if (!magic.every((byte, at) => bytes[at] === byte || at >= bytes.byteLength)) {
    throw modelInvalid(name, 'not-this-format', 'no .npy magic at the start');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6] ?? 1;
  if (version < 1 || version > 3) throw modelInvalid(name, 'header-broken', `.npy version ${version}`);
  const start = version === 1 ? 10 : 12;
  if (bytes.byteLength < start) throw modelInvalid(name, 'cut-short', `${bytes.byteLength} bytes`);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > maxHeaderBytes) throw modelInvalid(name, 'too-large', `a header of ${length} bytes`);
  const dataStart = start + length;
  if (dataStart > bytes.byteLength) {
    throw modelInvalid(name, 'cut-short', `a header of ${length} bytes in a file of ${bytes.byteLength}`);
  }
  // What is read of a header is ASCII in every version; other characters fit no part of it.
  return { text: new TextDecoder('latin1').decode(bytes.subarray(start, dataStart)), dataStart };
}

/** In Fortran's order the first index runs fastest. */
const fortranStrides = (shape: readonly number[]): number[] =>
  shape.map((_, axis) => shape.slice(0, axis).reduce((product, side) => product * side, 1));
