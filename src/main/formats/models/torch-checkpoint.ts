// Reads a PyTorch checkpoint as data only, in its old form and its zip form: what torch puts into its pickle, and how a tensor
// lies in its storage. Nothing in the file is executed or looked up outside the lists here.
import type { Tensor } from '../../../engine/tensor.ts';
import { modelInvalid } from './model-error.ts';
import { copyStrided } from './strided-copy.ts';
import { PickleError, readPickle } from './pickle.ts';
import type { PickleGlobal } from './pickle.ts';
import { bfloat16ToFloat32 } from './safetensors.ts';
import { isZip, readStoredZip } from './stored-zip.ts';

const oldFormMagic = 0x1950a86a20f9469cfc6cn;
const oldFormProtocol = 1001;
const maxSteps = 2_000_000;
const maxTensors = 20_000;
const maxDimensions = 16;
/** A view may repeat its storage (stride 0); this bounds what it may unfold to, in values over all tensors. */
const maxValues = 2 ** 30;

type StorageType = {
  readonly bytesPerItem: number;
  readonly read: (bytes: ArrayBuffer) => Tensor['data'];
  readonly dtype: Tensor['dtype'];
};
/** torch's storage classes by name. bfloat16 widens exactly, float64 rounds to float32. */
const storageTypes: ReadonlyMap<string, StorageType> = new Map<string, StorageType>([
  ['FloatStorage', { bytesPerItem: 4, dtype: 'float32', read: bytes => new Float32Array(bytes) }],
  ['HalfStorage', { bytesPerItem: 2, dtype: 'float16', read: bytes => new Uint16Array(bytes) }],
  ['BFloat16Storage', { bytesPerItem: 2, dtype: 'float32', read: bytes => bfloat16ToFloat32(new Uint16Array(bytes)) }],
  ['DoubleStorage', { bytesPerItem: 8, dtype: 'float32', read: bytes => Float32Array.from(new Float64Array(bytes)) }],
  ['IntStorage', { bytesPerItem: 4, dtype: 'int32', read: bytes => new Int32Array(bytes) }],
  ['LongStorage', { bytesPerItem: 8, dtype: 'int64', read: bytes => new BigInt64Array(bytes) }],
  ['ByteStorage', { bytesPerItem: 1, dtype: 'uint8', read: bytes => new Uint8Array(bytes) }],
  ['BoolStorage', { bytesPerItem: 1, dtype: 'bool', read: bytes => new Uint8Array(bytes) }],
]);

class StorageReference {
  readonly key: string;
  readonly type: StorageType;
  readonly length: number;

  constructor(key: string, type: StorageType, length: number) {
    this.key = key;
    this.type = type;
    this.length = length;
  }
}

class TensorReference {
  readonly storage: StorageReference;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];

  constructor(storage: StorageReference, offset: number, shape: readonly number[], strides: readonly number[]) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= maxDimensions && value.every(isCount);

function rebuildTensor(args: readonly unknown[]): TensorReference {
  const [storage, offset, shape, strides] = args;
  if (
    !(storage instanceof StorageReference) ||
    !isCount(offset) ||
    !isCounts(shape) ||
    !isCounts(strides) ||
    shape.length !== strides.length
  ) {
    throw new PickleError('broken', 'a tensor without storage, offset, shape and strides');
  }
  return new TensorReference(storage, offset, shape, strides);
}

function orderedDict(args: readonly unknown[]): Map<unknown, unknown> {
  if (args.length > 0) throw new PickleError('broken', 'an OrderedDict with arguments');
  return new Map();
}

/** The only Python names a checkpoint may use. `Parameter` wraps a tensor and adds nothing we need. */
const allowedGlobals: ReadonlyMap<string, PickleGlobal> = new Map<string, PickleGlobal>([
  ['collections OrderedDict', { name: 'OrderedDict', call: orderedDict }],
  ['torch._utils _rebuild_tensor_v2', { name: '_rebuild_tensor_v2', call: rebuildTensor }],
  ['torch._utils _rebuild_parameter', { name: '_rebuild_parameter', call: args => args[0] }],
  ...[...storageTypes.keys()].map((name): [string, PickleGlobal] => [`torch ${name}`, { name, call: null }]),
]);

