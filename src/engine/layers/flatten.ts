// Flatten: everything but the batch into one axis, in Keras' order.
import { elementCount } from '../tensor.ts';
import { reshape } from '../ops/reshape.ts';
import { toKerasOrder } from './axes.ts';
import { noWeights } from './layer.ts';
import type { LayerClass } from './layer.ts';

export const flatten: LayerClass = {
  className: 'Flatten',
  read(config) {
    config.requireChannelsLast();
    return {
      outputShape: ([shape]) => [shape![0]!, elementCount(shape!.slice(1) as number[])],
      weights: noWeights,
      lower([x], { tape }) {
        const count = elementCount(x!.shape.slice(1) as number[]);
        return tape.apply(reshape, [toKerasOrder(tape, x!)], { shape: [x!.shape[0]!, count] });
      },
    };
  },
};
