// Limits gradients before an optimizer uses them, as Keras' clipvalue, clipnorm and global_clipnorm do.
import { assertNever } from '../../shared/errors.ts';
import type { OnnxGraph, Value } from '../compile/onnx-graph.ts';
import { binary, reduce, reshape, unary } from '../compile/onnx-math.ts';
import type { Clipping } from './optimizer.ts';

export function clipGradients(onnx: OnnxGraph, gradients: readonly Value[], { by, limit }: Clipping): readonly Value[] {
  switch (by) {
    case 'value':
      return gradients.map(gradient =>
        onnx.node('Clip', [gradient, onnx.scalar(-limit), onnx.scalar(limit)], gradient.shape),
      );
    case 'norm':
      return gradients.map(gradient => binary(onnx, 'Mul', gradient, factor(onnx, squaredNorm(onnx, gradient), limit)));
    case 'global-norm': {
      const total = gradients
        .map(gradient => squaredNorm(onnx, gradient))
        .reduce((sum, part) => binary(onnx, 'Add', sum, part));
      return gradients.map(gradient => binary(onnx, 'Mul', gradient, factor(onnx, total, limit)));
    }
    default:
      return assertNever(by);
  }
}

/** Scalar. */
function squaredNorm(onnx: OnnxGraph, gradient: Value): Value {
  const axes = gradient.shape.map((_, axis) => axis);
  return reshape(onnx, reduce(onnx, 'ReduceSum', binary(onnx, 'Mul', gradient, gradient), axes, false), []);
}

/** limit / max(norm, limit). */
function factor(onnx: OnnxGraph, squared: Value, limit: number): Value {
  const norm = binary(onnx, 'Max', unary(onnx, 'Sqrt', squared), onnx.scalar(limit));
  return binary(onnx, 'Div', onnx.scalar(limit), norm);
}
