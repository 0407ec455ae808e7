// Gemm and MatMul with weights of the file: Dense. Behind a flattened map the rows of the kernel change places, because Keras flattens in another order.
import { float32Tensor, toFloat32 } from '../../../../engine/tensor.ts';
import type { Tensor } from '../../../../engine/tensor.ts';
import type { Step } from './step.ts';
import { onnxSizes } from './values.ts';
import type { Features } from './values.ts';

/** alpha · x · B + beta · C. */
export function gemm(step: Step): Features {
  const x = row(step);
  if (step.integer('transA', 0) !== 0) throw step.refuse('transA');
  const given = step.weights(1, 2);
  const kernel = step.integer('transB', 0) === 0 ? given : step.turned(given, [1, 0]);
  const units = kernel.shape[1]!;
  const bias = step.has(2) ? spread(step, step.weights(2), units) : undefined;
  return dense(step, x, scaledBy(step.float('alpha', 1), kernel), bias && scaledBy(step.float('beta', 1), bias));
}

/** x · B over the last axis. */
export function matMul(step: Step): Features {
  return dense(step, row(step), step.weights(1, 2), undefined);
}

function row(step: Step): Features {
  const x = step.features(0);
  if (x.layout !== 'channels-first') return x;
  throw step.refuse(`over the columns of [N, ${onnxSizes(x).join(', ')}]`);
}

function dense(step: Step, x: Features, kernel: Tensor, bias: Tensor | undefined): Features {
  const [rows, units] = kernel.shape as [number, number];
  if (rows !== x.shape.at(-1)) throw step.refuse(`a weight for ${rows} values, given ${x.shape.at(-1)}`);
  const weights = { kernel: x.layout === 'flat' ? rowsPlaceByPlace(step, kernel, x.flatChannels) : kernel };
  return step.layer({
    className: 'Dense',
    config: { units, activation: 'linear', use_bias: bias !== undefined },
    inputs: [x],
    weights: bias ? { ...weights, bias } : weights,
    weight: 1,
    layout: 'keras',
  });
}

/** Rows of channels × places as rows of places × channels. */
function rowsPlaceByPlace(step: Step, kernel: Tensor, channels: number): Tensor {
  const [rows, units] = kernel.shape as [number, number];
  const apart = float32Tensor([channels, rows / channels, units], toFloat32(kernel));
  return float32Tensor([rows, units], toFloat32(step.turned(apart, [1, 0, 2])));
}

function scaledBy(factor: number, tensor: Tensor): Tensor {
  return factor === 1
    ? tensor
    : float32Tensor(
        tensor.shape,
        toFloat32(tensor).map(value => factor * value),
      );
}

/** One number, or one for each unit. */
function spread(step: Step, tensor: Tensor, units: number): Tensor {
  const values = toFloat32(tensor);
  if (tensor.shape.length > 2 || (values.length !== 1 && (values.length !== units || tensor.shape.at(-1) !== units)))
    throw step.refuse(`a bias of shape [${tensor.shape.join(', ')}] for ${units} units`);
  return float32Tensor([units], values.length === units ? values : new Float32Array(units).fill(values[0]!));
}
