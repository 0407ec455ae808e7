// y = a · b, broadcast.
import { binary, broadcastShape, sumToShape } from '../compile/onnx-math.ts';
import type { NoAttributes, Op } from './op.ts';

export const multiply: Op<NoAttributes> = {
  name: 'multiply',
  outputShape: ([a, b]) => broadcastShape(a!, b!),
  forward: (onnx, [a, b]) => binary(onnx, 'Mul', a!, b!),
  gradient: (onnx, { inputs: [a, b], gradient, wanted }) => [
    wanted[0] ? sumToShape(onnx, binary(onnx, 'Mul', gradient, b!), a!.shape) : undefined,
    wanted[1] ? sumToShape(onnx, binary(onnx, 'Mul', gradient, a!), b!.shape) : undefined,
  ],
};
