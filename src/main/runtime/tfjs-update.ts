// How weights change by their gradients in TensorFlow: the engine's own rules of clipping, weight decay and optimizers, evaluated weight by weight.
import { OnnxGraph } from '../../engine/compile/onnx-graph.ts';
import type { Value } from '../../engine/compile/onnx-graph.ts';
import { binary } from '../../engine/compile/onnx-math.ts';
import type { GraphValue } from '../../engine/compile/training-graph.ts';
import { clipGradients } from '../../engine/optimizers/clipping.ts';
import type { Optimizer } from '../../engine/optimizers/optimizer.ts';
import { optimizerRule } from '../../engine/optimizers/registry.ts';
import type { Tf, TfTensor } from './tfjs-module.ts';
import { evaluate } from './tfjs-values.ts';

export type UpdateAt = {
  /** By the weight's key. */
  readonly gradients: Readonly<Record<string, TfTensor>>;
  /** Weights and slots by name. */
  readonly value: (name: string) => TfTensor;
  readonly learningRate: number;
  /** 1 at the first update. */
  readonly count: number;
};

/** What every weight and slot becomes, by name. To be called inside `tidy`. */
export type Update = (at: UpdateAt) => Readonly<Record<string, TfTensor>>;

export function weightUpdate(tf: Tf, optimizer: Optimizer, weights: readonly GraphValue[]): Update {
  const clip = clipping(tf, optimizer, weights);
  const rules = weights.map(weight => ({ key: weight.name, next: ruleOf(tf, optimizer, weight) }));
  return at => {
    const scalars = { learning_rate: tf.scalar(at.learningRate), step: tf.scalar(at.count) };
    const gradients = clip(at.gradients);
    const next = rules.map(rule => tf.tidy(() => rule.next(at, { ...scalars, gradient: gradients[rule.key]! })));
    return Object.assign({}, ...next) as Record<string, TfTensor>;
  };
}

function clipping(
  tf: Tf,
  { clipping: how }: Optimizer,
  weights: readonly GraphValue[],
): (of: UpdateAt['gradients']) => UpdateAt['gradients'] {
  if (!how) return gradients => gradients;
  const onnx = new OnnxGraph();
  const clipped = clipGradients(
    onnx,
    weights.map(({ name, shape }) => onnx.input(name, 'float32', shape)),
    how,
  );
  return gradients => {
    const values = evaluate(tf, onnx, clipped, gradients);
    return Object.fromEntries(weights.map(({ name }, place) => [name, values[place]!]));
  };
}

/** One weight with its slots. */
function ruleOf(
  tf: Tf,
  optimizer: Optimizer,
  { name: key, shape }: GraphValue,
): (at: UpdateAt, given: Readonly<Record<string, TfTensor>>) => Record<string, TfTensor> {
  const onnx = new OnnxGraph();
  const rule = optimizerRule(optimizer);
  const input = (name: string, of: readonly number[] = shape): Value => onnx.input(name, 'float32', of);
  const [weight, gradient, learningRate, step] = [
    input(key),
    input('gradient'),
    input('learning_rate', []),
    input('step', []),
  ];
  const names = rule.slots.map(({ name }) => `${key}/${name}`);
  const slots = rule.slots.map(({ isScalar }, place) => input(names[place]!, isScalar ? [] : shape));
  const decay = optimizer.weightDecay && binary(onnx, 'Mul', learningRate, onnx.scalar(optimizer.weightDecay));
  const decayed = decay ? binary(onnx, 'Sub', weight, binary(onnx, 'Mul', weight, decay)) : weight;
  const next = rule.update(onnx, { weight: decayed, gradient, slots, learningRate, step });
  return ({ value }, given) => {
    const own = Object.fromEntries([key, ...names].map(name => [name, value(name)]));
    const [changed, ...kept] = evaluate(tf, onnx, [next.weight, ...next.slots], { ...given, ...own });
    return { [key]: changed!, ...Object.fromEntries(names.map((name, place) => [name, kept[place]!])) };
  };
}
