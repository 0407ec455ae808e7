// Dropout: while training a share of the values becomes 0 and the rest grows to keep the mean; otherwise nothing happens.
import { dropout as dropoutOp } from '../ops/dropout.ts';
import { noWeights } from './layer.ts';
import type { LayerClass } from './layer.ts';

export const dropout: LayerClass = {
  className: 'Dropout',
  read(config) {
    const rate = config.number('rate', undefined, 0);
    if (rate >= 1) throw config.invalid('rate: from 0 to below 1', rate);
    if (config.has('noise_shape')) throw config.invalid('no noise_shape', config.raw('noise_shape'));
    return {
      outputShape: ([shape]) => shape!,
      weights: noWeights,
      lower: ([x], { tape, isTraining, noise }) =>
        isTraining && rate > 0 ? tape.apply(dropoutOp, [x!, noise(x!.shape)], { rate }) : x!,
    };
  },
};
