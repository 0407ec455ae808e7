// SeparableConv2D: a depthwise convolution, then a 1 × 1 convolution over its channels.
import { conv2d } from '../ops/conv2d.ts';
import { readActivation } from './activations.ts';
import { depthwiseConvolution } from './depthwise.ts';
import type { LayerClass } from './layer.ts';
import { photoShape, readConvolutionWindow, windowedShape, windowFor } from './window.ts';

const pointwise = { kernel: [1, 1], strides: [1, 1], dilations: [1, 1], padding: 'valid' } as const;

export const separableConv2d: LayerClass = {
  className: 'SeparableConv2D',
  read(config) {
    const filters = config.count('filters');
    const multiplier = config.count('depth_multiplier', 1);
    const window = readConvolutionWindow(config);
    const hasBias = config.boolean('use_bias', true);
    const activation = readActivation(config);
    return {
      outputShape([shape]) {
        const { batch, height, width } = photoShape(config, shape);
        return [batch, ...windowedShape(config, window, height, width), filters];
      },
      weights([shape]) {
        const { channels } = photoShape(config, shape);
        const depthwise = config.initializer('depthwise_initializer', 'GlorotUniform');
        const point = config.initializer('pointwise_initializer', 'GlorotUniform');
        const bias = {
          name: 'bias',
          shape: [filters],
          initializer: config.initializer('bias_initializer', 'Zeros'),
          isTrainable: true,
        };
        return [
          {
            name: 'depthwise_kernel',
            shape: [...window.kernel, channels, multiplier],
            initializer: depthwise,
            isTrainable: true,
          },
          {
            name: 'pointwise_kernel',
            shape: [1, 1, channels * multiplier, filters],
            initializer: point,
            isTrainable: true,
          },
          ...(hasBias ? [bias] : []),
        ];
      },
      lower([x], { tape, weight }) {
        const deep = depthwiseConvolution(tape, x!, weight('depthwise_kernel'), window);
        const kernel = weight('pointwise_kernel');
        const inputs = hasBias ? [deep, kernel, weight('bias')] : [deep, kernel];
        return activation(
          tape,
          tape.apply(conv2d, inputs, { window: windowFor(pointwise, deep.shape[2]!, deep.shape[3]!), groups: 1 }),
        );
      },
    };
  },
};
