// y = a - b, broadcast.
import { binary, broadcastShape, sumToShape, unary } from '../compile/onnx-math.ts';
import type { NoAttributes, Op } from './op.ts';

export const subtract: Op<NoAttributes> = {
  name: 'subtract',
  outputShape: ([a, b]) => broadcastShape(a!, b!),
  forward: (onnx, [a, b]) => binary(onnx, 'Sub', a!, b!),
  gradient: (onnx, { inputs: [a, b], gradient, wanted }) => [
    wanted[0] ? sumToShape(onnx, gradient, a!.shape) : undefined,
    wanted[1] ? unary(onnx, 'Neg', sumToShape(onnx, gradient, b!.shape)) : undefined,
  ],
};
