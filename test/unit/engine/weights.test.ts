// Fresh weights: the distributions Keras' initialisers ask for, and the same ones for the same seed.
import { describe, expect, test } from 'vitest';
import { readModel } from '../../../src/engine/graph.ts';
import { initialWeights } from '../../../src/engine/weights.ts';
import { mulberry32 } from '../../../src/shared/random.ts';

const inputs = 200;
const units = 300;
function kernelWith(initializer: unknown): Float32Array {
  const dense = { name: 'd', units, kernel_initializer: initializer, batch_input_shape: [null, inputs] };
  const model = readModel({
    class_name: 'Sequential',
    config: { name: 's', layers: [{ class_name: 'Dense', config: dense }] },
  });
  return initialWeights(model, mulberry32(1)).get('d/kernel')!.data as Float32Array;
}
const deviation = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
const largest = (values: Float32Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

describe('a kernel of 200 × 300', () => {
  const glorot = Math.sqrt(2 / (inputs + units));
  const he = Math.sqrt(2 / inputs);
  const cases: [string, unknown, number, number][] = [
    ['GlorotUniform', { class_name: 'GlorotUniform', config: {} }, glorot, glorot * Math.sqrt(3)],
    ['glorot_normal', 'glorot_normal', glorot, (2 * glorot) / 0.8796],
    ['HeUniform', { class_name: 'HeUniform', config: {} }, he, he * Math.sqrt(3)],
    ['he_normal', 'he_normal', he, (2 * he) / 0.8796],
    [
      'VarianceScaling',
      { class_name: 'VarianceScaling', config: { scale: 3, mode: 'fan_out', distribution: 'uniform' } },
      Math.sqrt(3 / units),
      3 / Math.sqrt(units),
    ],
    ['RandomUniform', { class_name: 'RandomUniform', config: { minval: -1, maxval: 1 } }, 1 / Math.sqrt(3), 1],
    ['TruncatedNormal', { class_name: 'TruncatedNormal', config: { stddev: 0.1 } }, 0.08796, 0.2],
    ['Constant', { class_name: 'Constant', config: { value: 0.5 } }, 0.5, 0.5],
  ];
  test.each(cases)('%s has the deviation and the limit it should', (_, initializer, expected, limit) => {
    const values = kernelWith(initializer);
    expect(deviation(values) / expected).toBeCloseTo(1, 1);
    expect(largest(values)).toBeLessThanOrEqual(limit * 1.0001);
    expect(largest(values)).toBeGreaterThan(limit * 0.97);
  });

  test('the same seed gives the same weights', () => {
    expect(kernelWith('glorot_uniform')).toEqual(kernelWith('glorot_uniform'));
  });

  test('an unknown initializer is refused with its layer', () => {
    expect(() => kernelWith('magic')).toThrow(
      expect.objectContaining({
        code: 'model-invalid',
        details: expect.objectContaining({ layer: 'd', received: 'magic' }) as object,
      }),
    );
  });
});
