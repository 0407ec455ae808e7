// Softmax along one axis, the last by default.
import { softmax as softmaxOp } from '../ops/softmax.ts';
import { onnxAxis } from './axes.ts';
import { noWeights } from './layer.ts';
import type { LayerClass } from './layer.ts';

export const softmax: LayerClass = {
  className: 'Softmax',
  read(config) {
    const axis = config.number('axis', -1);
    return {
      outputShape([shape]) {
        const rank = shape?.length ?? 0;
        if (!Number.isInteger(axis) || axis < -rank || axis >= rank || axis === 0)
          throw config.invalid(`axis: one of ${rank} axes, not the batch`, axis);
        return shape!;
      },
      weights: noWeights,
      lower: ([x], { tape }) => tape.apply(softmaxOp, [x!], { axis: onnxAxis(axis, x!.shape.length) }),
    };
  },
};
