// Stochastic gradient descent: m' = momentum · m - rate · g; w' = w + m', or with Nesterov w + momentum · m' - rate · g.
import { binary } from '../compile/onnx-math.ts';
import { runningSum } from './optimizer.ts';
import type { Optimizer, OptimizerRule } from './optimizer.ts';

export function sgd({ momentum = 0, nesterov = false }: Optimizer & { kind: 'sgd' }): OptimizerRule {
  return {
    slots: momentum === 0 ? [] : [runningSum('momentum')],
    update(onnx, { weight, gradient, slots: [velocity], learningRate }) {
      const step = binary(onnx, 'Mul', gradient, learningRate);
      if (!velocity) return { weight: binary(onnx, 'Sub', weight, step), slots: [] };
      const moved = binary(onnx, 'Sub', binary(onnx, 'Mul', velocity, onnx.scalar(momentum)), step);
      const change = nesterov ? binary(onnx, 'Sub', binary(onnx, 'Mul', moved, onnx.scalar(momentum)), step) : moved;
      return { weight: binary(onnx, 'Add', weight, change), slots: [moved] };
    },
  };
}
