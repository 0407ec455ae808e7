// The weights of a TF.js model: the manifest in model.json and the shards beside it, whose bytes are the tensors one after the other.
import type { Tensor, Weights } from '../../../engine/tensor.ts';
import { toFloat32 } from '../../../engine/tensor.ts';
import { modelInvalid } from './model-error.ts';
import type { ModelSource } from './model-file.ts';

const maxTensors = 20_000;
const maxShards = 10_000;
const maxNameLength = 1_024;
const maxDimensions = 16;
/** As the TF.js converter cuts them. */
const shardBytes = 4 * 1024 * 1024;

type Fields = Readonly<Record<string, unknown>>;
type Stored = { readonly bytesPerItem: number; readonly read: (bytes: ArrayBuffer) => Pick<Tensor, 'dtype' | 'data'> };
type Entry = {
  readonly name: string;
  readonly shape: readonly number[];
  readonly stored: Stored;
  /** Optimizer state that tfjs-layers keeps in the same shards. */
  readonly isOptimizer: boolean;
};
type Group = { readonly entries: readonly Entry[]; readonly shards: readonly string[] };

const plainTypes: ReadonlyMap<unknown, Stored> = new Map<unknown, Stored>([
  ['float32', { bytesPerItem: 4, read: bytes => ({ dtype: 'float32', data: new Float32Array(bytes) }) }],
  ['int32', { bytesPerItem: 4, read: bytes => ({ dtype: 'int32', data: new Int32Array(bytes) }) }],
  ['bool', { bytesPerItem: 1, read: bytes => ({ dtype: 'bool', data: new Uint8Array(bytes) }) }],
]);

/**
 * The tensors of a manifest by the names written there, without an optimizer's. Each group's shards must hold exactly the bytes
 * that its tensors need, which is known before any of them is made. Weights quantised to float16 stay float16; those of uint8 and
 * uint16 become float32, value · scale + min.
 * @throws AppError `model-invalid` {file, reason, detail}, or what `beside` throws for a shard.
 */
export async function readTfjsWeights(manifest: unknown, source: ModelSource): Promise<Map<string, Tensor>> {
  const groups = readManifest(manifest, source.name);
  const tensors = new Map<string, Tensor>();
  for (const { entries, shards } of groups) {
    const parts: Uint8Array[] = [];
    for (const shard of shards) parts.push(await source.beside(shard));
    const needed = entries.reduce((sum, entry) => sum + byteLength(entry), 0);
    const given = parts.reduce((sum, part) => sum + part.byteLength, 0);
    if (needed !== given) {
      const detail = `${shards.join(', ').slice(0, 200)}: ${given} bytes, the manifest says ${needed}`;
      throw modelInvalid(source.name, given < needed ? 'cut-short' : 'offsets-broken', detail);
    }
    const take = reader(parts);
    for (const entry of entries) {
      const bytes = take(byteLength(entry));
      if (!entry.isOptimizer) tensors.set(entry.name, { ...entry.stored.read(bytes), shape: entry.shape });
    }
  }
  return tensors;
}

/** Copies the next bytes of the shards, over their borders. */
function reader(parts: readonly Uint8Array[]): (length: number) => ArrayBuffer {
  let part = 0;
  let at = 0;
  return length => {
    const copy = new Uint8Array(length);
    for (let done = 0; done < length;) {
      const piece = parts[part]!.subarray(at, at + length - done);
      copy.set(piece, done);
      done += piece.byteLength;
      at += piece.byteLength;
      if (at === parts[part]!.byteLength) [part, at] = [part + 1, 0];
    }
    return copy.buffer;
  };
}

const byteLength = ({ shape, stored }: Entry): number =>
  shape.reduce((product, side) => product * side, stored.bytesPerItem);

function readManifest(value: unknown, file: string): Group[] {
  if (!Array.isArray(value)) throw modelInvalid(file, 'fields-wrong', 'weightsManifest: a list');
  const groups = value.map((item: unknown): Group => {
    const { paths, weights } = Object(item) as Fields;
    if (!Array.isArray(paths) || !Array.isArray(weights))
      throw modelInvalid(file, 'fields-wrong', 'weightsManifest: paths and weights');
    return {
      shards: paths.map((path: unknown) => readPath(path, file)),
      entries: weights.map((entry: unknown) => readEntry(entry, file)),
    };
  });
  const shards = groups.flatMap(group => group.shards);
  const entries = groups.flatMap(group => group.entries);
  if (shards.length > maxShards || entries.length > maxTensors)
    throw modelInvalid(file, 'too-large', `${shards.length} shards, ${entries.length} tensors`);
  // One shard listed often would fill the memory with its copies.
  for (const names of [shards, entries.map(({ name }) => name)]) {
    const seen = new Set<string>();
    for (const name of names) {
      if (seen.has(name)) throw modelInvalid(file, 'name-twice', name.slice(0, 200));
      seen.add(name);
    }
  }
  return groups;
}

