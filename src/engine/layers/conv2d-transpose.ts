// Conv2DTranspose: kernel [height, width, filters, input channels]; the output is as large as the input that a Conv2D would have had.
import { add } from '../ops/add.ts';
import { conv2dTranspose as conv2dTransposeOp } from '../ops/conv2d-transpose.ts';
import { reshape } from '../ops/reshape.ts';
import { readActivation } from './activations.ts';
import type { LayerClass } from './layer.ts';
import { photoShape, readConvolutionWindow, windowFor } from './window.ts';

export const conv2dTranspose: LayerClass = {
  className: 'Conv2DTranspose',
  read(config) {
    const filters = config.count('filters');
    const window = readConvolutionWindow(config);
    const hasBias = config.boolean('use_bias', true);
    const activation = readActivation(config);
    if (config.has('output_padding')) throw config.invalid('no output_padding', config.raw('output_padding'));
    const grown = (size: number, axis: 0 | 1): number => {
      const extent = (window.kernel[axis] - 1) * window.dilations[axis] + 1;
      return (
        size * window.strides[axis] + (window.padding === 'valid' ? Math.max(extent - window.strides[axis], 0) : 0)
      );
    };
    return {
      outputShape([shape]) {
        const { batch, height, width } = photoShape(config, shape);
        return [batch, grown(height, 0), grown(width, 1), filters];
      },
      weights([shape]) {
        const { channels } = photoShape(config, shape);
        const initializer = config.initializer('kernel_initializer', 'GlorotUniform');
        const bias = {
          name: 'bias',
          shape: [filters],
          initializer: config.initializer('bias_initializer', 'Zeros'),
          isTrainable: true,
        };
        return [
          { name: 'kernel', shape: [...window.kernel, filters, channels], initializer, isTrainable: true },
          ...(hasBias ? [bias] : []),
        ];
      },
      lower([x], { tape, weight }) {
        const size = [grown(x!.shape[2]!, 0), grown(x!.shape[3]!, 1)] as const;
        const y = tape.apply(conv2dTransposeOp, [x!, weight('kernel')], {
          window: windowFor(window, ...size),
          groups: 1,
          size,
        });
        if (!hasBias) return activation(tape, y);
        const bias = tape.apply(reshape, [weight('bias')], { shape: [filters, 1, 1] });
        return activation(tape, tape.apply(add, [y, bias], {}));
      },
    };
  },
};
