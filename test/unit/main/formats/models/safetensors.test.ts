import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../../../../src/engine/tensor.ts';
import {
  nonFiniteWeights,
  readSafetensors,
  writeSafetensors,
} from '../../../../../src/main/formats/models/safetensors.ts';
import { AppError } from '../../../../../src/shared/errors.ts';
import { mulberry32 } from '../../../../../src/shared/random.ts';

const folder = path.resolve(import.meta.dirname, '../../../../fixtures/models/safetensors');
const fixture = (name: string): Uint8Array => readFileSync(path.join(folder, name));

/** A file with this header and so many bytes of data. */
function fileOf(header: string | object, dataBytes = 0): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

function refusal(bytes: Uint8Array): unknown {
  try {
    readSafetensors(bytes, 'x.safetensors');
  } catch (error) {
    if (error instanceof AppError && error.code === 'model-invalid') return error.details['reason'];
    throw error;
  }
  return 'accepted';
}

test('the golden file gives its tensors with shapes and values', () => {
  const tensors = readSafetensors(fixture('tiny.safetensors'), 'tiny');
  expect(tensors.get('dense/kernel')?.shape).toEqual([6, 3]);
  expect([...tensors.values()].every(({ data, shape }) => data.length === shape.reduce((a, b) => a * b, 1))).toBe(true);
  expect(nonFiniteWeights(tensors)).toEqual([]);
});

describe('E10–E13: hostile files', () => {
  test.each([
    ['header_2e60', 'too-large'],
    ['header_longer_than_file', 'cut-short'],
    ['overlapping', 'offsets-broken'],
    ['hole', 'offsets-broken'],
    ['out_of_bounds', 'offsets-broken'],
    ['size_mismatch', 'shape-mismatch'],
    ['shape_overflow', 'shape-mismatch'],
    ['negative_shape', 'header-broken'],
    ['duplicate_key', 'name-twice'],
    ['not_json', 'header-broken'],
    ['unknown_dtype', 'type-unsupported'],
    ['proto_key', 'accepted'],
    ['nan_weights', 'accepted'],
    ['transposed_dense', 'accepted'],
  ])('%s: %s', (name, expected) => {
    expect(refusal(fixture(`${name}.safetensors`))).toBe(expected);
  });

  const f32 = (shape: unknown, begin: number, end: number) => ({ dtype: 'F32', shape, data_offsets: [begin, end] });
  test.each([
    ['fewer than 8 bytes', new Uint8Array(7), 'cut-short'],
    ['an empty header', fileOf(''), 'not-this-format'],
    ['a byte order mark', fileOf('\uFEFF{}'), 'not-this-format'],
    ['a list for a header', fileOf('[]'), 'not-this-format'],
    ['reversed offsets', fileOf({ a: f32([1], 4, 0) }, 4), 'offsets-broken'],
    ['begin = end with a shape', fileOf({ a: f32([1], 0, 0) }), 'shape-mismatch'],
    ['bytes after the last tensor', fileOf({ a: f32([1], 0, 4) }, 5), 'offsets-broken'],
    [
      'a shape that wraps in 64 bits',
      fileOf({ a: f32([4194305, 4194305, 211106198978564], 0, 16) }, 16),
      'shape-mismatch',
    ],
    ['a fraction in the shape', fileOf({ a: f32([1.5], 0, 6) }, 6), 'header-broken'],
    ['an 8-bit float', fileOf({ a: { dtype: 'F8_E4M3', shape: [1], data_offsets: [0, 1] } }, 1), 'type-unsupported'],
    ['metadata that is no text', fileOf({ __metadata__: { a: 1 } }), 'header-broken'],
    ['a name of a megabyte', fileOf({ ['a'.repeat(1_000_000)]: f32([0], 0, 0) }), 'too-large'],
    ['broken UTF-8', fileOf('{"\xff": 1').map((byte, i) => (i === 10 ? 0xff : byte)), 'header-broken'],
    ['a deep header', fileOf(`{"a":${'['.repeat(50_000)}`), 'header-broken'],
    [
      '100,000 tensors',
      fileOf(Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [i, f32([0], 0, 0)]))),
      'too-large',
    ],
    [
      'tensors without elements that share an offset',
      fileOf({ a: f32([0], 0, 0), b: f32([2], 0, 8), c: f32([0, 3], 0, 0) }, 8),
      'accepted',
    ],
  ])('%s', (_, bytes, expected) => {
    expect(refusal(bytes)).toBe(expected);
  });

  test('a tensor called __proto__ changes no object', () => {
    expect(readSafetensors(fixture('proto_key.safetensors'), 'x').has('__proto__')).toBe(true);
    expect(({} as Record<string, unknown>)['dtype']).toBeUndefined();
  });

  test('NaN and infinity are reported by the tensor’s name', () => {
    expect(nonFiniteWeights(readSafetensors(fixture('nan_weights.safetensors'), 'x')).length).toBeGreaterThan(0);
  });

  test('every truncation of a good file is refused', () => {
    const good = fixture('tiny.safetensors');
    const accepted = Array.from(good.keys()).filter(length => refusal(good.subarray(0, length)) === 'accepted');
    expect(accepted).toEqual([]);
  });

  test('4,000 random flips of a good file give tensors or a refusal, never another failure', () => {
    const random = mulberry32(1);
    const good = fixture('tiny.safetensors');
    const headerBytes = 8 + Number(new DataView(good.buffer, good.byteOffset).getBigUint64(0, true));
    let refused = 0;
    for (let round = 0; round < 4_000; round++) {
      const bytes = Uint8Array.from(good);
      for (let flip = 0; flip <= round % 4; flip++)
        bytes[Math.floor(random() * headerBytes)]! ^= 1 << Math.floor(random() * 8);
      if (refusal(bytes) !== 'accepted') refused++;
    }
    expect(refused).toBeGreaterThan(3_000);
  });
});

test('writing and reading again gives the same tensors, and writing those the same bytes', () => {
  const tensors = new Map<string, Tensor>([
    ['b/kernel', { dtype: 'float32', shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, -0.5) }],
    ['a/bits', { dtype: 'float16', shape: [3], data: Uint16Array.of(0x3c00, 0, 1) }],
    ['n', { dtype: 'int64', shape: [], data: BigInt64Array.of(-7n) }],
    ['이름/"따옴표"', { dtype: 'uint8', shape: [1, 0], data: new Uint8Array(0) }],
  ]);
  const bytes = writeSafetensors(tensors, { source: 'test' });
  const again = readSafetensors(bytes, 'x');
  for (const [name, tensor] of tensors) expect(again.get(name)).toEqual(tensor);
  expect(again.size).toBe(tensors.size);
  expect(writeSafetensors(again, { source: 'test' })).toEqual(bytes);
});