function readPath(path: unknown, file: string): string {
  const isPlain = typeof path === 'string' && /^[^/\\:\0]{1,255}$/.test(path) && path !== '.' && path !== '..';
  if (isPlain) return path;
  throw modelInvalid(file, 'offsets-broken', `a shard outside the folder: ${JSON.stringify(path)?.slice(0, 200)}`);
}

function readEntry(value: unknown, file: string): Entry {
  const { name, shape, dtype, quantization, group } = Object(value) as Fields;
  if (typeof name !== 'string' || name === '') throw modelInvalid(file, 'fields-wrong', 'a weight without a name');
  if (name.length > maxNameLength) throw modelInvalid(file, 'too-large', `a name of ${name.length} characters`);
  const tensor = JSON.stringify(name.slice(0, 100));
  const isShape = Array.isArray(shape) && shape.every(side => Number.isSafeInteger(side) && side >= 0);
  if (!isShape || shape.length > maxDimensions) throw modelInvalid(file, 'fields-wrong', `the shape of ${tensor}`);
  const stored = quantization === undefined ? plainTypes.get(dtype) : readQuantization(quantization, dtype);
  if (!stored) {
    const { dtype: kind } = Object(quantization) as Fields;
    const type = [dtype, kind].filter(part => part !== undefined).map(part => JSON.stringify(part)?.slice(0, 40));
    throw modelInvalid(file, 'type-unsupported', `${tensor} is ${type.join(' as ')}`);
  }
  const entry = { name, shape: shape as number[], stored, isOptimizer: group === 'optimizer' };
  if (!Number.isSafeInteger(byteLength(entry)))
    throw modelInvalid(file, 'shape-mismatch', `${tensor} of shape [${shape.join(', ')}]`);
  return entry;
}

/** Only floats: a network's integers are never quantised. Undefined where it is none that TF.js writes. */
function readQuantization(value: unknown, dtype: unknown): Stored | undefined {
  const { dtype: kind, scale, min } = Object(value) as Fields;
  if (dtype !== 'float32') return undefined;
  if (kind === 'float16')
    return { bytesPerItem: 2, read: bytes => ({ dtype: 'float16', data: new Uint16Array(bytes) }) };
  if (typeof scale !== 'number' || typeof min !== 'number') return undefined;
  const widened = (steps: Uint8Array | Uint16Array): Pick<Tensor, 'dtype' | 'data'> => ({
    dtype: 'float32',
    data: Float32Array.from(steps, step => step * scale + min),
  });
  if (kind === 'uint8') return { bytesPerItem: 1, read: bytes => widened(new Uint8Array(bytes)) };
  if (kind === 'uint16') return { bytesPerItem: 2, read: bytes => widened(new Uint16Array(bytes)) };
  return undefined;
}

/** The manifest of these float weights and its shards, named as the TF.js converter names them. float16 stays float16. */
export function writeTfjsWeights(weights: Weights): { manifest: unknown; shards: Map<string, Uint8Array> } {
  const specs = [...weights].map(([name, { dtype, shape }]) => ({
    name,
    shape,
    dtype: 'float32',
    ...(dtype === 'float16' ? { quantization: { dtype: 'float16', original_dtype: 'float32' } } : {}),
  }));
  const values = [...weights.values()].map(tensor => (tensor.dtype === 'float16' ? tensor.data : toFloat32(tensor)));
  const bytes = new Uint8Array(values.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of values) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  const count = Math.ceil(bytes.byteLength / shardBytes);
  const shards = new Map(
    Array.from({ length: count }, (_, index) => [
      `group1-shard${index + 1}of${count}.bin`,
      bytes.subarray(index * shardBytes, (index + 1) * shardBytes),
    ]),
  );
  return { manifest: [{ paths: [...shards.keys()], weights: specs }], shards };
}
