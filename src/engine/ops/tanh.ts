// y = tanh(x); dx = dy · (1 - y²).
import { binary, unary } from '../compile/onnx-math.ts';
import type { NoAttributes, Op } from './op.ts';

export const tanh: Op<NoAttributes> = {
  name: 'tanh',
  outputShape: ([x]) => x!,
  forward: (onnx, [x]) => unary(onnx, 'Tanh', x!),
  gradient: (onnx, { output, gradient }) => [
    binary(onnx, 'Mul', gradient, binary(onnx, 'Sub', onnx.scalar(1), binary(onnx, 'Mul', output, output))),
  ],
};
