// The loss of a batch and its gradient: Σ weight · the photo's own loss / batch.
import type { OnnxGraph, Value } from '../compile/onnx-graph.ts';
import { binary, reduce, reshape } from '../compile/onnx-math.ts';
import type { LossFunction, TargetSpec } from './loss.ts';

export type BatchLoss = {
  /** Scalar. */
  readonly loss: Value;
  /** d loss / d value. */
  readonly gradient: Value;
  /** The graph's new input `targets`. */
  readonly targets: TargetSpec;
};

/** `value` [batch, …] is what the loss reads; `photoWeights` [batch] are factors of each photo's loss. */
export function batchLoss(onnx: OnnxGraph, loss: LossFunction, value: Value, photoWeights?: Value): BatchLoss {
  const batch = value.shape[0]!;
  const targets = loss.targets(value.shape as number[]);
  const { perPhoto, gradient } = loss.build(onnx, value, onnx.input('targets', targets.dtype, targets.shape));
  const share = onnx.scalar(1 / batch);
  const factor = photoWeights ? binary(onnx, 'Mul', photoWeights, share) : undefined;
  const weighted = binary(onnx, 'Mul', perPhoto, factor ?? share);
  const perRow = factor ? reshape(onnx, factor, [batch, 1]) : share;
  return {
    loss: reduce(onnx, 'ReduceSum', weighted, [0], false),
    gradient: binary(onnx, 'Mul', gradient, perRow),
    targets,
  };
}
