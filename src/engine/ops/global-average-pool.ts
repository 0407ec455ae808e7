// The mean over height and width, [N, C, H, W] → [N, C, 1, 1]. Each place gets its share of the gradient.
import { binary } from '../compile/onnx-math.ts';
import type { NoAttributes, Op } from './op.ts';

export const globalAveragePool: Op<NoAttributes> = {
  name: 'global-average-pool',
  outputShape: ([x]) => [x![0]!, x![1]!, 1, 1],
  forward: (onnx, [x], _, shape) => onnx.node('GlobalAveragePool', [x], shape),
  gradient(onnx, { inputs: [x], gradient }) {
    const share = binary(onnx, 'Mul', gradient, onnx.scalar(1 / (x!.shape[2]! * x!.shape[3]!)));
    return [onnx.node('Expand', [share, onnx.integers(x!.shape as number[])], x!.shape)];
  },
};
