// y = ln(1 + exp(x)); dx = dy · sigmoid(x).
import { binary, unary } from '../compile/onnx-math.ts';
import type { NoAttributes, Op } from './op.ts';

export const softplus: Op<NoAttributes> = {
  name: 'softplus',
  outputShape: ([x]) => x!,
  forward: (onnx, [x]) => unary(onnx, 'Softplus', x!),
  gradient: (onnx, { inputs: [x], gradient }) => [binary(onnx, 'Mul', gradient, unary(onnx, 'Sigmoid', x!))],
};
