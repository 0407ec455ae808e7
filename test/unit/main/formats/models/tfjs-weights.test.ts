// The manifest and the shards of a TF.js model: quantised values against values worked out by hand, and manifests that lie.
import { describe, expect, test } from 'vitest';
import { float32Tensor } from '../../../../../src/engine/tensor.ts';
import type { Tensor } from '../../../../../src/engine/tensor.ts';
import { readTfjsWeights, writeTfjsWeights } from '../../../../../src/main/formats/models/tfjs-weights.ts';
import { AppError } from '../../../../../src/shared/errors.ts';

type Json = Record<string, unknown>;
type Shards = Readonly<Record<string, Uint8Array>>;

const asked: string[] = [];
async function read(manifest: unknown, shards: Shards): Promise<Map<string, Tensor>> {
  asked.length = 0;
  return readTfjsWeights(manifest, {
    name: 'model.json',
    bytes: new Uint8Array(0),
    beside(name) {
      asked.push(name);
      const bytes = shards[name];
      return bytes ? Promise.resolve(bytes) : Promise.reject(new AppError('model-missing', { file: name }));
    },
  });
}
const group = (weights: unknown[], ...paths: unknown[]): Json => ({ paths, weights });
const spec = (name: string, shape: unknown, more: Json = {}): Json => ({ name, shape, dtype: 'float32', ...more });
const zeros = (length: number): Uint8Array => new Uint8Array(length);

describe('quantised weights', () => {
  test('of uint8 become value · scale + min', async () => {
    const quantization = { dtype: 'uint8', scale: 0.5, min: -1 };
    const tensors = await read([group([spec('a', [2, 2], { quantization })], 'w.bin')], {
      'w.bin': Uint8Array.of(0, 1, 2, 255),
    });
    expect(tensors.get('a')).toEqual(float32Tensor([2, 2], [-1, -0.5, 0, 126.5]));
  });

  test('of uint16 are little-endian', async () => {
    const quantization = { dtype: 'uint16', scale: 0.25, min: 8, original_dtype: 'float32' };
    const bytes = Uint8Array.of(0, 0, 0, 1, 255, 255);
    const tensors = await read([group([spec('a', [3], { quantization })], 'w.bin')], { 'w.bin': bytes });
    expect(tensors.get('a')).toEqual(float32Tensor([3], [8, 72, 16_391.75]));
  });

  test('of float16 stay float16', async () => {
    const bytes = Uint8Array.of(0x00, 0x3c, 0x00, 0xc0);
    const tensors = await read([group([spec('a', [2], { quantization: { dtype: 'float16' } })], 'w.bin')], {
      'w.bin': bytes,
    });
    expect(tensors.get('a')).toEqual({ dtype: 'float16', shape: [2], data: Uint16Array.of(0x3c00, 0xc000) });
  });

  test('of different widths follow each other without a gap, over the borders of the shards', async () => {
    const manifest = [
      group([spec('a', [3], { quantization: { dtype: 'uint8', scale: 1, min: 0 } }), spec('b', [2])], '1', '2', '3'),
      group([spec('c', [])], '4'),
    ];
    const bytes = new Uint8Array([7, 8, 9, ...new Uint8Array(Float32Array.of(1.5, -2).buffer)]);
    const shards = {
      1: bytes.subarray(0, 2),
      2: bytes.subarray(2, 6),
      3: bytes.subarray(6),
      4: new Uint8Array(Float32Array.of(3).buffer),
    };
    expect([...(await read(manifest, shards))]).toEqual([
      ['a', float32Tensor([3], [7, 8, 9])],
      ['b', float32Tensor([2], [1.5, -2])],
      ['c', float32Tensor([], [3])],
    ]);
  });
});

test('no weights are no shards, and are read as none', async () => {
  const { manifest, shards } = writeTfjsWeights(new Map());
  expect(shards.size).toBe(0);
  expect((await read(manifest, {})).size).toBe(0);
});

