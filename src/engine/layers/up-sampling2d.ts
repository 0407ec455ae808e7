// UpSampling2D: every row and column repeated (nearest), or interpolated between half-pixel centres (bilinear).
import { upsampleBilinear } from '../ops/upsample-bilinear.ts';
import { upsampleNearest } from '../ops/upsample-nearest.ts';
import { noWeights } from './layer.ts';
import type { LayerClass } from './layer.ts';
import { photoShape } from './window.ts';

export const upSampling2d: LayerClass = {
  className: 'UpSampling2D',
  read(config) {
    config.requireChannelsLast();
    const interpolation = config.choice('interpolation', ['nearest', 'bilinear'], 'nearest');
    const op = interpolation === 'nearest' ? upsampleNearest : upsampleBilinear;
    const factors = config.pair('size', [2, 2]);
    return {
      outputShape([shape]) {
        const { batch, height, width, channels } = photoShape(config, shape);
        return [batch, height * factors[0], width * factors[1], channels];
      },
      weights: noWeights,
      lower: ([x], { tape }) => tape.apply(op, [x!], { factors }),
    };
  },
};
