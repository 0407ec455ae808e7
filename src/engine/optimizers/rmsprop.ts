// RMSprop: v' = rho · v + (1 - rho) · g²; the step is rate · g / √(v' + epsilon). Centred, the squared mean gradient is taken off v'.
import type { OnnxGraph, Value } from '../compile/onnx-graph.ts';
import { binary, unary } from '../compile/onnx-math.ts';
import { runningSum } from './optimizer.ts';
import type { Optimizer, OptimizerRule } from './optimizer.ts';

export function rmsprop({
  rho = 0.9,
  momentum = 0,
  epsilon = 1e-7,
  centered = false,
}: Optimizer & { kind: 'rmsprop' }): OptimizerRule {
  return {
    slots: ['velocity', ...(momentum > 0 ? ['momentum'] : []), ...(centered ? ['average_gradient'] : [])].map(
      runningSum,
    ),
    update(onnx, { weight, gradient, slots: [velocity, ...others], learningRate }) {
      const moment = momentum > 0 ? others[0] : undefined;
      const average = centered ? others.at(-1) : undefined;
      const second = mixed(onnx, velocity!, binary(onnx, 'Mul', gradient, gradient), rho);
      const first = average && mixed(onnx, average, gradient, rho);
      const centredSecond = first ? binary(onnx, 'Sub', second, binary(onnx, 'Mul', first, first)) : second;
      const spread = unary(onnx, 'Sqrt', binary(onnx, 'Add', centredSecond, onnx.scalar(epsilon)));
      const step = binary(onnx, 'Div', binary(onnx, 'Mul', gradient, learningRate), spread);
      const moved = moment && binary(onnx, 'Add', binary(onnx, 'Mul', moment, onnx.scalar(momentum)), step);
      return {
        weight: binary(onnx, 'Sub', weight, moved ?? step),
        slots: [second, ...(moved ? [moved] : []), ...(first ? [first] : [])],
      };
    },
  };
}

/** rho · old + (1 - rho) · value. */
function mixed(onnx: OnnxGraph, old: Value, value: Value, rho: number): Value {
  return binary(
    onnx,
    'Add',
    binary(onnx, 'Mul', old, onnx.scalar(rho)),
    binary(onnx, 'Mul', value, onnx.scalar(1 - rho)),
  );
}
