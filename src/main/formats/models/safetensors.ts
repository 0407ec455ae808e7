// Reads and writes .safetensors: an 8-byte length, a JSON header, then the tensors' bytes. The reader trusts nothing in the header.
import type { DType, Tensor, Weights } from '../../../engine/tensor.ts';
import { invariant } from '../../../shared/errors.ts';
import { modelInvalid } from './model-error.ts';
import { parseStrictJson, StrictJsonError } from './strict-json.ts';
import type { StrictJson } from './strict-json.ts';

const maxHeaderBytes = 16 * 1024 * 1024;
const maxTensors = 20_000;
const maxNameLength = 1_024;
const maxDimensions = 16;

type Stored = { readonly bytesPerItem: number; readonly read: (bytes: ArrayBuffer) => Pick<Tensor, 'dtype' | 'data'> };

/** The stored types we read. BF16 widens exactly and F64 rounds to float32; 8-bit floats and odd integers are refused by name. */
const storedTypes: ReadonlyMap<string, Stored> = new Map<string, Stored>([
  ['F32', { bytesPerItem: 4, read: bytes => ({ dtype: 'float32', data: new Float32Array(bytes) }) }],
  ['F16', { bytesPerItem: 2, read: bytes => ({ dtype: 'float16', data: new Uint16Array(bytes) }) }],
  ['BF16', { bytesPerItem: 2, read: bytes => ({ dtype: 'float32', data: bfloat16ToFloat32(new Uint16Array(bytes)) }) }],
  ['F64', { bytesPerItem: 8, read: bytes => ({ dtype: 'float32', data: Float32Array.from(new Float64Array(bytes)) }) }],
  ['I32', { bytesPerItem: 4, read: bytes => ({ dtype: 'int32', data: new Int32Array(bytes) }) }],
  ['I64', { bytesPerItem: 8, read: bytes => ({ dtype: 'int64', data: new BigInt64Array(bytes) }) }],
  ['U8', { bytesPerItem: 1, read: bytes => ({ dtype: 'uint8', data: new Uint8Array(bytes) }) }],
  ['BOOL', { bytesPerItem: 1, read: bytes => ({ dtype: 'bool', data: new Uint8Array(bytes) }) }],
]);
const writtenTypes: Readonly<Record<DType, string>> = {
  float32: 'F32',
  float16: 'F16',
  int32: 'I32',
  int64: 'I64',
  uint8: 'U8',
  bool: 'BOOL',
};

/** bfloat16 is the upper half of a float32. */
export function bfloat16ToFloat32(bits: Uint16Array): Float32Array<ArrayBuffer> {
  return new Float32Array(Uint32Array.from(bits, value => value << 16).buffer);
}

type Entry = {
  readonly name: string;
  readonly stored: Stored;
  readonly shape: number[];
  readonly begin: number;
  readonly end: number;
};

/**
 * The tensors of a file, in the order of their bytes. `name` is the file's name for the error.
 * Every byte after the header belongs to exactly one tensor. A tensor without elements claims no bytes, so it may stand at an
 * offset where another begins (as the reference allows; torch state dicts hold such tensors).
 * NaN and infinity are values: see `nonFiniteWeights`. Throws AppError `model-invalid` {file, reason, detail}.
 */
export function readSafetensors(bytes: Uint8Array, name: string): Map<string, Tensor> {
  const { header, dataStart } = readHeader(bytes, name);
  const dataBytes = bytes.byteLength - dataStart;
  if (header.size > maxTensors) throw modelInvalid(name, 'too-large', `${header.size} tensors, at most ${maxTensors}`);

  const entries: Entry[] = [];
  for (const [key, value] of header) {
    if (key === '__metadata__') checkMetadata(value, name);
    else entries.push(readEntry(key, value, dataBytes, name));
  }
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let claimed = 0;
  for (const { name: tensor, begin, end } of entries) {
    if (begin !== claimed) {
      throw modelInvalid(
        name,
        'offsets-broken',
        `${tensor} begins at ${begin}, expected ${claimed} (${begin < claimed ? 'overlap' : 'hole'})`,
      );
    }
    claimed = end;
  }
  if (claimed !== dataBytes)
    throw modelInvalid(name, 'offsets-broken', `tensors end at ${claimed} of ${dataBytes} bytes`);

  return new Map(
    entries.map(({ name: tensor, stored, shape, begin, end }) => {
      const copy = new ArrayBuffer(end - begin);
      new Uint8Array(copy).set(bytes.subarray(dataStart + begin, dataStart + end));
      return [tensor, { ...stored.read(copy), shape }];
    }),
  );
}

/** The texts of `__metadata__`; none where the file has no such entry. Throws AppError `model-invalid` as reading the tensors does. */
export function readSafetensorsMetadata(bytes: Uint8Array, name: string): ReadonlyMap<string, string> {
  const metadata = readHeader(bytes, name).header.get('__metadata__');
  return metadata === undefined ? new Map() : checkMetadata(metadata, name);
}