/** torch's persistent id: ('storage', class, key, device, number of items[, view]). The device is ignored: weights are data. */
function storageOf(id: unknown): StorageReference {
  const [word, global, key, , length, view] = Array.isArray(id) ? (id as unknown[]) : [];
  const type = storageTypes.get((global as PickleGlobal | undefined)?.name ?? '');
  if (word !== 'storage' || !type || typeof key !== 'string' || !isCount(length)) {
    throw new PickleError('broken', 'a storage of unknown form');
  }
  if (view !== undefined && view !== null) throw new PickleError('broken', 'a storage that is a view of another');
  return new StorageReference(key, type, length);
}

/** A pickle and the storages it named; the same key must always be the same storage. */
function readTorchPickle(bytes: Uint8Array, start: number) {
  const storages = new Map<string, StorageReference>();
  const persistent = (id: unknown): StorageReference => {
    const storage = storageOf(id);
    const known = storages.get(storage.key) ?? storage;
    if (known.type !== storage.type || known.length !== storage.length) {
      throw new PickleError('broken', `storage ${storage.key} is described in two ways`);
    }
    storages.set(known.key, known);
    return known;
  };
  return { ...readPickle(bytes, start, { globals: allowedGlobals, persistent, maxSteps }), storages };
}

const reasonOf = {
  broken: 'header-broken',
  'cut-short': 'cut-short',
  'foreign-code': 'foreign-code',
  'too-large': 'too-large',
} as const;

/**
 * Every tensor of a checkpoint by its name, in the file's order, in C order whatever its strides were.
 * A training checkpoint's wrapping (`model`, `state_dict`) and DataParallel's prefix `module.` are taken off.
 * Throws AppError `model-invalid` {file, reason, detail}; with `foreign-code` the detail names what the file wanted to call.
 */
export function readTorchCheckpoint(bytes: Uint8Array, name: string): Map<string, Tensor> {
  try {
    return isZip(bytes) ? readZipForm(bytes, name) : readOldForm(bytes);
  } catch (error) {
    if (error instanceof PickleError) throw modelInvalid(name, reasonOf[error.kind], error.message, error);
    throw error;
  }
}

/** Magic, protocol, machine, the object, the storages' keys, then each storage as an 8-byte count and its bytes. */
function readOldForm(bytes: Uint8Array): Map<string, Tensor> {
  const magic = readTorchPickle(bytes, 0);
  if (magic.value !== oldFormMagic) throw new PickleError('broken', 'not a torch checkpoint');
  const protocol = readTorchPickle(bytes, magic.end);
  if (protocol.value !== oldFormProtocol) throw new PickleError('broken', `torch protocol ${String(protocol.value)}`);
  const machine = readTorchPickle(bytes, protocol.end);
  if (!(machine.value instanceof Map) || machine.value.get('little_endian') !== true) {
    throw new PickleError('broken', 'numbers are not little-endian');
  }
  const object = readTorchPickle(bytes, machine.end);
  const keys = readTorchPickle(bytes, object.end);
  if (!Array.isArray(keys.value)) throw new PickleError('broken', 'no list of storages');

  const found = new Map<string, Uint8Array>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = keys.end;
  for (const key of keys.value as unknown[]) {
    const storage = typeof key === 'string' ? object.storages.get(key) : undefined;
    if (!storage) throw new PickleError('broken', 'a storage that nothing refers to');
    const end = at + 8 + storage.length * storage.type.bytesPerItem;
    if (end > bytes.byteLength) throw new PickleError('cut-short', `the file ends inside storage ${storage.key}`);
    if (view.getBigUint64(at, true) !== BigInt(storage.length)) {
      throw new PickleError('broken', `storage ${storage.key} does not have its ${storage.length} values`);
    }
    found.set(storage.key, bytes.subarray(at + 8, end));
    at = end;
  }
  if (at !== bytes.byteLength) throw new PickleError('broken', `${bytes.byteLength - at} bytes after the last storage`);
  return tensorsOf(object.value, found);
}

