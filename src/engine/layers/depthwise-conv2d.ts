// DepthwiseConv2D: kernel [height, width, channels, multiplier]. Keras 3 calls the weight `kernel`.
import { readActivation } from './activations.ts';
import { depthwiseConvolution } from './depthwise.ts';
import type { LayerClass } from './layer.ts';
import { photoShape, readConvolutionWindow, windowedShape } from './window.ts';

export const depthwiseConv2d: LayerClass = {
  className: 'DepthwiseConv2D',
  read(config) {
    const multiplier = config.count('depth_multiplier', 1);
    const window = readConvolutionWindow(config);
    const hasBias = config.boolean('use_bias', true);
    const activation = readActivation(config);
    return {
      outputShape([shape]) {
        const { batch, height, width, channels } = photoShape(config, shape);
        return [batch, ...windowedShape(config, window, height, width), channels * multiplier];
      },
      weights([shape]) {
        const { channels } = photoShape(config, shape);
        const initializer = config.initializer('depthwise_initializer', 'GlorotUniform');
        const bias = {
          name: 'bias',
          shape: [channels * multiplier],
          initializer: config.initializer('bias_initializer', 'Zeros'),
          isTrainable: true,
        };
        return [
          { name: 'kernel', shape: [...window.kernel, channels, multiplier], initializer, isTrainable: true },
          ...(hasBias ? [bias] : []),
        ];
      },
      lower: ([x], { tape, weight }) =>
        activation(
          tape,
          depthwiseConvolution(tape, x!, weight('kernel'), window, hasBias ? weight('bias') : undefined),
        ),
    };
  },
};
