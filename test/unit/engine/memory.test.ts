// The estimate of a step's memory: near what was measured, and growing with what it should grow with.
import { expect, test } from 'vitest';
import type { TrainingOptions } from '../../../src/engine/compile/training.ts';
import { stepMemory } from '../../../src/engine/memory.ts';
import type { Model } from '../../../src/engine/model.ts';
import { lenet5 } from '../../../src/engine/zoo/lenet5.ts';
import { mobilenetV2 } from '../../../src/engine/zoo/mobilenet-v2.ts';
import { xception } from '../../../src/engine/zoo/xception.ts';

const momentum = { kind: 'sgd', momentum: 0.9 } as const;
const estimate = (options: Pick<TrainingOptions, 'model' | 'batch'> & Partial<TrainingOptions>) =>
  stepMemory({ optimizer: momentum, ...options });
const frozen = (model: Model, isFrozen: (name: string, className: string) => boolean): Model => ({
  ...model,
  layers: model.layers.map(layer =>
    isFrozen(layer.name, layer.className) ? { ...layer, config: { ...layer.config, trainable: false } } : layer,
  ),
});

// Growth of a process in two steps, see `stepMemory`.
test.each([
  { name: 'Xception, 4 photos', options: { model: xception({ classes: 5, sizePx: 224 }), batch: 4 }, measured: 1162e6 },
  {
    name: 'Xception in blocks, 4 photos',
    options: { model: xception({ classes: 5, sizePx: 224 }), batch: 4, blockSize: 16 },
    measured: 1338e6,
  },
  {
    name: 'MobileNetV2 in blocks, 8 photos',
    options: { model: mobilenetV2({ classes: 5, sizePx: 224 }), batch: 8, blockSize: 16 },
    measured: 987e6,
  },
])('$name: within 15 % of what was measured', ({ options, measured }) => {
  const { total } = estimate(options);
  expect(Math.abs(total / measured - 1)).toBeLessThan(0.15);
});

const model = mobilenetV2({ classes: 5, sizePx: 96 });

test('activations grow with the batch, weights and state do not', () => {
  const [one, four] = [estimate({ model, batch: 1 }), estimate({ model, batch: 4 })];
  expect(four.activations).toBeCloseTo(4 * one.activations, -1);
  expect([four.state, four.gradients]).toEqual([one.state, one.gradients]);
});

test('the state counts each weight and slot twice, and sums of gradients where there are any', () => {
  const lenet = lenet5({ classes: 10 });
  const bytes = estimate({ model: lenet, batch: 1, optimizer: { kind: 'sgd' } }).state;
  expect(bytes).toBe(2 * 4 * 61_706); // LeNet-5 with padding: 61,706 parameters
  expect(estimate({ model: lenet, batch: 1 }).state).toBe(2 * bytes);
  expect(estimate({ model: lenet, batch: 1, optimizer: { kind: 'adam' } }).state).toBe(3 * bytes);
  expect(estimate({ model: lenet, batch: 1, optimizer: { kind: 'adam' }, batchesPerUpdate: 4 }).state).toBe(4 * bytes);
});

test('what frozen layers compute before the first trainable one is not kept, and frozen batch norms keep nothing', () => {
  const [whole, top, norms] = [
    model,
    frozen(model, name => name !== 'predictions'),
    frozen(model, (_, className) => className === 'BatchNormalization'),
  ].map(part => estimate({ model: part, batch: 8 }).activations) as [number, number, number];
  expect(top).toBeLessThan(whole / 5);
  expect(norms).toBeLessThan(whole / 1.3);
});
