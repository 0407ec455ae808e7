// Quadratic up to delta, linear beyond, mean over the last axis: c · (|d| - c / 2) with c = min(|d|, delta); gradient d held within ±delta, / size.
import { binary, reduce, unary } from '../compile/onnx-math.ts';
import type { LossFunction } from './loss.ts';

export function huber({ delta }: { readonly delta: number }): LossFunction {
  return {
    targets: shape => ({ dtype: 'float32', shape }),
    build(onnx, output, targets) {
      const difference = binary(onnx, 'Sub', output, targets);
      const distance = unary(onnx, 'Abs', difference);
      const capped = binary(onnx, 'Min', distance, onnx.scalar(delta));
      const rest = binary(onnx, 'Sub', distance, binary(onnx, 'Mul', capped, onnx.scalar(0.5)));
      const held = onnx.node('Clip', [difference, onnx.scalar(-delta), onnx.scalar(delta)], difference.shape);
      return {
        perPhoto: reduce(onnx, 'ReduceMean', binary(onnx, 'Mul', capped, rest), [1], false),
        gradient: binary(onnx, 'Mul', held, onnx.scalar(1 / output.shape[1]!)),
      };
    },
  };
}
