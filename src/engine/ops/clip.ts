// y = x held between two limits. The gradient passes strictly between them.
import { binary, compare } from '../compile/onnx-math.ts';
import type { Op } from './op.ts';

export const clip: Op<{ readonly min: number; readonly max: number }> = {
  name: 'clip',
  outputShape: ([x]) => x!,
  forward: (onnx, [x], { min, max }, shape) => onnx.node('Clip', [x, onnx.scalar(min), onnx.scalar(max)], shape),
  gradient(onnx, { output, attributes: { min, max }, gradient }) {
    const inside = binary(
      onnx,
      'Mul',
      compare(onnx, 'Greater', output, onnx.scalar(min)),
      compare(onnx, 'Less', output, onnx.scalar(max)),
    );
    return [binary(onnx, 'Mul', gradient, inside)];
  },
};
