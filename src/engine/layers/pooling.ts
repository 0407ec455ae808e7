// MaxPooling2D and AveragePooling2D: the largest or the mean value under a sliding window. Padding never wins and is never counted.
import type { Op, Window } from '../ops/op.ts';
import { averagePool } from '../ops/average-pool.ts';
import { maxPool } from '../ops/max-pool.ts';
import { noWeights } from './layer.ts';
import type { LayerClass } from './layer.ts';
import { photoShape, readPoolingWindow, windowedShape, windowFor } from './window.ts';

export const maxPooling2d = poolingLayer('MaxPooling2D', maxPool);
export const averagePooling2d = poolingLayer('AveragePooling2D', averagePool);

function poolingLayer(className: string, op: Op<{ readonly window: Window }>): LayerClass {
  return {
    className,
    read(config) {
      const window = readPoolingWindow(config);
      return {
        outputShape([shape]) {
          const { batch, height, width, channels } = photoShape(config, shape);
          return [batch, ...windowedShape(config, window, height, width), channels];
        },
        weights: noWeights,
        lower: ([x], { tape }) => tape.apply(op, [x!], { window: windowFor(window, x!.shape[2]!, x!.shape[3]!) }),
      };
    },
  };
}
