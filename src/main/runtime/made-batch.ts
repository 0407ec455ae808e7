// Batches made of noise for a training step: what kernels and devices are compared and timed on.
import type { TrainingStep } from '../../engine/compile/training.ts';
import { elementCount, float32Tensor } from '../../engine/tensor.ts';
import type { Tensor } from '../../engine/tensor.ts';
import type { Random } from '../../shared/random.ts';

/** Every input of the step by name: photos of −1…1, targets that are classes or parts of one, photo weights of 1. */
export function madeBatch(step: TrainingStep, random: Random): Record<string, Tensor> {
  const classes = step.predictions.shape[1]!;
  return Object.fromEntries(
    step.inputs.map(({ name, dtype, shape }) => [
      name,
      name === 'photo_weights' ? ones(shape) : made(name, dtype, shape),
    ]),
  );

  function made(name: string, dtype: Tensor['dtype'], shape: readonly number[]): Tensor {
    const length = elementCount(shape);
    if (dtype === 'int32')
      return { dtype, shape, data: Int32Array.from({ length }, () => Math.floor(random() * classes)) };
    const next = name === 'targets' ? random : () => random() * 2 - 1;
    return float32Tensor(shape, Float32Array.from({ length }, next));
  }
}

const ones = (shape: readonly number[]): Tensor => float32Tensor(shape, new Float32Array(elementCount(shape)).fill(1));
