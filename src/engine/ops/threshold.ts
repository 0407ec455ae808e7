// y = x where x >= limit, else 0: what Keras' ReLU does with a threshold. The gradient passes where x did.
import { binary, compare } from '../compile/onnx-math.ts';
import type { Op } from './op.ts';

export const threshold: Op<{ readonly limit: number }> = {
  name: 'threshold',
  outputShape: ([x]) => x!,
  forward: (onnx, [x], { limit }) => binary(onnx, 'Mul', x!, compare(onnx, 'GreaterOrEqual', x!, onnx.scalar(limit))),
  gradient: (onnx, { inputs: [x], attributes: { limit }, gradient }) => [
    binary(onnx, 'Mul', gradient, compare(onnx, 'GreaterOrEqual', x!, onnx.scalar(limit))),
  ],
};
