// Conv2D: kernel [height, width, input channels / groups, filters].
import { conv2d as conv2dOp } from '../ops/conv2d.ts';
import { readActivation } from './activations.ts';
import type { LayerClass } from './layer.ts';
import { photoShape, readConvolutionWindow, windowedShape, windowFor } from './window.ts';

export const conv2d: LayerClass = {
  className: 'Conv2D',
  read(config) {
    const filters = config.count('filters');
    const groups = config.count('groups', 1);
    const window = readConvolutionWindow(config);
    const hasBias = config.boolean('use_bias', true);
    const activation = readActivation(config);
    return {
      outputShape([shape]) {
        const { batch, height, width, channels } = photoShape(config, shape);
        if (channels % groups !== 0 || filters % groups !== 0) {
          throw config.invalid(
            `channels and filters that ${groups} groups divide`,
            `${channels} channels, ${filters} filters`,
          );
        }
        return [batch, ...windowedShape(config, window, height, width), filters];
      },
      weights([shape]) {
        const { channels } = photoShape(config, shape);
        const kernel = [...window.kernel, channels / groups, filters];
        const bias = {
          name: 'bias',
          shape: [filters],
          initializer: config.initializer('bias_initializer', 'Zeros'),
          isTrainable: true,
        };
        return [
          {
            name: 'kernel',
            shape: kernel,
            initializer: config.initializer('kernel_initializer', 'GlorotUniform'),
            isTrainable: true,
          },
          ...(hasBias ? [bias] : []),
        ];
      },
      lower([x], { tape, weight }) {
        const fixed = windowFor(window, x!.shape[2]!, x!.shape[3]!);
        const inputs = hasBias ? [x!, weight('kernel'), weight('bias')] : [x!, weight('kernel')];
        return activation(tape, tape.apply(conv2dOp, inputs, { window: fixed, groups }));
      },
    };
  },
};
