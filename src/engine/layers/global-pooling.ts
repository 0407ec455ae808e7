// GlobalAveragePooling2D and GlobalMaxPooling2D: one value per channel, [N, H, W, C] → [N, C], or [N, 1, 1, C] with keepdims.
import { globalAveragePool } from '../ops/global-average-pool.ts';
import { globalMaxPool } from '../ops/global-max-pool.ts';
import type { NoAttributes, Op } from '../ops/op.ts';
import { reshape } from '../ops/reshape.ts';
import { noWeights } from './layer.ts';
import type { LayerClass } from './layer.ts';
import { photoShape } from './window.ts';

export const globalAveragePooling2d = globalPoolingLayer('GlobalAveragePooling2D', globalAveragePool);
export const globalMaxPooling2d = globalPoolingLayer('GlobalMaxPooling2D', globalMaxPool);

function globalPoolingLayer(className: string, op: Op<NoAttributes>): LayerClass {
  return {
    className,
    read(config) {
      config.requireChannelsLast();
      const keepsAxes = config.boolean('keepdims', false);
      return {
        outputShape([shape]) {
          const { batch, channels } = photoShape(config, shape);
          return keepsAxes ? [batch, 1, 1, channels] : [batch, channels];
        },
        weights: noWeights,
        lower([x], { tape }) {
          const pooled = tape.apply(op, [x!], {});
          return keepsAxes ? pooled : tape.apply(reshape, [pooled], { shape: [x!.shape[0]!, x!.shape[1]!] });
        },
      };
    },
  };
}