function readHeader(bytes: Uint8Array, name: string): { header: ReadonlyMap<string, StrictJson>; dataStart: number } {
  if (bytes.byteLength < 8) throw modelInvalid(name, 'cut-short', `${bytes.byteLength} bytes`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, true);
  if (length > BigInt(maxHeaderBytes))
    throw modelInvalid(name, 'too-large', `a header of ${length} bytes, at most ${maxHeaderBytes}`);
  const dataStart = 8 + Number(length);
  if (dataStart > bytes.byteLength)
    throw modelInvalid(name, 'cut-short', `a header of ${length} bytes in a file of ${bytes.byteLength}`);
  // The format wants `{` as the first byte: no spaces and no byte order mark before it.
  if (bytes[8] !== 0x7b || length === 0n)
    throw modelInvalid(name, 'not-this-format', 'the header is not a JSON object');
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, dataStart));
    const header = parseStrictJson(text, 4);
    if (!(header instanceof Map)) throw new StrictJsonError('not an object');
    return { header, dataStart };
  } catch (error) {
    if (error instanceof StrictJsonError && error.duplicateKey !== undefined) {
      throw modelInvalid(name, 'name-twice', error.duplicateKey.slice(0, 200), error);
    }
    if (error instanceof StrictJsonError || error instanceof TypeError) {
      throw modelInvalid(name, 'header-broken', error.message, error);
    }
    throw error;
  }
}

function checkMetadata(value: StrictJson, name: string): ReadonlyMap<string, string> {
  if (!(value instanceof Map) || [...value.values()].some(text => typeof text !== 'string')) {
    throw modelInvalid(name, 'header-broken', '__metadata__ is not a table of texts');
  }
  return value as ReadonlyMap<string, string>;
}

function readEntry(key: string, value: StrictJson, dataBytes: number, name: string): Entry {
  const tensor = JSON.stringify(key.slice(0, 100));
  if (key.length > maxNameLength) throw modelInvalid(name, 'too-large', `a tensor's name of ${key.length} characters`);
  if (!(value instanceof Map)) throw modelInvalid(name, 'header-broken', `${tensor} is not an object`);
  const fields: ReadonlyMap<string, StrictJson> = value;
  const type = fields.get('dtype');
  const shape = nonNegativeIntegers(fields.get('shape'));
  const offsets = nonNegativeIntegers(fields.get('data_offsets'));
  if (
    fields.size !== 3 ||
    typeof type !== 'string' ||
    !shape ||
    shape.length > maxDimensions ||
    offsets?.length !== 2
  ) {
    throw modelInvalid(name, 'header-broken', `${tensor} needs dtype, shape and two data_offsets`);
  }
  const stored = storedTypes.get(type);
  if (!stored) throw modelInvalid(name, 'type-unsupported', `${tensor} is ${type.slice(0, 20)}`);
  const [begin, end] = offsets as [bigint, bigint];
  if (begin > end || end > BigInt(dataBytes)) {
    throw modelInvalid(name, 'offsets-broken', `${tensor} lies at ${begin}–${end} of ${dataBytes} bytes`);
  }
  const needed = shape.reduce((product, side) => product * side, BigInt(stored.bytesPerItem));
  if (needed !== end - begin || shape.some(side => side > BigInt(Number.MAX_SAFE_INTEGER))) {
    throw modelInvalid(
      name,
      'shape-mismatch',
      `${tensor} of shape [${shape.join(', ')}] needs ${needed} bytes, has ${end - begin}`,
    );
  }
  return { name: key, stored, shape: shape.map(Number), begin: Number(begin), end: Number(end) };
}

function nonNegativeIntegers(value: StrictJson | undefined): bigint[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value as readonly StrictJson[];
  return items.every(item => typeof item === 'bigint' && item >= 0n) ? (items as bigint[]) : undefined;
}

/**
 * The bytes of a file: the same tensors always give the same bytes (widest type first, then by name, as the reference writes),
 * and the data begins at a multiple of 8. `metadata` holds texts only.
 */
export function writeSafetensors(
  tensors: Weights,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const entries = [...tensors].sort(([nameA, a], [nameB, b]) => {
    const wider = b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT;
    return wider !== 0 ? wider : nameA < nameB ? -1 : 1;
  });
  const fields: string[] = [];
  if (metadata && Object.keys(metadata).length > 0) fields.push(`"__metadata__":${JSON.stringify(metadata)}`);
  let end = 0;
  for (const [name, { dtype, shape, data }] of entries) {
    invariant(
      shape.reduce((product, side) => product * side, 1) === data.length,
      `${name} has ${data.length} values for [${shape.join()}]`,
    );
    invariant(name !== '__metadata__', 'a tensor may not be called __metadata__');
    const begin = end;
    end += data.byteLength;
    fields.push(
      `${JSON.stringify(name)}:${JSON.stringify({ dtype: writtenTypes[dtype], shape, data_offsets: [begin, end] })}`,
    );
  }
  const json = new TextEncoder().encode(`{${fields.join()}}`);
  const headerBytes = Math.ceil(json.byteLength / 8) * 8;
  const bytes = new Uint8Array(8 + headerBytes + end).fill(0x20, 8, 8 + headerBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.set(json, 8);
  let at = 8 + headerBytes;
  for (const [, { data }] of entries) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** Names of the tensors that hold NaN or infinity: legal in a file, useless in a network, so callers report them. */
export function nonFiniteWeights(tensors: Weights): string[] {
  return [...tensors].filter(([, tensor]) => hasNonFinite(tensor)).map(([name]) => name);
}

function hasNonFinite({ dtype, data }: Tensor): boolean {
  if (dtype === 'float16') return (data as Uint16Array).some(bits => (bits & 0x7c00) === 0x7c00);
  return dtype === 'float32' && (data as Float32Array).some(value => !Number.isFinite(value));
}
