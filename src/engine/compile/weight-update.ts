// How weights change by their gradients: clipping, weight decay and the optimizer's rule, inside a training step or as a graph of its own.
import { clipGradients } from '../optimizers/clipping.ts';
import type { Optimizer, Slot } from '../optimizers/optimizer.ts';
import { optimizerRule } from '../optimizers/registry.ts';
import { OnnxGraph } from './onnx-graph.ts';
import type { Value } from './onnx-graph.ts';
import { binary } from './onnx-math.ts';
import type { GraphValue } from './training-graph.ts';

/** A value of the optimizer's, and the number it is filled with before the first update. */
export type SlotValue = GraphValue & Pick<Slot, 'start'>;

/** The sum of a weight's gradients since the last update. */
export const sumOf = (key: string): string => `${key}/gradient_sum`;

/**
 * Adds the updates to a graph: it reads the scalars `learning_rate` and `step`, and the slots; it writes `next/` of every
 * weight and slot. The last weights stand at the very end: ONNX Runtime orders its work from the last node back, and so each
 * gradient is used and freed as soon as it is there.
 */
export function updateWeights(
  onnx: OnnxGraph,
  optimizer: Optimizer,
  weights: ReadonlyMap<string, Value>,
  gradients: readonly Value[],
): SlotValue[] {
  const rule = optimizerRule(optimizer);
  const learningRate = onnx.input('learning_rate', 'float32', []);
  const step = onnx.input('step', 'float32', []);
  const clipped = optimizer.clipping ? clipGradients(onnx, gradients, optimizer.clipping) : gradients;
  const decay = optimizer.weightDecay
    ? binary(onnx, 'Mul', learningRate, onnx.scalar(optimizer.weightDecay))
    : undefined;
  return [...weights].flatMap(([key, weight], place) => {
    const kept = rule.slots.map(({ name, start, isScalar }): SlotValue => {
      const shape = isScalar ? [] : (weight.shape as number[]);
      return { name: `${key}/${name}`, dtype: 'float32', shape, start };
    });
    const slots = kept.map(({ name, dtype, shape }) => onnx.input(name, dtype, shape));
    const decayed = decay ? binary(onnx, 'Sub', weight, binary(onnx, 'Mul', weight, decay)) : weight;
    const next = rule.update(onnx, { weight: decayed, gradient: clipped[place]!, slots, learningRate, step });
    kept.forEach(({ name }, slot) => onnx.output(`next/${name}`, next.slots[slot]!));
    onnx.output(`next/${key}`, next.weight);
    return kept;
  });
}

/** A graph that reads weights, slots and `sumOf` every weight, and updates by the mean of that many gradients. */
export function compileUpdate(
  optimizer: Optimizer,
  weights: readonly GraphValue[],
  batches: number,
): { readonly onnx: Uint8Array; readonly slots: readonly SlotValue[] } {
  const onnx = new OnnxGraph();
  const share = onnx.scalar(1 / batches);
  const values = new Map(weights.map(({ name, shape }) => [name, onnx.input(name, 'float32', shape)]));
  const means = weights.map(({ name, shape }) => binary(onnx, 'Mul', onnx.input(sumOf(name), 'float32', shape), share));
  const slots = updateWeights(onnx, optimizer, values, means);
  return { onnx: onnx.toBytes('weight update'), slots };
}
