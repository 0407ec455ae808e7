// Every row and column repeated: [N, C, H, W] → [N, C, H · rows, W · columns]. The repeated places' gradients are summed.
import { reduce, reshape } from '../compile/onnx-math.ts';
import type { Op } from './op.ts';

export const upsampleNearest: Op<{ readonly factors: readonly [number, number] }> = {
  name: 'upsample-nearest',
  outputShape: ([x], { factors }) => [x![0]!, x![1]!, x![2]! * factors[0], x![3]! * factors[1]],
  forward(onnx, [x], { factors: [rows, columns] }, shape) {
    const [batch, channels, height, width] = x!.shape as [number | null, number, number, number];
    const apart = reshape(onnx, x!, [batch, channels, height, 1, width, 1]);
    const repeated = onnx.node(
      'Expand',
      [apart, onnx.integers([1, 1, 1, rows, 1, columns])],
      [batch, channels, height, rows, width, columns],
    );
    return reshape(onnx, repeated, shape);
  },
  gradient(onnx, { inputs: [x], attributes: { factors }, gradient }) {
    const [batch, channels, height, width] = x!.shape as [number, number, number, number];
    const apart = reshape(onnx, gradient, [batch, channels, height, factors[0], width, factors[1]]);
    return [reduce(onnx, 'ReduceSum', apart, [3, 5], false)];
  },
};