/** A zip of stored entries under one folder: data.pkl, byteorder and one entry a storage. */
function readZipForm(bytes: Uint8Array, name: string): Map<string, Tensor> {
  const entries = readStoredZip(bytes, name);
  const pickles = [...entries.keys()].filter(entry => /^[^/]+\/data\.pkl$/.test(entry));
  const [pickle] = pickles;
  if (pickles.length !== 1 || pickle === undefined)
    throw modelInvalid(name, 'not-this-format', 'a zip without one data.pkl');
  const root = pickle.slice(0, -'data.pkl'.length);
  const outside = [...entries.keys()].find(entry => !entry.startsWith(root));
  if (outside !== undefined)
    throw modelInvalid(name, 'header-broken', `an entry outside ${root}: ${outside.slice(0, 100)}`);
  const byteOrder = entries.get(`${root}byteorder`);
  if (byteOrder && new TextDecoder().decode(byteOrder) !== 'little')
    throw new PickleError('broken', 'numbers are not little-endian');
  const object = readTorchPickle(entries.get(pickle)!, 0);
  const found = new Map<string, Uint8Array>();
  for (const { key, length, type } of object.storages.values()) {
    const storage = entries.get(`${root}data/${key}`);
    if (storage?.byteLength !== length * type.bytesPerItem) {
      throw new PickleError('broken', `storage ${key.slice(0, 100)} does not have its ${length} values`);
    }
    found.set(key, storage);
  }
  return tensorsOf(object.value, found);
}

/** Where training scripts put the weights among their other facts. */
const wrappings = ['state_dict', 'model_state_dict', 'model', 'net', 'weights'];

const holdsTensors = (value: unknown): value is Map<unknown, unknown> =>
  value instanceof Map && [...value.values()].some(item => item instanceof TensorReference);

/** The state dict inside what was saved. The usual names come first: a training script may keep a tensor (its best score) beside them. */
function stateDictOf(object: unknown): Map<unknown, unknown> {
  const candidates = object instanceof Map ? [...wrappings.map(key => object.get(key) as unknown), object] : [];
  const found = candidates.find(holdsTensors);
  if (!found) throw new PickleError('broken', 'no table of tensors');
  return found;
}

function tensorsOf(object: unknown, storages: ReadonlyMap<string, Uint8Array>): Map<string, Tensor> {
  const tensors = [...stateDictOf(object)].filter(([, value]) => value instanceof TensorReference) as [
    unknown,
    TensorReference,
  ][];
  if (tensors.length > maxTensors)
    throw new PickleError('too-large', `${tensors.length} tensors, at most ${maxTensors}`);
  if (!tensors.every((entry): entry is [string, TensorReference] => typeof entry[0] === 'string')) {
    throw new PickleError('broken', 'a tensor without a name');
  }
  const total = tensors.reduce((sum, [, { shape }]) => sum + countOf(shape), 0n);
  if (total > maxValues) throw new PickleError('too-large', `${total} values, at most ${maxValues}`);
  const isParallel = tensors.every(([name]) => name.startsWith('module.'));
  return new Map(
    tensors.map(([name, tensor]) => [
      isParallel ? name.slice('module.'.length) : name,
      unfold(name, tensor, storages.get(tensor.storage.key)),
    ]),
  );
}

const countOf = (shape: readonly number[]): bigint => shape.reduce((product, side) => product * BigInt(side), 1n);

/** The values of a view in C order. */
function unfold(
  name: string,
  { storage, offset, shape, strides }: TensorReference,
  bytes: Uint8Array | undefined,
): Tensor {
  const count = Number(countOf(shape));
  const last = shape.reduce(
    (sum, side, axis) => sum + BigInt(Math.max(side - 1, 0)) * BigInt(strides[axis]!),
    BigInt(offset),
  );
  if (count > 0 && (!bytes || last >= BigInt(storage.length))) {
    throw new PickleError('broken', `${name.slice(0, 100)} reaches beyond its storage`);
  }
  const { bytesPerItem, dtype, read } = storage.type;
  const out = new Uint8Array(count * bytesPerItem);
  if (bytes && count > 0) copyStrided(bytes, out, { offset, shape, strides, bytesPerItem });
  return { dtype, shape, data: read(out.buffer) };
}
