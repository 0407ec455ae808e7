// y = max(a, b), broadcast. The gradient goes to the larger of the two.
import { binary, broadcastShape, compare, sumToShape } from '../compile/onnx-math.ts';
import type { NoAttributes, Op } from './op.ts';

/** Ties give the gradient to the first, as TensorFlow does (a >= b). */
export const maximum: Op<NoAttributes> = {
  name: 'maximum',
  outputShape: ([a, b]) => broadcastShape(a!, b!),
  forward: (onnx, [a, b]) => binary(onnx, 'Max', a!, b!),
  gradient(onnx, { inputs: [a, b], gradient, wanted }) {
    const toFirst = binary(onnx, 'Mul', gradient, compare(onnx, 'GreaterOrEqual', a!, b!));
    return [
      wanted[0] ? sumToShape(onnx, toFirst, a!.shape) : undefined,
      wanted[1] ? sumToShape(onnx, binary(onnx, 'Sub', gradient, toFirst), b!.shape) : undefined,
    ];
  },
};
