// Reads how an ONNX file describes what goes into a graph and comes out of it: ValueInfoProto with its TypeProto and TensorShapeProto.
import { elementTypeName, maxDimensions, maxNameBytes, OnnxTensorError } from './onnx-tensors.ts';
import { ProtobufError } from './protobuf-reader.ts';
import type { Message } from './protobuf-reader.ts';

const value = { name: 1, type: 2 } as const;
const type = { tensor: 1, elementType: 1, shape: 2, dimension: 1, size: 1, symbol: 2 } as const;

export type OnnxInterface = {
  readonly name: string;
  readonly dtype: string;
  /** Null where any size fits. */
  readonly shape: readonly (number | null)[];
  /** What the file calls each size that is open: those of one name are equal. */
  readonly symbols: readonly (string | null)[];
};

/** A ValueInfoProto. @throws OnnxTensorError where it is not a tensor of a known type; ProtobufError. */
export function readOnnxInterface(message: Message): OnnxInterface {
  let name = '';
  let described: Message | undefined;
  for (const field of message.fields()) {
    if (field.number === value.name) name = field.text(maxNameBytes);
    else if (field.number === value.type) described = field.message();
  }
  const shown = JSON.stringify(name.slice(0, 100));
  let tensor: Message | undefined;
  for (const field of described?.fields() ?? []) {
    if (field.number === type.tensor) tensor = field.message();
  }
  if (name === '' || !tensor) throw new OnnxTensorError('type-unsupported', `${shown} is not described as a tensor`);
  let dtype = 0n;
  let shape: Message | undefined;
  for (const field of tensor.fields()) {
    if (field.number === type.elementType) dtype = field.integer();
    else if (field.number === type.shape) shape = field.message();
  }
  // ONNX' own checker wants a rank too.
  if (!shape) throw new ProtobufError('broken', `${shown} has no shape`);
  return { name, dtype: elementTypeName(dtype, shown), ...readShape(shape, shown) };
}

function readShape(message: Message, shown: string): Pick<OnnxInterface, 'shape' | 'symbols'> {
  const shape: (number | null)[] = [];
  const symbols: (string | null)[] = [];
  for (const field of message.fields()) {
    if (field.number !== type.dimension) continue;
    let size: number | null = null;
    let symbol: string | null = null;
    for (const part of field.message().fields()) {
      if (part.number === type.symbol) symbol = part.text(maxNameBytes) || null;
      else if (part.number === type.size) size = knownSize(part.integer(), shown);
    }
    symbols.push(symbol);
    if (shape.push(size) > maxDimensions)
      throw new ProtobufError('too-large', `${shown} of ${shape.length} dimensions`);
  }
  return { shape, symbols };
}

/** Some writers mark an open size with -1. */
function knownSize(size: bigint, shown: string): number | null {
  if (size > BigInt(Number.MAX_SAFE_INTEGER)) throw new OnnxTensorError('shape-mismatch', `${shown} of size ${size}`);
  return size < 0n ? null : Number(size);
}
