// Reads what an ONNX tensor claims and whether its bytes are there, without loading it: TensorProto and SparseTensorProto.
import { ProtobufError } from './protobuf-reader.ts';
import type { Field, Message } from './protobuf-reader.ts';

/** What is wrong with a tensor; the caller knows the file. */
export class OnnxTensorError extends Error {
  override readonly name = 'OnnxTensorError';
  readonly reason: 'offsets-broken' | 'shape-mismatch' | 'type-unsupported' | 'not-a-number';

  constructor(reason: OnnxTensorError['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

export type OnnxTensor = {
  readonly name: string;
  /** As NumPy calls it: `float32`, `int64`, `bool`, `string`. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Of its values as they would be in memory; of a string tensor, of its texts. */
  readonly bytes: number;
};

export const maxNameBytes = 1_024;
export const maxDimensions = 16;

const tensor = {
  dimensions: 1,
  dataType: 2,
  segment: 3,
  strings: 6,
  name: 8,
  raw: 9,
  external: 13,
  location: 14,
} as const;
const sparse = { values: 1, indices: 2, dimensions: 3 } as const;
/** Values written one by one instead of as raw bytes: which field holds which type's. */
const typedFields = { float: 4, int32: 5, int64: 7, double: 10, uint64: 11 } as const;

type FloatForm = 'float16' | 'bfloat16' | 'float32' | 'float64';
type ElementType = {
  readonly dtype: string;
  readonly bytesPerItem: number;
  readonly typedField: number;
  /** What NaN and infinity look like, where the type has them. */
  readonly form?: FloatForm;
};

/** TensorProto.DataType. Complex numbers, 8-bit floats and numbers of less than a byte are refused by their number. */
const elementTypes: ReadonlyMap<number, ElementType> = new Map<number, ElementType>([
  [1, { dtype: 'float32', bytesPerItem: 4, typedField: typedFields.float, form: 'float32' }],
  [2, { dtype: 'uint8', bytesPerItem: 1, typedField: typedFields.int32 }],
  [3, { dtype: 'int8', bytesPerItem: 1, typedField: typedFields.int32 }],
  [4, { dtype: 'uint16', bytesPerItem: 2, typedField: typedFields.int32 }],
  [5, { dtype: 'int16', bytesPerItem: 2, typedField: typedFields.int32 }],
  [6, { dtype: 'int32', bytesPerItem: 4, typedField: typedFields.int32 }],
  [7, { dtype: 'int64', bytesPerItem: 8, typedField: typedFields.int64 }],
  [8, { dtype: 'string', bytesPerItem: 0, typedField: tensor.strings }],
  [9, { dtype: 'bool', bytesPerItem: 1, typedField: typedFields.int32 }],
  [10, { dtype: 'float16', bytesPerItem: 2, typedField: typedFields.int32, form: 'float16' }],
  [11, { dtype: 'float64', bytesPerItem: 8, typedField: typedFields.double, form: 'float64' }],
  [12, { dtype: 'uint32', bytesPerItem: 4, typedField: typedFields.uint64 }],
  [13, { dtype: 'uint64', bytesPerItem: 8, typedField: typedFields.uint64 }],
  [16, { dtype: 'bfloat16', bytesPerItem: 2, typedField: typedFields.int32, form: 'bfloat16' }],
]);

/** The name of a TensorProto.DataType. @throws OnnxTensorError `type-unsupported`. */
export function elementTypeName(dataType: bigint, owner: string): string {
  return elementType(dataType, owner).dtype;
}

function elementType(dataType: bigint, owner: string): ElementType {
  const known = elementTypes.get(Number(dataType));
  if (!known) throw new OnnxTensorError('type-unsupported', `${owner} is of ONNX's data type ${dataType}`);
  return known;
}

export type TensorRules = {
  /** What to call a tensor without a name. */
  readonly owner: string;
  /** Whether NaN and infinity are refused. */
  readonly mustBeFinite: boolean;
};

type Found = {
  name: string;
  dataType: bigint;
  readonly dimensions: bigint[];
  /** The field that holds the values; 0 where there is none. */
  valueField: number;
  isElsewhere: boolean;
  isPart: boolean;
};

/** @throws OnnxTensorError where its values lie in another file, are not as many as its shape says, or are not finite; ProtobufError. */
export function readOnnxTensor(message: Message, { owner, mustBeFinite }: TensorRules): OnnxTensor {
  const found = collect(message);
  const shown = found.name === '' ? owner : JSON.stringify(found.name.slice(0, 100));
  if (found.isElsewhere) throw new OnnxTensorError('offsets-broken', `${shown} lies in another file (external data)`);
  if (found.isPart) throw new OnnxTensorError('type-unsupported', `${shown} is a segment of a tensor`);
  const type = elementType(found.dataType, shown);
  const { count, bytes, hasNonFinite } = measure(message, found.valueField, type, shown);
  if (!found.dimensions.every(isSide) || !Number.isInteger(count) || product(found.dimensions) !== BigInt(count)) {
    const shape = found.dimensions.join(', ');
    throw new OnnxTensorError(
      'shape-mismatch',
      `${shown} of shape [${shape}] and type ${type.dtype} has ${count} values`,
    );
  }
  if (mustBeFinite && hasNonFinite) throw new OnnxTensorError('not-a-number', shown);
  return { name: found.name, dtype: type.dtype, shape: found.dimensions.map(Number), bytes };
}

/** A sparse initializer: its values and their places, both tensors. `shape` is the whole tensor's. */
export function readOnnxSparseTensor(message: Message, rules: TensorRules): OnnxTensor {
  let values: OnnxTensor | undefined;
  let places: OnnxTensor | undefined;
  const shape: bigint[] = [];
  for (const field of message.fields()) {
    if (field.number === sparse.values) values = readOnnxTensor(field.message(), rules);
    else if (field.number === sparse.indices) places = readOnnxTensor(field.message(), rules);
    else if (field.number === sparse.dimensions) addDimensions(shape, field);
  }
  if (!values || !places)
    throw new ProtobufError('broken', `${rules.owner}: a sparse tensor without values or indices`);
  if (!shape.every(isSide))
    throw new OnnxTensorError('shape-mismatch', `${values.name} of shape [${shape.join(', ')}]`);
  return { ...values, shape: shape.map(Number), bytes: values.bytes + places.bytes };
}

function collect(message: Message): Found {
  const found: Found = { name: '', dataType: 0n, dimensions: [], valueField: 0, isElsewhere: false, isPart: false };
  const seen = new Set<number>();
  for (const field of message.fields()) {
    const { number } = field;
    const isSingle = number === tensor.dataType || number === tensor.name || number === tensor.raw;
    // Readers differ in which of two they take: such a tensor is not the same to everyone.
    if (isSingle && seen.has(number)) throw new ProtobufError('broken', `a tensor with two of field ${number}`);
    seen.add(number);
    if (number === tensor.name) found.name = field.text(maxNameBytes);
    else if (number === tensor.dataType) found.dataType = field.integer();
    else if (number === tensor.dimensions) addDimensions(found.dimensions, field);
    else if (number === tensor.external) found.isElsewhere = true;
    else if (number === tensor.location) found.isElsewhere ||= field.integer() !== 0n;
    else if (number === tensor.segment) found.isPart = true;
    else if (number === tensor.raw || number === tensor.strings || isTyped(number)) {
      if (found.valueField !== 0 && found.valueField !== number)
        throw new ProtobufError('broken', `a tensor with values in the fields ${found.valueField} and ${number}`);
      found.valueField = number;
    }
  }
  return found;
}

const isTyped = (number: number): boolean => Object.values<number>(typedFields).includes(number);

function addDimensions(dimensions: bigint[], field: Field): void {
  dimensions.push(...field.integers(maxDimensions));
  if (dimensions.length > maxDimensions) throw new ProtobufError('too-large', `more than ${maxDimensions} dimensions`);
}

const isSide = (side: bigint): boolean => side >= 0n && side <= BigInt(Number.MAX_SAFE_INTEGER);
const product = (sides: readonly bigint[]): bigint => sides.reduce((count, side) => count * side, 1n);

type Measure = { readonly count: number; readonly bytes: number; readonly hasNonFinite: boolean };

/** Goes over the values where they lie: there may be as many fields as values. */
function measure(message: Message, valueField: number, type: ElementType, shown: string): Measure {
  const isRaw = valueField === tensor.raw && type.dtype !== 'string';
  if (valueField !== 0 && !isRaw && valueField !== type.typedField) {
    throw new OnnxTensorError('shape-mismatch', `${shown} of type ${type.dtype} has values of another type`);
  }
  let count = 0;
  let bytes = 0;
  let hasNonFinite = false;
  for (const field of message.fields()) {
    if (field.number !== valueField) continue;
    if (type.dtype === 'string') {
      count++;
      bytes += field.bytes().byteLength;
    } else if (isRaw || valueField === typedFields.float || valueField === typedFields.double) {
      const items = isRaw ? field.bytes() : field.fixed(valueField === typedFields.float ? 4 : 8);
      // A part of a value makes this a fraction, which is no shape's count.
      count += items.byteLength / type.bytesPerItem;
      hasNonFinite ||= type.form !== undefined && someNonFinite(items, type.form);
    } else {
      const exponent = type.form === 'float16' ? 0x7c00 : type.form === 'bfloat16' ? 0x7f80 : 0;
      for (const bits of field.varints()) {
        count++;
        hasNonFinite ||= exponent !== 0 && (bits & exponent) === exponent;
      }
    }
  }
  return { count, bytes: bytes + count * type.bytesPerItem, hasNonFinite };
}

/** In which byte of an item the exponent's bits end, and its bits there and in the byte below: all set in NaN and infinity. */
const exponents: Readonly<Record<FloatForm, { bytes: number; upper: number; lower: number }>> = {
  float16: { bytes: 2, upper: 0x7c, lower: 0 },
  bfloat16: { bytes: 2, upper: 0x7f, lower: 0x80 },
  float32: { bytes: 4, upper: 0x7f, lower: 0x80 },
  float64: { bytes: 8, upper: 0x7f, lower: 0xf0 },
};

function someNonFinite(values: Uint8Array, form: FloatForm): boolean {
  const { bytes, upper, lower } = exponents[form];
  for (let at = bytes - 1; at < values.length; at += bytes) {
    if ((values[at]! & upper) === upper && (values[at - 1]! & lower) === lower) return true;
  }
  return false;
}
