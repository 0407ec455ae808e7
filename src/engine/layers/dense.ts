// Dense: kernel [inputs, units] over the last axis. For photo-like inputs that is a 1 × 1 convolution.
import { add } from '../ops/add.ts';
import { conv2d } from '../ops/conv2d.ts';
import { matmul } from '../ops/matmul.ts';
import { reshape } from '../ops/reshape.ts';
import { readActivation } from './activations.ts';
import type { LayerClass } from './layer.ts';
import { windowFor } from './window.ts';

const pointwise = { kernel: [1, 1], strides: [1, 1], dilations: [1, 1], padding: 'valid' } as const;

export const dense: LayerClass = {
  className: 'Dense',
  read(config) {
    const units = config.count('units');
    const hasBias = config.boolean('use_bias', true);
    const activation = readActivation(config);
    return {
      outputShape([shape]) {
        if (!shape || shape.length < 2 || typeof shape.at(-1) !== 'number')
          throw config.invalid('an input with a fixed last axis', shape ?? 'no input');
        return [...shape.slice(0, -1), units];
      },
      weights([shape]) {
        const initializer = config.initializer('kernel_initializer', 'GlorotUniform');
        const bias = {
          name: 'bias',
          shape: [units],
          initializer: config.initializer('bias_initializer', 'Zeros'),
          isTrainable: true,
        };
        return [
          { name: 'kernel', shape: [shape!.at(-1)!, units], initializer, isTrainable: true },
          ...(hasBias ? [bias] : []),
        ];
      },
      lower([x], { tape, weight }) {
        if (x!.shape.length === 4) {
          const kernel = tape.apply(reshape, [weight('kernel')], { shape: [1, 1, x!.shape[1]!, units] });
          const window = windowFor(pointwise, x!.shape[2]!, x!.shape[3]!);
          return activation(
            tape,
            tape.apply(conv2d, hasBias ? [x!, kernel, weight('bias')] : [x!, kernel], { window, groups: 1 }),
          );
        }
        const product = tape.apply(matmul, [x!, weight('kernel')], {});
        return activation(tape, hasBias ? tape.apply(add, [product, weight('bias')], {}) : product);
      },
    };
  },
};
