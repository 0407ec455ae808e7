// What training steps and gradient graphs share: the forward pass with weights as inputs, in training mode where asked for.
import { toOnnxOrder } from '../layers/axes.ts';
import type { Plan, PlanValue } from '../plan.ts';
import type { DType } from '../tensor.ts';
import { lower } from './lower.ts';
import type { OnnxGraph, Value } from './onnx-graph.ts';
import { Tape } from './tape.ts';

/** An input or output of a compiled graph. */
export type GraphValue = { readonly name: string; readonly dtype: DType; readonly shape: readonly number[] };

export type GraphOptions = {
  readonly batch: number;
  readonly isTraining: boolean;
  /** Uses ONNX Runtime's blocked kernels, whose blocks are this large; without it every op is ONNX's own. */
  readonly blockSize?: number;
};

export type TrainingGraph = {
  readonly tape: Tape;
  /** The graph's data inputs, float32 in Keras' order, by layer name (`input` where there is one). */
  readonly inputs: readonly GraphValue[];
  readonly inputValues: readonly Value[];
  /** Uniform noise in [0, 1) to be fed fresh each step: what dropout drops by. */
  readonly noise: readonly GraphValue[];
  /** Each weight the graph reads, in its Keras shape, by `layer/weight`. */
  readonly weights: ReadonlyMap<string, Value>;
  /** What each moving statistic becomes, by `layer/weight`. */
  readonly updates: ReadonlyMap<string, Value>;
  /** The model's outputs in ONNX order. */
  readonly outputs: readonly Value[];
};

export function trainingGraph(
  onnx: OnnxGraph,
  plan: Plan,
  { batch, isTraining, blockSize }: GraphOptions,
): TrainingGraph {
  const tape = new Tape(onnx, blockSize);
  const noise: GraphValue[] = [];
  const weights = new Map<string, Value>();
  const updates = new Map<string, Value>();
  const specs = new Map(plan.weights.map(weight => [weight.key, weight]));

  const nameOf = ({ layer }: PlanValue): string => (plan.inputs.length === 1 ? 'input' : layer);
  const inputs = plan.inputs.map(input => {
    const shape = [batch, ...(input.shape.slice(1) as number[])];
    return { name: nameOf(input), dtype: 'float32' as const, shape };
  });
  const inputValues = inputs.map(({ name, dtype, shape }) => onnx.input(name, dtype, shape));

  function weight(key: string): Value {
    // A layer used twice moves its statistics twice, from where the first use left them.
    const known = updates.get(key) ?? weights.get(key);
    if (known) return known;
    const value = onnx.input(key, 'float32', specs.get(key)!.shape);
    weights.set(key, value);
    return value;
  }

  function noiseFor(layer: string, shape: readonly (number | null)[]): Value {
    const name = `noise/${noise.length}/${layer}`;
    noise.push({ name, dtype: 'float32', shape: shape as number[] });
    return onnx.input(name, 'float32', shape);
  }

  const values = lower({
    plan,
    tape,
    inputs: new Map(plan.inputs.map((input, place) => [input.key, toOnnxOrder(tape, inputValues[place]!)])),
    wanted: plan.outputs.map(output => output.key),
    weight,
    ...(isTraining
      ? { training: { update: (key: string, value: Value) => updates.set(key, value), noise: noiseFor } }
      : {}),
  });
  const outputs = plan.outputs.map(output => values.get(output.key)!);
  return { tape, inputs, inputValues, noise, weights, updates, outputs };
}
