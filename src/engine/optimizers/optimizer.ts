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
  | { readonly kind: 'nadam'; readonly beta1?: number; readonly beta2?: number; readonly epsilon?: number }
  | { readonly kind: 'adagrad'; readonly start?: number; readonly epsilon?: number }
) & { readonly weightDecay?: number; readonly clipping?: Clipping };

/** Limits each value, the norm of each weight's gradient, or the norm of all gradients together. */
export type Clipping = { readonly by: 'value' | 'norm' | 'global-norm'; readonly limit: number };

export type UpdateAt = {
  readonly weight: Value;
  readonly gradient: Value;
  /** The running values, in the order of the rule's `slots`. */
  readonly slots: readonly Value[];
  /** Scalar. */
  readonly learningRate: Value;
  /** Scalar: 1 at the first update. */
  readonly step: Value;
};

/** A value that an optimizer keeps for each weight from step to step: of the weight's shape, or one number. */
export type Slot = { readonly name: string; readonly start: number; readonly isScalar: boolean };

/** A running sum of the weight's shape that starts at 0, as most are. */
export const runningSum = (name: string): Slot => ({ name, start: 0, isScalar: false });

/** An optimizer bound to its settings. */
export type OptimizerRule = {
  readonly slots: readonly Slot[];
  update(onnx: OnnxGraph, at: UpdateAt): { readonly weight: Value; readonly slots: readonly Value[] };
};
