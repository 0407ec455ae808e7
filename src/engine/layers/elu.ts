// ELU: x where positive, else alpha · (exp(x) - 1).
import { elu as eluOp } from '../ops/elu.ts';
import { noWeights } from './layer.ts';
import type { LayerClass } from './layer.ts';

export const elu: LayerClass = {
  className: 'ELU',
  read(config) {
    const alpha = config.number('alpha', 1, 0);
    return {
      outputShape: ([shape]) => shape!,
      weights: noWeights,
      lower: ([x], { tape }) => tape.apply(eluOp, [x!], { alpha }),
    };
  },
};