describe('a manifest that lies is refused', () => {
  const one = spec('a', [2]);
  test.each([
    ['a shard too short', [group([one], 'w.bin')], { 'w.bin': zeros(7) }, 'cut-short'],
    ['a shard too long', [group([one], 'w.bin')], { 'w.bin': zeros(9) }, 'offsets-broken'],
    ['an empty shard', [group([one], 'w.bin')], { 'w.bin': zeros(0) }, 'cut-short'],
    ['no shard', [group([one])], {}, 'cut-short'],
    ['bytes without a tensor', [group([], 'w.bin')], { 'w.bin': zeros(1) }, 'offsets-broken'],
    [
      'bytes that only fit both groups together',
      [group([one], '1'), group([spec('b', [2])], '2')],
      { 1: zeros(4), 2: zeros(12) },
      'cut-short',
    ],
    [
      'a shape of more than there is',
      [group([spec('a', [2 ** 30, 2 ** 10])], 'w.bin')],
      { 'w.bin': zeros(8) },
      'cut-short',
    ],
    [
      'a shape whose product wraps',
      [group([spec('a', [2 ** 32, 2 ** 32])], 'w.bin')],
      { 'w.bin': zeros(0) },
      'shape-mismatch',
    ],
    ['a negative size', [group([spec('a', [-2])], 'w.bin')], { 'w.bin': zeros(8) }, 'fields-wrong'],
    ['a fraction of a size', [group([spec('a', [0.5])], 'w.bin')], { 'w.bin': zeros(2) }, 'fields-wrong'],
    ['17 axes', [group([spec('a', Array<number>(17).fill(1))], 'w.bin')], { 'w.bin': zeros(4) }, 'fields-wrong'],
    ['no shape', [group([spec('a', null)], 'w.bin')], { 'w.bin': zeros(4) }, 'fields-wrong'],
    ['no name', [group([spec('', [1])], 'w.bin')], { 'w.bin': zeros(4) }, 'fields-wrong'],
    ['a name of a megabyte', [group([spec('a'.repeat(2 ** 20), [1])], 'w.bin')], { 'w.bin': zeros(4) }, 'too-large'],
    [
      'an unknown type',
      [group([spec('a', [1], { dtype: 'float8' })], 'w.bin')],
      { 'w.bin': zeros(1) },
      'type-unsupported',
    ],
    ['texts', [group([spec('a', [1], { dtype: 'string' })], 'w.bin')], { 'w.bin': zeros(4) }, 'type-unsupported'],
    [
      'an unknown quantisation',
      [group([spec('a', [1], { quantization: { dtype: 'uint4', scale: 1, min: 0 } })], 'w.bin')],
      { 'w.bin': zeros(1) },
      'type-unsupported',
    ],
    [
      'a quantisation without a scale',
      [group([spec('a', [1], { quantization: { dtype: 'uint8', min: 0 } })], 'w.bin')],
      { 'w.bin': zeros(1) },
      'type-unsupported',
    ],
    [
      'quantised integers',
      [group([spec('a', [1], { dtype: 'int32', quantization: { dtype: 'uint8', scale: 1, min: 0 } })], 'w.bin')],
      { 'w.bin': zeros(1) },
      'type-unsupported',
    ],
    ['a name twice', [group([one, one], 'w.bin')], { 'w.bin': zeros(16) }, 'name-twice'],
    ['a shard twice', [group([spec('a', [4])], 'w.bin', 'w.bin')], { 'w.bin': zeros(8) }, 'name-twice'],
    ['no list', { paths: [], weights: [] }, {}, 'fields-wrong'],
    ['a group of nothing', [null], {}, 'fields-wrong'],
    ['100,000 tensors', [group(Array.from({ length: 100_000 }, (_, index) => spec(`${index}`, [0])))], {}, 'too-large'],
  ])('%s', async (_, manifest, shards, reason) => {
    await expect(read(manifest, shards)).rejects.toMatchObject({
      code: 'model-invalid',
      details: { file: 'model.json', reason },
    });
  });

  test('a shard that is not there is said to be missing', async () => {
    await expect(read([group([one], 'w.bin')], {})).rejects.toMatchObject({
      code: 'model-missing',
      details: { file: 'w.bin' },
    });
  });

  test.each(['../x', '..', '.', '', '/etc/passwd', 'a/b.bin', 'a\\b.bin', 'C:x', 'a\0b', 'x'.repeat(256), 7, null])(
    'a shard called %j is never asked for',
    async path => {
      await expect(read([group([one], 'good.bin'), group([], path)], { 'good.bin': zeros(8) })).rejects.toMatchObject({
        code: 'model-invalid',
        details: { reason: 'offsets-broken' },
      });
      expect(asked).toEqual([]);
    },
  );
});
