// Conv and ConvTranspose: Conv2D, DepthwiseConv2D and Conv2DTranspose, with zeros or cuts around them where Keras' padding does not say it.
import { float32Tensor } from '../../../../engine/tensor.ts';
import type { Step } from './step.ts';
import type { Features } from './values.ts';
import { convolutionConfig, meansSame, hasPadding, windowOf, withZeros } from './window.ts';

/** W [O, I / groups, kh, kw]. */
export function conv(step: Step): Features {
  const x = step.map();
  const kernel = step.weights(1, 4);
  const [filters, inputs, height, width] = kernel.shape as [number, number, number, number];
  const groups = step.integer('group', 1);
  const channels = x.shape[2]!;
  if (inputs * groups !== channels) throw step.refuse(`${groups} groups of ${inputs} channels for ${channels}`);
  const window = windowOf(step, x, [height, width]);
  const isSame = meansSame(step, window, x);
  const padded = isSame || !hasPadding(window) ? x : withZeros(step, window, x, 1);
  const bias = step.has(2) ? { bias: step.vector(2, filters) } : {};
  const shared = { ...convolutionConfig(window, isSame ? 'same' : 'valid'), use_bias: step.has(2) };
  const turned = step.turned(kernel, [2, 3, 1, 0]);
  if (groups > 1 && inputs === 1) {
    // The channels of one input stand together in both.
    const multiplier = filters / groups;
    if (!Number.isInteger(multiplier)) throw step.refuse(`${filters} filters for ${groups} channels`);
    const own = float32Tensor([height, width, channels, multiplier], turned.data as Float32Array);
    const config = { ...shared, depth_multiplier: multiplier };
    return step.layer({
      className: 'DepthwiseConv2D',
      config,
      inputs: [padded],
      weights: { kernel: own, ...bias },
      weight: 1,
    });
  }
  const config = { ...shared, filters, groups };
  return step.layer({ className: 'Conv2D', config, inputs: [padded], weights: { kernel: turned, ...bias }, weight: 1 });
}

/** W [I, O, kh, kw]. Padding of a transposed convolution cuts its result. */
export function convTranspose(step: Step): Features {
  const x = step.map();
  const kernel = step.weights(1, 4);
  const [inputs, filters, height, width] = kernel.shape as [number, number, number, number];
  if (step.integer('group', 1) !== 1) throw step.refuse('several groups');
  if (inputs !== x.shape[2]) throw step.refuse(`a kernel for ${inputs} channels, given ${x.shape[2]}`);
  if ((step.integers('output_shape') ?? []).length > 0 || step.text('auto_pad', 'NOTSET') !== 'NOTSET')
    throw step.refuse('a result of a given size');
  const window = windowOf(step, x, [height, width]);
  const rest = step.integers('output_padding') ?? [];
  const after = window.after.map((count, axis) => count - (rest[axis] ?? 0));
  const extents = window.kernel.map((size, axis) => (size - 1) * window.dilations[axis]! + 1);
  if (after.some(count => count < 0) || extents.some((extent, axis) => extent < window.strides[axis]!))
    throw step.refuse('places that no input reaches');
  const weights = {
    kernel: step.turned(kernel, [2, 3, 1, 0]),
    ...(step.has(2) ? { bias: step.vector(2, filters) } : {}),
  };
  const config = { ...convolutionConfig(window, 'valid'), filters, use_bias: step.has(2) };
  const grown = step.layer({ className: 'Conv2DTranspose', config, inputs: [x], weights, weight: 1 });
  const cropping = window.before.map((count, axis) => [count, after[axis]!]);
  if (cropping.flat().every(count => count === 0)) return grown;
  const cut = { cropping, data_format: 'channels_last' };
  return step.layer({ className: 'Cropping2D', config: cut, inputs: [grown], suffix: '_crop' });
}
