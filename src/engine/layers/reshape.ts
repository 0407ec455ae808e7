// Reshape: the same values in `target_shape` (without the batch), in Keras' order; one size may be -1.
import { elementCount } from '../tensor.ts';
import { reshape as reshapeOp } from '../ops/reshape.ts';
import { toKerasOrder, toOnnxOrder } from './axes.ts';
import { noWeights } from './layer.ts';
import type { LayerClass } from './layer.ts';

export const reshape: LayerClass = {
  className: 'Reshape',
  read(config) {
    const target = config.numbers('target_shape');
    const resolved = (count: number): number[] => {
      const known = target.filter(size => size !== -1).reduce((product, size) => product * size, 1);
      const sizes = target.map(size => (size === -1 ? count / known : size));
      if (elementCount(sizes) === count && sizes.every(size => Number.isInteger(size) && size >= 1)) return sizes;
      throw config.invalid(`target_shape: sizes that hold ${count} values`, target);
    };
    return {
      outputShape: ([shape]) => [shape![0]!, ...resolved(elementCount(shape!.slice(1) as number[]))],
      weights: noWeights,
      lower([x], { tape }) {
        const sizes = resolved(elementCount(x!.shape.slice(1) as number[]));
        return toOnnxOrder(tape, tape.apply(reshapeOp, [toKerasOrder(tape, x!)], { shape: [x!.shape[0]!, ...sizes] }));
      },
    };
  },
};
