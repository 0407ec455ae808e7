// A small network that passes through every blocked form there is, so that a few steps of it show whether this machine's kernels compute right.
import type { Model } from '../../engine/model.ts';
import { createModelBuilder } from '../../engine/zoo/builder.ts';

const photoShape = [17, 14, 3] as const;
const classes = 3;

/**
 * Convolutions that read a photo, full, pointwise and depthwise, each with and without strides; channels that fill blocks and
 * that do not; batch norms that train and that are frozen; a residual sum; both pools, on sizes that leave a row over; the
 * mean of all places; ReLU inside a convolution and every elementwise op on blocks.
 */
export function kernelCheckNetwork(): Model {
  const {
    input,
    add,
    convolve,
    depthwise,
    normalise,
    activate,
    maxPool,
    averagePool,
    globalAveragePool,
    dense,
    model,
  } = createModelBuilder();
  let x = convolve('stem', input('photo', photoShape), { filters: 20, size: 3, hasBias: true, activation: 'relu' });
  x = normalise('stem_norm', convolve('full', x, { filters: 24, size: 3 }));
  const entry = activate('full_relu', x, 'relu');
  x = activate(
    'wide',
    convolve('pointwise', depthwise('depth', entry, { size: 3 }), { filters: 32, size: 1 }),
    'relu6',
  );
  x = depthwise('depth_strided', x, { size: 3, stride: 2 });
  x = add('frozen_norm', 'BatchNormalization', { axis: -1, trainable: false }, [x]);
  x = convolve('narrow', x, { filters: 32, size: 1, activation: 'elu' });
  x = add('sum', 'Add', {}, [x, convolve('shortcut', entry, { filters: 32, size: 1, stride: 2 })]);
  x = activate('swish', maxPool('max_pool', x, { size: 3, stride: 2, padding: 'same' }), 'swish');
  const strided = convolve('full_strided', x, { filters: 36, size: 3, stride: 2, hasBias: true, activation: 'tanh' });
  const pooled = averagePool('average_pool', x, { size: 3, stride: 2, padding: 'same' });
  x = add('branches', 'Concatenate', { axis: -1 }, [strided, pooled]);
  const mixed = convolve('mixed', x, { filters: 16, size: 1 });
  x = add('difference', 'Subtract', {}, [mixed, convolve('other', x, { filters: 16, size: 1 })]);
  const [mean, variance] = [0.1, 0.5].map(value => Array<number>(16).fill(value)) as [number[], number[]];
  x = add('standard', 'Normalization', { axis: -1, mean, variance }, [x]);
  x = add('leaky', 'LeakyReLU', { negative_slope: 0.2 }, [x]);
  x = add('gated', 'Multiply', {}, [x, convolve('gate', x, { filters: 16, size: 1, activation: 'sigmoid' })]);
  return model('kernel_check', dense('top', globalAveragePool('mean', x), { units: classes, activation: 'softmax' }));
}
