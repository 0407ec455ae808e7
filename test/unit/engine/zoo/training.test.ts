// The networks of the zoo can be trained from scratch: their steps compile, and a step lowers the loss of its own batch.
import { expect, test } from 'vitest';
import { compileTrainingStep } from '../../../../src/engine/compile/training.ts';
import type { TrainingStep } from '../../../../src/engine/compile/training.ts';
import type { Model } from '../../../../src/engine/graph.ts';
import { elementCount, float32Tensor } from '../../../../src/engine/tensor.ts';
import type { Tensor, Weights } from '../../../../src/engine/tensor.ts';
import { initialWeights } from '../../../../src/engine/weights.ts';
import { alexnet } from '../../../../src/engine/zoo/alexnet.ts';
import { efficientnetLite0 } from '../../../../src/engine/zoo/efficientnet-lite0.ts';
import { fashionCnn } from '../../../../src/engine/zoo/fashion-cnn.ts';
import { googlenet } from '../../../../src/engine/zoo/googlenet.ts';
import { lenet5 } from '../../../../src/engine/zoo/lenet5.ts';
import { mobilenetV2 } from '../../../../src/engine/zoo/mobilenet-v2.ts';
import { resnet152, resnet50 } from '../../../../src/engine/zoo/resnet.ts';
import { resnet34 } from '../../../../src/engine/zoo/resnet34.ts';
import { xception } from '../../../../src/engine/zoo/xception.ts';
import { openTrainer } from '../../../../src/main/runtime/trainer.ts';
import { mulberry32 } from '../../../../src/shared/random.ts';

const classes = 3;
const batch = 4;

// Four photos of noise make batch statistics of few values, and with them slopes of hundreds: those networks take short steps.
test.each([
  { name: 'LeNet-5', model: lenet5({ classes }), learningRate: 0.01 },
  { name: 'the Fashion-MNIST CNN', model: fashionCnn({ classes }), learningRate: 0.001 },
  { name: 'ResNet-34', model: resnet34({ classes, sizePx: 32 }), learningRate: 1e-7 },
  { name: 'MobileNetV2', model: mobilenetV2({ classes, sizePx: 64 }), learningRate: 1e-7 },
  { name: 'GoogLeNet', model: googlenet({ classes, sizePx: 32 }), learningRate: 1e-5 },
])('a step of $name lowers the loss of its batch', async ({ model, learningRate }) => {
  const random = mulberry32(7);
  const step = compile(model);
  const [, ...shape] = model.layers[0]!.config['batch_shape'] as number[];
  const photos = Float32Array.from({ length: batch * elementCount(shape) }, () => random() * 2 - 1);
  const feeds = { input: float32Tensor([batch, ...shape], photos), targets: labels() };
  // A trainer of its own for each loss, so that dropout drops the same both times.
  const trained = async (weights: Weights): Promise<{ loss: number; after: Weights }> => {
    const trainer = await openTrainer(step, weights, { threads: 1 });
    const { loss } = await trainer.step(feeds, learningRate);
    const after = trainer.weights();
    await trainer.dispose();
    return { loss, after };
  };
  const first = await trained(initialWeights(model, random));
  const second = await trained(first.after);
  expect(Number.isFinite(first.loss)).toBe(true);
  expect(second.loss).toBeLessThan(first.loss);
});

// Too slow to be run in a unit test: their steps only compile.
test.each([
  { name: 'Xception', model: xception({ classes, sizePx: 71 }) },
  { name: 'ResNet-50', model: resnet50({ classes, sizePx: 32 }) },
  { name: 'AlexNet', model: alexnet({ classes }) },
  { name: 'ResNet-152', model: resnet152({ classes, sizePx: 32 }) },
  { name: 'EfficientNet-Lite0', model: efficientnetLite0({ classes }) },
])('the step of $name updates every layer that has weights', ({ model }) => {
  const updated = new Set(compile(model).state.map(({ name }) => name.split('/')[0]));
  const withWeights = model.layers.filter(({ className }) => /Conv|Dense|Normalization/.test(className));
  expect([...updated].sort()).toEqual(withWeights.map(({ name }) => name).sort());
});

function compile(model: Model): TrainingStep {
  return compileTrainingStep({
    model,
    loss: { kind: 'categorical-cross-entropy', labels: 'class-numbers' },
    optimizer: { kind: 'sgd' },
    batch,
  });
}

function labels(): Tensor {
  return { dtype: 'int32', shape: [batch], data: Int32Array.from({ length: batch }, (_, photo) => photo % classes) };
}
