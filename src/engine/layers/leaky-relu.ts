// LeakyReLU: x where positive, else slope · x. Keras 3 calls the slope negative_slope, Keras 2 alpha.
import { leakyRelu as leakyReluOp } from '../ops/leaky-relu.ts';
import { noWeights } from './layer.ts';
import type { LayerClass } from './layer.ts';

export const leakyRelu: LayerClass = {
  className: 'LeakyReLU',
  read(config) {
    const slope = config.number(config.has('alpha') ? 'alpha' : 'negative_slope', 0.3, 0);
    return {
      outputShape: ([shape]) => shape!,
      weights: noWeights,
      lower: ([x], { tape }) => tape.apply(leakyReluOp, [x!], { slope }),
    };
  },
};
