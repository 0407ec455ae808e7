// InputLayer: where data comes in. Its shape is in its config.
import type { Shape } from '../compile/onnx-graph.ts';
import type { LayerConfig } from './config.ts';
import { invariant } from '../../shared/errors.ts';
import { noWeights } from './layer.ts';
import type { LayerClass } from './layer.ts';

export const inputLayer: LayerClass = {
  className: 'InputLayer',
  read(config) {
    const shape = inputShape(config);
    return {
      outputShape: () => shape,
      weights: noWeights,
      lower: () => invariant(false, 'inputs are given, not computed') as never,
    };
  },
};

/** [null, …sizes]: `batch_shape` in Keras 3, `batch_input_shape` in Keras 2. The batch size is left open. */
export function inputShape(config: LayerConfig): Shape {
  const value = config.raw('batch_shape') ?? config.raw('batch_input_shape');
  if (!Array.isArray(value) || value.length < 2 || !value.slice(1).every(size => Number.isInteger(size) && size >= 1)) {
    throw config.invalid('batch_shape: the batch and then fixed sizes of at least 1', value);
  }
  return [null, ...(value.slice(1) as number[])];
}
