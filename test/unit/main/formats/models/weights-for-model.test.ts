// Whether weights fit a model is said by name: what is missing, what is too much, what has another shape, type or no finite value.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readModel } from '../../../../../src/engine/graph.ts';
import { float32Tensor, toFloat16 } from '../../../../../src/engine/tensor.ts';
import type { Tensor } from '../../../../../src/engine/tensor.ts';
import { readSafetensors } from '../../../../../src/main/formats/models/safetensors.ts';
import { weightsFor } from '../../../../../src/main/formats/models/weights-for-model.ts';
import { AppError } from '../../../../../src/shared/errors.ts';
import { goldenJson } from '../../../../support/golden.ts';

const folder = path.resolve(import.meta.dirname, '../../../../fixtures/models/safetensors');
const fixture = (name: string): Map<string, Tensor> => readSafetensors(readFileSync(path.join(folder, name)), name);
const model = readModel(goldenJson('files/tiny.json'));
const good = fixture('tiny.safetensors');

function refusal(weights: ReadonlyMap<string, Tensor>): unknown {
  try {
    weightsFor(model, weights, 'weights');
  } catch (error) {
    if (error instanceof AppError && error.code === 'model-invalid') return error.details;
    throw error;
  }
  return 'accepted';
}
const changed = (...entries: readonly (readonly [string, Tensor | null])[]): Map<string, Tensor> => {
  const weights = new Map(good);
  for (const [key, tensor] of entries) {
    if (tensor) weights.set(key, tensor);
    else weights.delete(key);
  }
  return weights;
};

test('weights that fit come in the order of the layers, whatever the file’s order', () => {
  const shuffled = new Map([...good].reverse());
  const weights = weightsFor(model, shuffled, 'weights');
  expect([...weights.keys()]).toEqual([
    'conv/kernel',
    'conv/bias',
    'bn/gamma',
    'bn/beta',
    'bn/moving_mean',
    'bn/moving_variance',
    'sep/depthwise_kernel',
    'sep/pointwise_kernel',
    'dense/kernel',
    'dense/bias',
  ]);
  for (const [key, tensor] of weights) expect(tensor, key).toBe(good.get(key));
});

test('float16 is widened to the values it holds', () => {
  const half = toFloat16(float32Tensor([3], [0.5, -2, 1.25]));
  const bias = weightsFor(model, changed(['dense/bias', half]), 'weights').get('dense/bias');
  expect(bias).toEqual(float32Tensor([3], [0.5, -2, 1.25]));
});

describe('weights that do not fit', () => {
  const ones = float32Tensor([3], [1, 1, 1]);
  test('a weight that is missing', () => {
    expect(refusal(changed(['sep/pointwise_kernel', null]))).toEqual({
      file: 'weights',
      reason: 'fields-wrong',
      detail: 'missing: sep/pointwise_kernel',
    });
  });

  test('a weight that no layer has', () => {
    expect(refusal(changed(['head/bias', ones], ['head/more', ones]))).toMatchObject({
      reason: 'fields-wrong',
      detail: 'not of this model: head/bias and 1 more',
    });
  });

  test('a weight under another name is both', () => {
    expect(refusal(changed(['dense/bias', null], ['dense_1/bias', ones]))).toMatchObject({
      reason: 'fields-wrong',
      detail: 'missing: dense/bias; not of this model: dense_1/bias',
    });
  });

  test('the transposed kernel of the hostile file', () => {
    expect(refusal(fixture('transposed_dense.safetensors'))).toMatchObject({
      reason: 'shape-mismatch',
      detail: 'of another shape: dense/kernel [3, 6], expected [6, 3]',
    });
  });

  test('integers', () => {
    const integers: Tensor = { dtype: 'int32', shape: [3], data: Int32Array.of(1, 2, 3) };
    expect(refusal(changed(['dense/bias', integers]))).toMatchObject({
      reason: 'type-unsupported',
      detail: 'dense/bias is int32',
    });
  });

  test('the NaN and the infinity of the hostile file', () => {
    expect(refusal(fixture('nan_weights.safetensors'))).toMatchObject({
      reason: 'not-a-number',
      detail: expect.stringMatching(/^\w+\/\w+ and 1 more holds NaN or infinity$/) as string,
    });
  });

  test('a float16 infinity', () => {
    const infinite: Tensor = { dtype: 'float16', shape: [3], data: Uint16Array.of(0, 0x7c00, 0) };
    expect(refusal(changed(['dense/bias', infinite]))).toMatchObject({
      reason: 'not-a-number',
      detail: 'dense/bias holds NaN or infinity',
    });
  });

  test('a config that claims more units than the file has values for', () => {
    const huge = structuredClone(goldenJson('files/tiny.json')) as {
      config: { layers: { name: string; config: Record<string, unknown> }[] };
    };
    huge.config.layers.find(({ name }) => name === 'dense')!.config['units'] = 65_536;
    expect(() => weightsFor(readModel(huge), good, 'weights')).toThrow(/dense\/kernel \[6, 3\], expected \[6, 65536\]/);
  });
});
