// y = x where x > 0, else alpha · (exp(x) - 1); the gradient is 1 where x > 0, else y + alpha.
import { binary, isPositive } from '../compile/onnx-math.ts';
import type { Op } from './op.ts';

export const elu: Op<{ readonly alpha: number }> = {
  name: 'elu',
  outputShape: ([x]) => x!,
  forward: (onnx, [x], { alpha }, shape) => onnx.node('Elu', [x], shape, { alpha: { float: alpha } }),
  gradient(onnx, { output, attributes: { alpha }, gradient }) {
    const positive = isPositive(onnx, output);
    const below = binary(onnx, 'Add', binary(onnx, 'Min', output, onnx.scalar(0)), onnx.scalar(alpha));
    const negative = binary(onnx, 'Sub', onnx.scalar(1), positive);
    const factor = binary(onnx, 'Add', positive, binary(onnx, 'Mul', negative, below));
    return [binary(onnx, 'Mul', gradient, factor)];
  },
};
