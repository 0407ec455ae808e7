// Adam (Kingma and Ba 2014) as Keras computes it: epsilon outside the square root and not bias-corrected. With weight decay it is AdamW.
import type { OnnxGraph, Value } from '../compile/onnx-graph.ts';
import { binary, unary } from '../compile/onnx-math.ts';
import type { Optimizer, OptimizerRule } from './optimizer.ts';

export function adam({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-7,
  amsgrad = false,
}: Optimizer & { kind: 'adam' }): OptimizerRule {
  return {
    slots: amsgrad ? ['momentum', 'velocity', 'velocity_hat'] : ['momentum', 'velocity'],
    update(onnx, { weight, gradient, slots: [momentum, velocity, largest], learningRate, step }) {
      const first = towards(onnx, momentum!, gradient, 1 - beta1);
      const second = towards(onnx, velocity!, binary(onnx, 'Mul', gradient, gradient), 1 - beta2);
      const biggest = largest && binary(onnx, 'Max', largest, second);
      const spread = binary(onnx, 'Add', unary(onnx, 'Sqrt', biggest ?? second), onnx.scalar(epsilon));
      const correction = binary(
        onnx,
        'Div',
        unary(onnx, 'Sqrt', missing(onnx, beta2, step)),
        missing(onnx, beta1, step),
      );
      const rate = binary(onnx, 'Mul', learningRate, correction);
      const change = binary(onnx, 'Div', binary(onnx, 'Mul', first, rate), spread);
      return {
        weight: binary(onnx, 'Sub', weight, change),
        slots: biggest ? [first, second, biggest] : [first, second],
      };
    },
  };
}

/** mean + (value - mean) · share. */
function towards(onnx: OnnxGraph, mean: Value, value: Value, share: number): Value {
  return binary(onnx, 'Add', mean, binary(onnx, 'Mul', binary(onnx, 'Sub', value, mean), onnx.scalar(share)));
}

/** 1 - beta^step: the part of a running mean that its start at 0 does not hold. */
function missing(onnx: OnnxGraph, beta: number, step: Value): Value {
  return binary(onnx, 'Sub', onnx.scalar(1), binary(onnx, 'Pow', onnx.scalar(beta), step));
}
