// What the golden cases leave open of the layers that normalise or have a slope: other axes, adapted statistics, settings that are refused.
import { expect, test } from 'vitest';
import { compileGradients } from '../../../../src/engine/compile/gradients.ts';
import { readModel } from '../../../../src/engine/graph.ts';
import { planModel } from '../../../../src/engine/plan.ts';
import { float32Tensor } from '../../../../src/engine/tensor.ts';
import type { Tensor } from '../../../../src/engine/tensor.ts';
import { openSession } from '../../../../src/main/runtime/onnx.ts';
import { relativeDifference } from '../../../support/golden.ts';

const photo = [2, 2, 3, 4] as const;
const values = Array.from({ length: 48 }, (_, at) => Math.sin(at * at) * 2 + at / 20);
const input = float32Tensor(photo, values);

function modelOf(className: string, config: object, shape: readonly number[] = photo): ReturnType<typeof readModel> {
  const layers = [
    {
      class_name: 'InputLayer',
      name: 'x',
      config: { name: 'x', batch_shape: [null, ...shape.slice(1)] },
      inbound_nodes: [],
    },
    { class_name: className, name: 'l', config: { name: 'l', ...config }, inbound_nodes: [[['x', 0, 0, {}]]] },
  ];
  const ends = { input_layers: [['x', 0, 0]], output_layers: [['l', 0, 0]] };
  return readModel({ class_name: 'Functional', config: { name: 'model', layers, ...ends } });
}

async function outputOf(className: string, config: object, weights: Record<string, Tensor>): Promise<Tensor> {
  const graph = compileGradients({ model: modelOf(className, config), batch: 2, isTraining: false });
  const session = await openSession(graph.onnx, { threads: 1 });
  const feeds: Record<string, Tensor> = { input, cotangent: input, ...weights };
  const { output } = await session.run(Object.fromEntries(session.inputs.map(key => [key, feeds[key]!])));
  await session.dispose();
  return output!;
}

/** Each value after its group's mean and deviation; `groupOf` names the group of a place. */
function standardised(groupOf: (at: number) => string, epsilon: number): number[] {
  const groups = Map.groupBy(values.keys(), groupOf);
  const moments = new Map(
    [...groups].map(([key, places]) => {
      const mean = places.reduce((sum, at) => sum + values[at]!, 0) / places.length;
      const variance = places.reduce((sum, at) => sum + (values[at]! - mean) ** 2, 0) / places.length;
      return [key, { mean, deviation: Math.sqrt(variance + epsilon) }];
    }),
  );
  return values.map((value, at) => {
    const { mean, deviation } = moments.get(groupOf(at))!;
    return (value - mean) / deviation;
  });
}

test('layer normalisation over height, width and channels has gamma and beta of that shape', async () => {
  const ramp = Array.from({ length: 24 }, (_, at) => 1 + at / 10);
  const output = await outputOf(
    'LayerNormalization',
    { axis: [1, 2, 3], epsilon: 1e-5 },
    {
      'l/gamma': float32Tensor([2, 3, 4], ramp),
      'l/beta': float32Tensor([2, 3, 4], ramp.map(Math.sqrt)),
    },
  );
  const expected = standardised(at => String(Math.floor(at / 24)), 1e-5).map(
    (value, at) => value * ramp[at % 24]! + Math.sqrt(ramp[at % 24]!),
  );
  expect(relativeDifference(output, float32Tensor(photo, expected))).toBeLessThan(1e-6);
});

test('group normalisation with -1 groups takes each channel of each photo alone', async () => {
  const output = await outputOf('GroupNormalization', { groups: -1, epsilon: 1e-3, scale: false, center: false }, {});
  const expected = standardised(at => `${Math.floor(at / 24)} ${at % 4}`, 1e-3);
  expect(relativeDifference(output, float32Tensor(photo, expected))).toBeLessThan(1e-6);
});

test('normalisation without numbers in its config uses the adapted ones, and inverted it takes them back', async () => {
  const mean = [0.5, -1, 2, 0];
  const variance = [4, 0.25, 1, 0];
  const weights = { 'l/mean': float32Tensor([4], mean), 'l/variance': float32Tensor([4], variance) };
  const deviation = (at: number): number => Math.max(Math.sqrt(variance[at % 4]!), 1e-7);
  const forward = values.map((value, at) => (value - mean[at % 4]!) / deviation(at));
  const inverted = values.map((value, at) => value * deviation(at) + mean[at % 4]!);
  const normal = await outputOf('Normalization', { axis: [-1] }, weights);
  const back = await outputOf('Normalization', { axis: [-1], invert: true }, weights);
  expect(relativeDifference(normal, float32Tensor(photo, forward))).toBeLessThan(1e-6);
  expect(relativeDifference(back, float32Tensor(photo, inverted))).toBeLessThan(1e-6);
});

test('a PReLU that shares nothing has a slope for every place', async () => {
  const slopes = Array.from({ length: 24 }, (_, at) => at / 24);
  const output = await outputOf('PReLU', {}, { 'l/alpha': float32Tensor([2, 3, 4], slopes) });
  const expected = values.map((value, at) => (value > 0 ? value : value * slopes[at % 24]!));
  expect(relativeDifference(output, float32Tensor(photo, expected))).toBeLessThan(1e-6);
});

test.each([
  ['LayerNormalization', { axis: [0] }, 'axis'],
  ['LayerNormalization', { axis: [3, -1] }, 'axis'],
  ['LayerNormalization', { rms_scaling: true }, 'rms_scaling'],
  ['GroupNormalization', { groups: 3 }, 'a divisor of 4'],
  ['GroupNormalization', { groups: 2, axis: 1 }, 'axis'],
  ['Normalization', { axis: [1] }, 'axis'],
  ['Normalization', { mean: [1, 2], variance: [1, 2] }, '1 or 4 numbers'],
  ['Normalization', { mean: [1, 2, 3, 4] }, 'variance'],
  ['PReLU', { shared_axes: [4] }, 'shared_axes'],
  ['UpSampling2D', { interpolation: 'bicubic' }, 'interpolation'],
])('%s with %o is refused and the error says why', (className, config, why) => {
  expect(() => planModel(modelOf(className, config))).toThrow(why);
});
