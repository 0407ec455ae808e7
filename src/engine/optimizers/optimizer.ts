// What an optimizer is: how a weight and its running sums change by one gradient. The formulas are Keras 3's, defaults included.
import type { OnnxGraph, Value } from '../compile/onnx-graph.ts';

/** `weightDecay` is decoupled: w -= learning rate · decay · w before the step, on every trainable weight. */
export type Optimizer = (
  | { readonly kind: 'sgd'; readonly momentum?: number; readonly nesterov?: boolean }
  | {
      readonly kind: 'adam';
      readonly beta1?: number;
      readonly beta2?: number;
      readonly epsilon?: number;
      readonly amsgrad?: boolean;
    }
  | {
      readonly kind: 'rmsprop';
      readonly rho?: number;
      readonly momentum?: number;
      readonly epsilon?: number;
      readonly centered?: boolean;
    }
) & { readonly weightDecay?: number; readonly clipping?: Clipping };

/** Limits each value, the norm of each weight's gradient, or the norm of all gradients together. */
export type Clipping = { readonly by: 'value' | 'norm' | 'global-norm'; readonly limit: number };

export type UpdateAt = {
  readonly weight: Value;
  readonly gradient: Value;
  /** The running sums, in the order of `slots`, of the weight's shape. */
  readonly slots: readonly Value[];
  /** Scalar. */
  readonly learningRate: Value;
  /** Scalar: 1 at the first update. */
  readonly step: Value;
};

/** An optimizer bound to its settings. Running sums start at 0. */
export type OptimizerRule = {
  readonly slots: readonly string[];
  update(onnx: OnnxGraph, at: UpdateAt): { readonly weight: Value; readonly slots: readonly Value[] };
};
