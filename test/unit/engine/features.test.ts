// The top of a network comes off, whatever it ends in, and the features before it stay what they were.
import { expect, test } from 'vitest';
import { compileInference } from '../../../src/engine/compile/inference.ts';
import { takesAnySide, withSide, withoutTop } from '../../../src/engine/features.ts';
import { readModel } from '../../../src/engine/graph.ts';
import type { Model } from '../../../src/engine/model.ts';
import { withoutNesting } from '../../../src/engine/model-parts.ts';
import { planModel } from '../../../src/engine/plan.ts';
import { float32Tensor, toFloat32 } from '../../../src/engine/tensor.ts';
import type { Weights } from '../../../src/engine/tensor.ts';
import { initialWeights } from '../../../src/engine/weights.ts';
import { createModelBuilder } from '../../../src/engine/zoo/builder.ts';
import { alexnet } from '../../../src/engine/zoo/alexnet.ts';
import { googlenet } from '../../../src/engine/zoo/googlenet.ts';
import { lenet5 } from '../../../src/engine/zoo/lenet5.ts';
import { mobilenetV2 } from '../../../src/engine/zoo/mobilenet-v2.ts';
import { resnet50 } from '../../../src/engine/zoo/resnet.ts';
import { resnet34 } from '../../../src/engine/zoo/resnet34.ts';
import { xception } from '../../../src/engine/zoo/xception.ts';
import { openSession } from '../../../src/main/runtime/onnx.ts';
import { modelSource, readModelFile } from '../../../src/main/formats/models/model-formats.ts';
import { mulberry32 } from '../../../src/shared/random.ts';
import { goldenFile, goldenJson, relativeDifference } from '../../support/golden.ts';

const none: Weights = new Map();
const outputOf = (model: Model) => planModel(model).outputs[0]!;

test.each([
  ['xception', xception({ classes: 5 }), 'avg_pool', 2048],
  ['resnet50', resnet50({ classes: 5 }), 'avg_pool', 2048],
  ['mobilenetV2', mobilenetV2({ classes: 5 }), 'global_average_pooling2d', 1280],
  ['resnet34', resnet34({ classes: 5 }), 'gap', 512],
  ['googlenet', googlenet({ classes: 5 }), 'avg_pool', 1024],
  ['alexnet', alexnet({ classes: 5 }), 'f10', 4096],
  ['lenet5', lenet5({ classes: 5 }), 'f6', 84],
] as const)('%s without its classifier ends in its features', (_, model, layer, features) => {
  const { model: cut } = withoutTop(model, none);
  expect(outputOf(cut)).toMatchObject({ layer, shape: [null, features] });
  expect(cut.layers.at(-1)!.className).not.toBe('Dropout');
});

test('networks without a classifier keep their features, and a map of features is averaged', () => {
  expect(withoutTop(xception({ classes: 0 }), none).model.layers).toEqual(xception({ classes: 0 }).layers);
  const whole = xception({ classes: 0 });
  const end = whole.layers.findIndex(({ name }) => name === 'block14_sepconv1');
  const layers = whole.layers.slice(0, end);
  const map: Model = { ...whole, layers, outputs: [{ layer: layers.at(-1)!.name, call: 0, tensor: 0 }] };
  expect(outputOf(withoutTop(map, none).model)).toMatchObject({ layer: 'avg_pool', shape: [null, 1024] });
});

test('a classifier that is a convolution of one pixel comes off', () => {
  const { input, convolve, add, globalAveragePool, dropout, model } = createModelBuilder();
  const map = convolve('features', input('photo', [8, 8, 3]), { filters: 6, size: 3 });
  const pixel = add('pixel', 'Reshape', { target_shape: [1, 1, 6] }, [globalAveragePool('gap', map)]);
  const classes = convolve('classes', dropout('drop', pixel, 0.5), { filters: 4, size: 1 });
  const classifier = model('pixels', add('probabilities', 'Flatten', {}, [classes]));
  expect(outputOf(withoutTop(classifier, none).model)).toMatchObject({ layer: 'avg_pool', shape: [null, 6] });
});

test('weights of the top are left out, those of the features stay', async () => {
  const { model, weights } = await readModelFile(await modelSource(goldenFile('files/tiny.keras')));
  const cut = withoutTop(model!, weights);
  expect([...cut.weights.keys()].toSorted()).toEqual(
    planModel(cut.model)
      .weights.map(({ key }) => key)
      .toSorted(),
  );
  expect(cut.weights.size).toBeLessThan(weights.size);
});

test('a nested model gives the same results when its layers are among the others', async () => {
  const nested = readModel(goldenJson('layers/nested_model.json'));
  const weights = initialWeights(nested, mulberry32(1));
  const [, ...sizes] = planModel(nested).inputs[0]!.shape as (number | null)[];
  const values = Float32Array.from({ length: sizes.reduce<number>((a, b) => a * b!, 1) }, mulberry32(2));
  const input = float32Tensor([1, ...(sizes as number[])], values);
  const [expected, actual] = await Promise.all(
    [nested, withoutNesting(nested)].map(async model => {
      const session = await openSession(compileInference({ model, weights, batch: 1 }), { threads: 1 });
      const results = await session.run({ [session.inputs[0]!]: input });
      const tensor = results[session.outputs[0]!]!;
      await session.dispose();
      return float32Tensor(tensor.shape, toFloat32(tensor));
    }),
  );
  expect(relativeDifference(actual!, expected!)).toBeLessThan(1e-6);
});

test('a network of convolutions takes photos of another size, one with a dense layer on all pixels says why not', () => {
  expect(planModel(withSide(xception({ classes: 3 }), 160)).inputs[0]!.shape).toEqual([null, 160, 160, 3]);
  expect(takesAnySide(resnet50({ classes: 3 }), 224)).toBe(true);
  expect(takesAnySide(alexnet({ classes: 3 }), 227)).toBe(false);
  expect(() => withSide(alexnet({ classes: 3 }), 160)).toThrow(/f9/);
});
