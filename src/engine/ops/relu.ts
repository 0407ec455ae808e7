// y = max(x, 0). The gradient passes where the input was positive and is 0 elsewhere, including at 0.
import { binary, isPositive } from '../compile/onnx-math.ts';
import type { NoAttributes, Op } from './op.ts';

export const relu: Op<NoAttributes> = {
  name: 'relu',
  outputShape: ([x]) => x!,
  forward: (onnx, [x], _, shape) => onnx.node('Relu', [x], shape),
  gradient: (onnx, { output, gradient }) => [binary(onnx, 'Mul', gradient, isPositive(onnx, output))],
};
