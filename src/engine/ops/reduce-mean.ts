// The mean over axes, which stay as size 1. Each element gets its share of the gradient.
import { binary, reduce } from '../compile/onnx-math.ts';
import type { Op } from './op.ts';

export const reduceMean: Op<{ readonly axes: readonly number[] }> = {
  name: 'reduce-mean',
  outputShape: ([x], { axes }) => x!.map((size, axis) => (axes.includes(axis) ? 1 : size)),
  forward: (onnx, [x], { axes }) => reduce(onnx, 'ReduceMean', x!, axes, true),
  gradient(onnx, { inputs: [x], attributes: { axes }, gradient }) {
    const count = axes.reduce((product, axis) => product * x!.shape[axis]!, 1);
    const share = binary(onnx, 'Mul', gradient, onnx.scalar(1 / count));
    return [onnx.node('Expand', [share, onnx.integers(x!.shape as number[])], x!.shape)];
  },
};
