// Three steps of Xception's blocks 12 and 13 with their real weights and frozen batch norms end where Keras ends, in every form of the ops, and by tfjs-node.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TrainingOptions } from '../../../../src/engine/compile/training.ts';
import { readModel } from '../../../../src/engine/graph.ts';
import { elementCount, float32Tensor, toFloat32 } from '../../../../src/engine/tensor.ts';
import type { Tensor } from '../../../../src/engine/tensor.ts';
import { modelWeights } from '../../../../src/engine/weights.ts';
import { readSafetensors } from '../../../../src/main/formats/models/safetensors.ts';
import { fnv1a32, mulberry32 } from '../../../../src/shared/random.ts';
import { goldenJson } from '../../../support/golden.ts';
import { formsOfTrainers } from '../../../support/runtimes.ts';
import { sharedFolder } from '../../../support/shared.ts';

type OfWeight = {
  readonly gradient_l2_step1: number;
  readonly gradient_first16_step1: readonly number[];
  readonly first16_before: readonly number[];
  readonly first16_after_step1: readonly number[];
  readonly first16_after_step3: readonly number[];
  readonly l2_after_step1: number;
  readonly change_l2_after_step3: number;
};
const golden = goldenJson('training/xception_blocks12_13.json') as {
  readonly input_first8: readonly number[];
  readonly input_sum: number;
  readonly labels: readonly number[];
  readonly probabilities_step1: readonly (readonly number[])[];
  readonly loss_before_each_step_and_after_the_last: readonly number[];
  readonly weights: Readonly<Record<string, OfWeight>>;
};
const [learningRate, momentum, batch] = [0.01, 0.9, 4];

const file = sharedFolder && path.join(sharedFolder, 'data/weights/xception_imagenet_blocks1-13.safetensors');
const hasWeights = file !== null && existsSync(file);

describe.skipIf(!hasWeights)('Xception’s blocks 12 and 13 (needs ../shared)', () => {
  const model = readModel(goldenJson('training/xception_blocks12_13.model.json'));
  const initial = new Map<string, Tensor>();
  const input = float32Tensor([batch, 14, 14, 728], made('training/input', batch * 14 * 14 * 728, onGrid));
  const targets: Tensor = { dtype: 'int32', shape: [batch], data: Int32Array.from(golden.labels) };

  beforeAll(() => {
    const stored = readSafetensors(readFileSync(file!), 'xception');
    for (const { key, shape } of modelWeights(model)) initial.set(key, stored.get(key) ?? headWeight(key, shape));
  });

  test('input and weights are those of the reference', () => {
    expect([...toFloat32(input).slice(0, 8)]).toEqual(golden.input_first8);
    expect(toFloat32(input).reduce((sum, value) => sum + value, 0)).toBeCloseTo(golden.input_sum, 6);
    for (const [key, { first16_before: before }] of Object.entries(golden.weights))
      expect(farthest(initial.get(key)!, before), key).toBeLessThan(1e-7);
  });

  test.each(formsOfTrainers)('losses, gradients and weights are Keras’, by %s', async (_, open) => {
    const training: TrainingOptions = {
      model,
      loss: { kind: 'categorical-cross-entropy', labels: 'class-numbers' },
      optimizer: { kind: 'sgd', momentum },
      batch,
    };
    const trainer = await open({ training, weights: initial });
    const losses: number[] = [];
    const next = async (): Promise<Tensor> => {
      const { loss, predictions } = await trainer.step({ input, targets }, learningRate);
      losses.push(loss);
      return predictions;
    };

    const probabilities = await next();
    expect(farthest(probabilities, golden.probabilities_step1.flat())).toBeLessThan(1e-5);
    const afterOne = trainer.weights();
    const { slots } = trainer.state();
    const trained = Object.entries(golden.weights);
    expect([...slots.keys()].toSorted()).toEqual(trained.map(([key]) => `${key}/momentum`).toSorted());
    for (const [key, expected] of trained) {
      // The first momentum is the gradient times -rate.
      const moved = toFloat32(slots.get(`${key}/momentum`)!).map(value => -value / learningRate);
      expect(farthest(float32Tensor([moved.length], moved), expected.gradient_first16_step1), key).toBeLessThan(2e-5);
      expect(Math.abs(norm(moved) / expected.gradient_l2_step1 - 1), key).toBeLessThan(1e-6);
      expect(farthest(afterOne.get(key)!, expected.first16_after_step1), key).toBeLessThan(5e-7);
      expect(Math.abs(norm(toFloat32(afterOne.get(key)!)) / expected.l2_after_step1 - 1), key).toBeLessThan(5e-7);
    }

    await next();
    await next();
    const afterThree = trainer.weights();
    for (const [key, expected] of trained) {
      expect(farthest(afterThree.get(key)!, expected.first16_after_step3), key).toBeLessThan(5e-7);
      const before = toFloat32(initial.get(key)!);
      const change = toFloat32(afterThree.get(key)!).map((value, at) => value - before[at]!);
      expect(Math.abs(norm(change) / expected.change_l2_after_step3 - 1), key).toBeLessThan(5e-5);
    }
    for (const [key, tensor] of initial) if (!(key in golden.weights)) expect(afterThree.get(key)).toEqual(tensor);

    await next();
    losses.forEach((loss, at) => expect(loss).toBeCloseTo(golden.loss_before_each_step_and_after_the_last[at]!, 6));
    await trainer.dispose();
  });
});

/** How far the first values are from the expected ones, relative to the largest of those; a dead channel's gradients are all 0. */
function farthest(tensor: Tensor, expected: readonly number[]): number {
  const ours = toFloat32(tensor);
  const largest = Math.max(...expected.map(Math.abs));
  const distance = Math.max(...expected.map((value, at) => Math.abs(ours[at]! - value)));
  return distance === 0 ? 0 : distance / largest;
}

function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

/** golden/README, training: u in -1…1 from the name's own generator. */
function made(name: string, count: number, value: (u: number) => number): Float32Array {
  const random = mulberry32(fnv1a32(name));
  return Float32Array.from({ length: count }, () => value(2 * random() - 1));
}

function onGrid(u: number): number {
  return Math.floor(u * 1024) / 1024;
}

/** golden/README, zoo: the head has no pretrained weights. */
function headWeight(key: string, shape: readonly number[]): Tensor {
  const scale = key.endsWith('kernel') ? Math.sqrt(6 / shape[0]!) : 0.05;
  return float32Tensor(
    shape,
    made(key, elementCount(shape), u => u * scale),
  );
}
