// The largest value over height and width, [N, C, H, W] → [N, C, 1, 1]. Equal largest values share the gradient, as in TensorFlow.
import { binary, compare, reduce } from '../compile/onnx-math.ts';
import type { NoAttributes, Op } from './op.ts';

export const globalMaxPool: Op<NoAttributes> = {
  name: 'global-max-pool',
  outputShape: ([x]) => [x![0]!, x![1]!, 1, 1],
  forward: (onnx, [x], _, shape) => onnx.node('GlobalMaxPool', [x], shape),
  gradient(onnx, { inputs: [x], output, gradient }) {
    const isLargest = compare(onnx, 'Equal', x!, output);
    const share = binary(onnx, 'Div', gradient, reduce(onnx, 'ReduceSum', isLargest, [2, 3], true));
    return [binary(onnx, 'Mul', isLargest, share)];
  },
};
