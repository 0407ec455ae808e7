// Compares the compiled training step with the same five steps worked out here in double precision: what this machine's kernels are worth.
import { compileTrainingStep } from '../../engine/compile/training.ts';
import { float32Tensor, toFloat32 } from '../../engine/tensor.ts';
import { mulberry32 } from '../../shared/random.ts';
import { openTrainer } from '../runtime/trainer.ts';
import { headModel } from './head-model.ts';

export const comparedSteps = 5;
const [photos, features, classes] = [8, 24, 3];
const [learningRate, momentum, strength] = [0.1, 0.9, 0.02];

/** The largest difference of any weight or loss after five steps of momentum on a softmax layer. Throws AppError engine-failed. */
export async function largestStepDifference(): Promise<number> {
  const random = mulberry32(20);
  const input = Float32Array.from({ length: photos * features }, () => random() * 2 - 1);
  const labels = Int32Array.from({ length: photos }, () => Math.floor(random() * classes));
  const kernel = Float32Array.from({ length: features * classes }, () => random() - 0.5);
  const step = compileTrainingStep({
    model: headModel(features, classes),
    loss: { kind: 'categorical-cross-entropy', labels: 'class-numbers' },
    optimizer: { kind: 'sgd', momentum },
    batch: photos,
    l2: strength / 2,
  });
  const initial = new Map([
    ['predictions/kernel', float32Tensor([features, classes], kernel)],
    ['predictions/bias', float32Tensor([classes])],
  ]);
  const trainer = await openTrainer(step, initial, { threads: 1 });
  const batch = {
    input: float32Tensor([photos, features], input),
    targets: { dtype: 'int32', shape: [photos], data: labels },
  } as const;
  const expected = { kernel: Float64Array.from(kernel), bias: new Float64Array(classes) };
  const velocity = { kernel: new Float64Array(kernel.length), bias: new Float64Array(classes) };
  let largest = 0;
  const note = (ours: number, theirs: number): void => void (largest = Math.max(largest, Math.abs(ours - theirs)));
  for (let count = 0; count < comparedSteps; count++) {
    const { loss } = await trainer.step(batch, learningRate);
    note(loss, expectedStep(expected, velocity, input, labels));
  }
  const weights = trainer.weights();
  await trainer.dispose();
  toFloat32(weights.get('predictions/kernel')!).forEach((value, index) => note(value, expected.kernel[index]!));
  toFloat32(weights.get('predictions/bias')!).forEach((value, index) => note(value, expected.bias[index]!));
  return largest;
}

type Layer = { readonly kernel: Float64Array; readonly bias: Float64Array };

/** One step by hand: softmax, cross-entropy, λ/2 · Σ w² of the kernel, momentum. Gives the loss before the update. */
function expectedStep({ kernel, bias }: Layer, velocity: Layer, input: Float32Array, labels: Int32Array): number {
  const gradient = { kernel: kernel.map(weight => strength * weight), bias: new Float64Array(classes) };
  let loss = (strength / 2) * kernel.reduce((sum, weight) => sum + weight * weight, 0);
  for (let photo = 0; photo < photos; photo++) {
    const own = input.subarray(photo * features, (photo + 1) * features);
    const exponents = Array.from({ length: classes }, (_, c) =>
      Math.exp(own.reduce((sum, value, i) => sum + value * kernel[i * classes + c]!, bias[c]!)),
    );
    const total = exponents.reduce((sum, value) => sum + value, 0);
    loss -= Math.log(exponents[labels[photo]!]! / total) / photos;
    for (let c = 0; c < classes; c++) {
      const slope = (exponents[c]! / total - (labels[photo] === c ? 1 : 0)) / photos;
      gradient.bias[c]! += slope;
      for (let i = 0; i < features; i++) gradient.kernel[i * classes + c]! += slope * own[i]!;
    }
  }
  for (const part of ['kernel', 'bias'] as const) {
    const weights = part === 'kernel' ? kernel : bias;
    for (let index = 0; index < weights.length; index++) {
      velocity[part][index] = momentum * velocity[part][index]! - learningRate * gradient[part][index]!;
      weights[index]! += velocity[part][index]!;
    }
  }
  return loss;
}
