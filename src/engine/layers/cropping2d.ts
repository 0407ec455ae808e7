// Cropping2D: rows and columns cut off each side.
import { pad } from '../ops/pad.ts';
import { noWeights } from './layer.ts';
import type { LayerClass } from './layer.ts';
import { photoShape } from './window.ts';

export const cropping2d: LayerClass = {
  className: 'Cropping2D',
  read(config) {
    config.requireChannelsLast();
    const { before, after } = config.sides('cropping');
    return {
      outputShape([shape]) {
        const { batch, height, width, channels } = photoShape(config, shape);
        const size = [height - before[0] - after[0], width - before[1] - after[1]] as const;
        if (size[0] < 1 || size[1] < 1)
          throw config.invalid('an input larger than what is cut', `${height} × ${width}`);
        return [batch, ...size, channels];
      },
      weights: noWeights,
      lower: ([x], { tape }) =>
        tape.apply(pad, [x!], { before: [-before[0], -before[1]], after: [-after[0], -after[1]] }),
    };
  },
};
