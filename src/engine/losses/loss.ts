// What a loss is: one number per photo and its gradient with respect to the values that the network ends in.
import type { OnnxGraph, Value } from '../compile/onnx-graph.ts';
import type { DType } from '../tensor.ts';

export type Loss =
  /** Of logits, or of a softmax's input where the model ends in one. Labels are class numbers or one-hot rows. */
  | {
      readonly kind: 'categorical-cross-entropy';
      readonly labels: 'class-numbers' | 'one-hot';
      readonly labelSmoothing?: number;
      /** One factor per class; the sum is still divided by the batch size, as in Keras. */
      readonly classWeights?: readonly number[];
    }
  /** Of logits, or of a sigmoid's input where the model ends in one; the mean over the last axis. */
  | { readonly kind: 'binary-cross-entropy' }
  | { readonly kind: 'mean-squared-error' }
  | { readonly kind: 'huber'; readonly delta: number };

/** What the network should have given: an input of the training step called `targets`. */
export type TargetSpec = { readonly dtype: DType; readonly shape: readonly number[] };

export type LossAtOutput = {
  /** [N], before any weighting of photos. */
  readonly perPhoto: Value;
  /** d perPhoto[n] / d output[n, …], of the output's shape. */
  readonly gradient: Value;
};

/** A loss bound to its settings. */
export type LossFunction = {
  /** The activation whose input the loss reads directly where the model ends in it: exact where the activation saturates. */
  readonly fusedWith?: 'softmax' | 'sigmoid';
  targets(outputShape: readonly number[]): TargetSpec;
  build(onnx: OnnxGraph, output: Value, targets: Value): LossAtOutput;
};
