// UpSampling2D, nearest: every row and column repeated.
import { upsampleNearest } from '../ops/upsample-nearest.ts';
import { noWeights } from './layer.ts';
import type { LayerClass } from './layer.ts';
import { photoShape } from './window.ts';

export const upSampling2d: LayerClass = {
  className: 'UpSampling2D',
  read(config) {
    config.requireChannelsLast();
    config.choice('interpolation', ['nearest'], 'nearest');
    const factors = config.pair('size', [2, 2]);
    return {
      outputShape([shape]) {
        const { batch, height, width, channels } = photoShape(config, shape);
        return [batch, height * factors[0], width * factors[1], channels];
      },
      weights: noWeights,
      lower: ([x], { tape }) => tape.apply(upsampleNearest, [x!], { factors }),
    };
  },
};
