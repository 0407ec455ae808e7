// Nadam (Dozat 2016) as Keras computes it: Adam that looks one step ahead, with a momentum u = beta1 · (1 - 0.96^step / 2) that grows
// towards beta1; the means are corrected by the product of all u so far.
import type { OnnxGraph, Value } from '../compile/onnx-graph.ts';
import { binary, unary } from '../compile/onnx-math.ts';
import { missing, towards } from './moments.ts';
import { runningSum } from './optimizer.ts';
import type { Optimizer, OptimizerRule } from './optimizer.ts';

export function nadam({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }: Optimizer & { kind: 'nadam' }): OptimizerRule {
  return {
    slots: [runningSum('momentum'), runningSum('velocity'), { name: 'u_product', start: 1, isScalar: true }],
    update(onnx, { weight, gradient, slots: [momentum, velocity, product], learningRate, step }) {
      const one = onnx.scalar(1);
      const now = momentumAt(onnx, beta1, step);
      const then = momentumAt(onnx, beta1, binary(onnx, 'Add', step, one));
      const productNow = binary(onnx, 'Mul', product!, now);
      const productThen = binary(onnx, 'Mul', productNow, then);
      const first = towards(onnx, momentum!, gradient, 1 - beta1);
      const second = towards(onnx, velocity!, binary(onnx, 'Mul', gradient, gradient), 1 - beta2);
      const rest = (value: Value): Value => binary(onnx, 'Sub', one, value);
      const ahead = binary(onnx, 'Mul', first, binary(onnx, 'Div', then, rest(productThen)));
      const fresh = binary(onnx, 'Mul', gradient, binary(onnx, 'Div', rest(now), rest(productNow)));
      const direction = binary(onnx, 'Mul', binary(onnx, 'Add', ahead, fresh), learningRate);
      const corrected = binary(onnx, 'Div', second, missing(onnx, beta2, step));
      const spread = binary(onnx, 'Add', unary(onnx, 'Sqrt', corrected), onnx.scalar(epsilon));
      return {
        weight: binary(onnx, 'Sub', weight, binary(onnx, 'Div', direction, spread)),
        slots: [first, second, productNow],
      };
    },
  };
}

/** Scalar: beta1 · (1 - 0.96^step / 2). */
function momentumAt(onnx: OnnxGraph, beta1: number, step: Value): Value {
  const power = binary(onnx, 'Pow', onnx.scalar(0.96), step);
  return binary(onnx, 'Sub', onnx.scalar(beta1), binary(onnx, 'Mul', power, onnx.scalar(0.5 * beta1)));
}
