// Tensors one after another along an axis. Each gets its part of the gradient.
import { slice } from '../compile/onnx-math.ts';
import type { Op } from './op.ts';

export const concatenate: Op<{ readonly axis: number }> = {
  name: 'concatenate',
  outputShape: (inputs, { axis }) =>
    inputs[0]!.map((size, place) => (place === axis ? inputs.reduce((sum, shape) => sum + shape[axis]!, 0) : size)),
  forward: (onnx, inputs, { axis }, shape) => onnx.node('Concat', inputs, shape, { axis }),
  gradient(onnx, { inputs, attributes: { axis }, gradient, wanted }) {
    let end = 0;
    return inputs.map((input, place) => {
      const start = end;
      end += input.shape[axis]!;
      return wanted[place] ? slice(onnx, gradient, [axis], { starts: [start], ends: [end] }) : undefined;
    });
  },
};
