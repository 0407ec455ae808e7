// y = √x; dx = dy / (2 y).
import { binary, unary } from '../compile/onnx-math.ts';
import type { NoAttributes, Op } from './op.ts';

export const squareRoot: Op<NoAttributes> = {
  name: 'square-root',
  outputShape: ([x]) => x!,
  forward: (onnx, [x]) => unary(onnx, 'Sqrt', x!),
  gradient: (onnx, { output, gradient }) => [
    binary(onnx, 'Div', gradient, binary(onnx, 'Mul', output, onnx.scalar(2))),
  ],
};
