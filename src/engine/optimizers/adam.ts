// Adam (Kingma and Ba 2014) as Keras computes it: epsilon outside the square root and not bias-corrected. With weight decay it is AdamW.
import { binary, unary } from '../compile/onnx-math.ts';
import { missing, towards } from './moments.ts';
import { runningSum } from './optimizer.ts';
import type { Optimizer, OptimizerRule } from './optimizer.ts';

export function adam({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-7,
  amsgrad = false,
}: Optimizer & { kind: 'adam' }): OptimizerRule {
  return {
    slots: ['momentum', 'velocity', ...(amsgrad ? ['velocity_hat'] : [])].map(runningSum),
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
