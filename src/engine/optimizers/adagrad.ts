// Adagrad (Duchi et al. 2011): a' = a + g² from a start above 0; the step is rate · g / √(a' + epsilon).
import { binary, unary } from '../compile/onnx-math.ts';
import type { Optimizer, OptimizerRule } from './optimizer.ts';

export function adagrad({ start = 0.1, epsilon = 1e-7 }: Optimizer & { kind: 'adagrad' }): OptimizerRule {
  return {
    slots: [{ name: 'accumulator', start, isScalar: false }],
    update(onnx, { weight, gradient, slots: [accumulator], learningRate }) {
      const sum = binary(onnx, 'Add', accumulator!, binary(onnx, 'Mul', gradient, gradient));
      const spread = unary(onnx, 'Sqrt', binary(onnx, 'Add', sum, onnx.scalar(epsilon)));
      const step = binary(onnx, 'Div', binary(onnx, 'Mul', gradient, learningRate), spread);
      return { weight: binary(onnx, 'Sub', weight, step), slots: [sum] };
    },
  };
}
