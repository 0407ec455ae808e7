// ZeroPadding2D: rows and columns of zeros around.
import { pad } from '../ops/pad.ts';
import { noWeights } from './layer.ts';
import type { LayerClass } from './layer.ts';
import { photoShape } from './window.ts';

export const zeroPadding2d: LayerClass = {
  className: 'ZeroPadding2D',
  read(config) {
    config.requireChannelsLast();
    const { before, after } = config.sides('padding');
    return {
      outputShape([shape]) {
        const { batch, height, width, channels } = photoShape(config, shape);
        return [batch, height + before[0] + after[0], width + before[1] + after[1], channels];
      },
      weights: noWeights,
      lower: ([x], { tape }) => tape.apply(pad, [x!], { before, after }),
    };
  },
};
