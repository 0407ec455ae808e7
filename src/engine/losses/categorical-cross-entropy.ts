// Cross-entropy of softmax(z) with labels y: -Σ y · log softmax(z), gradient softmax(z) - y; smoothing makes y · (1 - s) + s / classes of y.
import type { OnnxGraph, Value } from '../compile/onnx-graph.ts';
import { binary, compare, reduce, reshape, unary } from '../compile/onnx-math.ts';
import { invariant } from '../../shared/errors.ts';
import { float32Tensor } from '../tensor.ts';
import type { Loss, LossFunction } from './loss.ts';

export function categoricalCrossEntropy(loss: Loss & { kind: 'categorical-cross-entropy' }): LossFunction {
  const { labels, labelSmoothing = 0, classWeights } = loss;
  return {
    fusedWith: 'softmax',
    targets: ([batch, classes]) =>
      labels === 'one-hot' ? { dtype: 'float32', shape: [batch!, classes!] } : { dtype: 'int32', shape: [batch!] },
    build(onnx, logits, targets) {
      const classes = logits.shape[1]!;
      invariant(
        !classWeights || classWeights.length === classes,
        `${classWeights?.length} class weights for ${classes} classes`,
      );
      const exact = labels === 'one-hot' ? targets : oneHot(onnx, targets, classes);
      const smooth = labelSmoothing === 0 ? exact : smoothed(onnx, exact, labelSmoothing, classes);
      const logProbabilities = onnx.node('LogSoftmax', [logits], logits.shape, { axis: 1 });
      const perPhoto = unary(
        onnx,
        'Neg',
        reduce(onnx, 'ReduceSum', binary(onnx, 'Mul', smooth, logProbabilities), [1], false),
      );
      const gradient = binary(onnx, 'Sub', unary(onnx, 'Exp', logProbabilities), smooth);
      if (!classWeights) return { perPhoto, gradient };
      const factors = onnx.constant(float32Tensor([1, classes], classWeights), 'class_weights');
      const factor = reduce(onnx, 'ReduceSum', binary(onnx, 'Mul', exact, factors), [1], true);
      return {
        perPhoto: binary(onnx, 'Mul', perPhoto, reshape(onnx, factor, perPhoto.shape)),
        gradient: binary(onnx, 'Mul', gradient, factor),
      };
    },
  };
}

function oneHot(onnx: OnnxGraph, labels: Value, classes: number): Value {
  const numbers = onnx.constant(
    { dtype: 'int32', shape: [1, classes], data: Int32Array.from({ length: classes }, (_, at) => at) },
    'classes',
  );
  return compare(onnx, 'Equal', reshape(onnx, labels, [labels.shape[0]!, 1]), numbers);
}

function smoothed(onnx: OnnxGraph, labels: Value, smoothing: number, classes: number): Value {
  const kept = binary(onnx, 'Mul', labels, onnx.scalar(1 - smoothing));
  return binary(onnx, 'Add', kept, onnx.scalar(smoothing / classes));
}
