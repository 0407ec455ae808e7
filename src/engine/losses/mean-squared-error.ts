// (output - target)², mean over the last axis; gradient 2 · (output - target) / size.
import { binary, reduce } from '../compile/onnx-math.ts';
import type { LossFunction } from './loss.ts';

export function meanSquaredError(): LossFunction {
  return {
    targets: shape => ({ dtype: 'float32', shape }),
    build(onnx, output, targets) {
      const difference = binary(onnx, 'Sub', output, targets);
      return {
        perPhoto: reduce(onnx, 'ReduceMean', binary(onnx, 'Mul', difference, difference), [1], false),
        gradient: binary(onnx, 'Mul', difference, onnx.scalar(2 / output.shape[1]!)),
      };
    },
  };
}
