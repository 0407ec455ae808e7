// Cross-entropy of sigmoid(z) with targets y in 0…1: max(z, 0) - z · y + log(1 + exp(-|z|)), mean over the last axis; gradient (sigmoid(z) - y) / size.
import { binary, reduce, unary } from '../compile/onnx-math.ts';
import type { LossFunction } from './loss.ts';

export function binaryCrossEntropy(): LossFunction {
  return {
    fusedWith: 'sigmoid',
    targets: shape => ({ dtype: 'float32', shape }),
    build(onnx, logits, targets) {
      const tail = unary(onnx, 'Softplus', unary(onnx, 'Neg', unary(onnx, 'Abs', logits)));
      const linear = binary(onnx, 'Sub', unary(onnx, 'Relu', logits), binary(onnx, 'Mul', logits, targets));
      const difference = binary(onnx, 'Sub', unary(onnx, 'Sigmoid', logits), targets);
      return {
        perPhoto: reduce(onnx, 'ReduceMean', binary(onnx, 'Add', linear, tail), [1], false),
        gradient: binary(onnx, 'Mul', difference, onnx.scalar(1 / logits.shape[1]!)),
      };
    },
  };
}
