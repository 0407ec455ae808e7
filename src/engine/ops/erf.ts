// y = erf(x), the error function; dx = dy · 2/√π · exp(-x²).
import { binary, unary } from '../compile/onnx-math.ts';
import type { NoAttributes, Op } from './op.ts';

export const erf: Op<NoAttributes> = {
  name: 'erf',
  outputShape: ([x]) => x!,
  forward: (onnx, [x]) => unary(onnx, 'Erf', x!),
  gradient(onnx, { inputs: [x], gradient }) {
    const bell = unary(onnx, 'Exp', unary(onnx, 'Neg', binary(onnx, 'Mul', x!, x!)));
    return [binary(onnx, 'Mul', gradient, binary(onnx, 'Mul', bell, onnx.scalar(2 / Math.sqrt(Math.PI))))];
  },
};
