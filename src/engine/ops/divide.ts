// y = a / b, broadcast: da = dy / b, db = -dy · y / b.
import { binary, broadcastShape, sumToShape, unary } from '../compile/onnx-math.ts';
import type { NoAttributes, Op } from './op.ts';

export const divide: Op<NoAttributes> = {
  name: 'divide',
  outputShape: ([a, b]) => broadcastShape(a!, b!),
  forward: (onnx, [a, b]) => binary(onnx, 'Div', a!, b!),
  gradient(onnx, { inputs: [a, b], output, gradient, wanted }) {
    const quotient = binary(onnx, 'Div', gradient, b!);
    return [
      wanted[0] ? sumToShape(onnx, quotient, a!.shape) : undefined,
      wanted[1] ? unary(onnx, 'Neg', sumToShape(onnx, binary(onnx, 'Mul', quotient, output), b!.shape)) : undefined,
    ];
  },
};
