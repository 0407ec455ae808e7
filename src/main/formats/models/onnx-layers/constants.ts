// Loads the values of an ONNX tensor: floats of any width as float32, whole numbers as a short list. Sizes are checked before memory is taken.
import { float16ToFloat32 } from '../../../../engine/float16.ts';
import { float32Tensor } from '../../../../engine/tensor.ts';
import { OnnxTensorError, readOnnxTensor } from '../onnx-tensors.ts';
import type { OnnxTensor } from '../onnx-tensors.ts';
import { ProtobufError } from '../protobuf-reader.ts';
import type { Message } from '../protobuf-reader.ts';
import type { OnnxAttribute } from './graph-nodes.ts';
import type { Constant, Sizes } from './values.ts';

const field = { floats: 4, small: 5, int64: 7, raw: 9, doubles: 10 } as const;
const maxIntegers = 65_536;

/** Takes so many bytes or throws ProtobufError `too-large`. */
export type TakeBytes = (bytes: number) => void;

/** @throws ProtobufError, OnnxTensorError `type-unsupported` for texts, large lists of whole numbers and uint64. */
export function loadTensor(message: Message, name: string, take: TakeBytes): Constant | Sizes {
  const claimed = readOnnxTensor(message, { owner: name, mustBeFinite: false });
  const count = claimed.shape.reduce((product, side) => product * side, 1);
  const { shape } = claimed;
  if (claimed.dtype.includes('float')) {
    take(4 * count);
    return { kind: 'constant', name, tensor: float32Tensor(shape, floatsOf(message, claimed, count)) };
  }
  const shown = JSON.stringify(name.slice(0, 100));
  if (count > maxIntegers) throw new OnnxTensorError('type-unsupported', `${shown}: ${count} whole numbers`);
  const sizes = integersOf(message, claimed.dtype, shown);
  if (sizes.length !== count) throw new OnnxTensorError('type-unsupported', `${shown} is ${claimed.dtype}`);
  return { kind: 'sizes', shape, sizes };
}

const wide = { float32: 4, float64: 8, float16: 2, bfloat16: 2 } as const;

function floatsOf(message: Message, { dtype }: OnnxTensor, count: number): Float32Array {
  const values = new Float32Array(count);
  const bytesPerItem = wide[dtype as keyof typeof wide];
  let at = 0;
  for (const each of message.fields()) {
    const isFixed = each.number === field.floats || each.number === field.doubles;
    if (each.number === field.raw || isFixed) {
      const bytes = isFixed ? each.fixed(each.number === field.floats ? 4 : 8) : each.bytes();
      const part = widened(bytes, dtype);
      values.set(part, at);
      at += bytes.byteLength / bytesPerItem;
    } else if (each.number === field.small) {
      // The bits of each number of 16 bits stand in a varint of their own.
      const bits = Uint16Array.from(each.varints());
      values.set(widened(new Uint8Array(bits.buffer), dtype), at);
      at += bits.length;
    }
  }
  return values;
}

/** Little-endian, as is every machine Node 24 runs on. */
function widened(bytes: Uint8Array, dtype: string): Float32Array {
  // A copy that begins where a number may begin; a Buffer's own slice is none.
  const { buffer } = new Uint8Array(bytes);
  if (dtype === 'float32') return new Float32Array(buffer);
  if (dtype === 'float64') return Float32Array.from(new Float64Array(buffer));
  const bits = new Uint16Array(buffer);
  if (dtype === 'float16') return float16ToFloat32(bits);
  // bfloat16 is the upper half of a float32.
  return new Float32Array(Uint32Array.from(bits, half => half << 16).buffer);
}

function integersOf(message: Message, dtype: string, shown: string): number[] {
  const values: number[] = [];
  for (const each of message.fields()) {
    if (each.number === field.raw) values.push(...rawIntegers(each.bytes(), dtype, shown));
    else if (each.number === field.int64) values.push(...each.integers(maxIntegers).map(Number));
    else if (each.number === field.small) for (const bits of each.varints()) values.push(bits | 0);
    if (values.length > maxIntegers) throw new ProtobufError('too-large', `${shown}: more than ${maxIntegers} numbers`);
  }
  return values;
}

function rawIntegers(bytes: Uint8Array, dtype: string, shown: string): number[] {
  const { buffer } = new Uint8Array(bytes);
  if (dtype === 'int64') return Array.from(new BigInt64Array(buffer), Number);
  if (dtype === 'int32') return Array.from(new Int32Array(buffer));
  if (dtype === 'bool' || dtype === 'uint8') return Array.from(bytes);
  if (dtype === 'int8') return Array.from(new Int8Array(buffer));
  throw new OnnxTensorError('type-unsupported', `${shown} is ${dtype}`);
}

/** What a Constant node holds. @throws as `loadTensor`, OnnxTensorError for texts and sparse tensors. */
export function constantNode(
  attributes: ReadonlyMap<string, OnnxAttribute>,
  name: string,
  take: TakeBytes,
): Constant | Sizes {
  const { tensor } = attributes.get('value') ?? {};
  if (tensor) return loadTensor(tensor, name, take);
  const float = attributes.get('value_float')?.float;
  const floats = float === undefined ? attributes.get('value_floats')?.floats : [float];
  if (floats)
    return { kind: 'constant', name, tensor: float32Tensor(float === undefined ? [floats.length] : [], floats) };
  const integer = attributes.get('value_int')?.integer;
  const integers = integer === undefined ? attributes.get('value_ints')?.integers : [integer];
  if (integers) return { kind: 'sizes', shape: integer === undefined ? [integers.length] : [], sizes: integers };
  throw new OnnxTensorError('type-unsupported', `Constant ${name.slice(0, 200)}`);
}
