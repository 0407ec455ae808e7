// y = a + b, broadcast. The gradient passes to both, summed over what was repeated.
import { binary, broadcastShape, sumToShape } from '../compile/onnx-math.ts';
import type { NoAttributes, Op } from './op.ts';

export const add: Op<NoAttributes> = {
  name: 'add',
  outputShape: ([a, b]) => broadcastShape(a!, b!),
  forward: (onnx, [a, b]) => binary(onnx, 'Add', a!, b!),
  gradient: (onnx, { inputs, gradient, wanted }) =>
    inputs.map((input, place) => (wanted[place] ? sumToShape(onnx, gradient, input.shape) : undefined)),
};
