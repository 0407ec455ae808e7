// y = exp(x) / Σ exp(x) along an axis; dx = (dy - Σ dy · y) · y.
import { binary, reduce } from '../compile/onnx-math.ts';
import type { Op } from './op.ts';

export const softmax: Op<{ readonly axis: number }> = {
  name: 'softmax',
  outputShape: ([x]) => x!,
  forward: (onnx, [x], { axis }, shape) => onnx.node('Softmax', [x], shape, { axis }),
  gradient(onnx, { output, attributes: { axis }, gradient }) {
    const sum = reduce(onnx, 'ReduceSum', binary(onnx, 'Mul', gradient, output), [axis], true);
    return [binary(onnx, 'Mul', binary(onnx, 'Sub', gradient, sum), output)];
  },
};
