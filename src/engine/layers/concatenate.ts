// Concatenate: inputs one after another along an axis, the last by default.
import { concatenate as concatenateOp } from '../ops/concatenate.ts';
import { onnxAxis } from './axes.ts';
import { noWeights } from './layer.ts';
import type { LayerClass } from './layer.ts';

export const concatenate: LayerClass = {
  className: 'Concatenate',
  read(config) {
    const axis = config.number('axis', -1);
    return {
      outputShape(shapes) {
        const first = shapes[0] ?? [];
        const place = axis < 0 ? axis + first.length : axis;
        const areAlike = shapes.every(
          shape => shape.length === first.length && shape.every((size, at) => at === place || size === first[at]),
        );
        if (!areAlike || !Number.isInteger(place) || place < 1 || place >= first.length) {
          throw config.invalid(
            `inputs alike but for axis ${axis}`,
            shapes.map(shape => `[${shape.join(', ')}]`).join(' '),
          );
        }
        return first.map((size, at) => (at === place ? shapes.reduce((sum, shape) => sum + shape[at]!, 0) : size));
      },
      weights: noWeights,
      lower: (values, { tape }) => tape.apply(concatenateOp, values, { axis: onnxAxis(axis, values[0]!.shape.length) }),
    };
  },
};
