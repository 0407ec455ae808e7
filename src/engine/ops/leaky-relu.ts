// y = x where x > 0, else slope · x.
import { binary, isPositive } from '../compile/onnx-math.ts';
import type { Op } from './op.ts';

export const leakyRelu: Op<{ readonly slope: number }> = {
  name: 'leaky-relu',
  outputShape: ([x]) => x!,
  forward: (onnx, [x], { slope }, shape) => onnx.node('LeakyRelu', [x], shape, { alpha: { float: slope } }),
  gradient(onnx, { inputs: [x], attributes: { slope }, gradient }) {
    const positive = isPositive(onnx, x!);
    // slope + (1 - slope) where positive.
    const factor = binary(onnx, 'Add', binary(onnx, 'Mul', positive, onnx.scalar(1 - slope)), onnx.scalar(slope));
    return [binary(onnx, 'Mul', gradient, factor)];
  },
};
