// y = 1 / (1 + exp(-x)); dx = dy · y · (1 - y).
import { binary, unary } from '../compile/onnx-math.ts';
import type { NoAttributes, Op } from './op.ts';

export const sigmoid: Op<NoAttributes> = {
  name: 'sigmoid',
  outputShape: ([x]) => x!,
  forward: (onnx, [x]) => unary(onnx, 'Sigmoid', x!),
  gradient: (onnx, { output, gradient }) => [
    binary(onnx, 'Mul', gradient, binary(onnx, 'Mul', output, binary(onnx, 'Sub', onnx.scalar(1), output))),
  ],
};
