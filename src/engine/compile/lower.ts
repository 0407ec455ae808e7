// From a plan to ops: runs over the calls of the layers in order and lets each add itself to the graph.
import type { Lowering } from '../layers/layer.ts';
import type { Plan, PlanStep } from '../plan.ts';
import type { Shape, Value } from './onnx-graph.ts';
import type { Tape } from './tape.ts';

export type LowerOptions = {
  readonly plan: Plan;
  readonly tape: Tape;
  /** The values of the model's inputs in ONNX order, by the plan's key. */
  readonly inputs: ReadonlyMap<string, Value>;
  /** The plan's keys of the values asked for; nothing else is computed. */
  readonly wanted: readonly string[];
  /** A weight by `layer/weight`, in its Keras shape. */
  readonly weight: (key: string) => Value;
  readonly training?: {
    readonly update: (key: string, value: Value) => void;
    readonly noise: (layer: string, shape: Shape) => Value;
  };
};

/** The value of every key that was computed, in ONNX order. */
export function lower({ plan, tape, inputs, wanted, weight, training }: LowerOptions): Map<string, Value> {
  const values = new Map(inputs);
  const needed = neededSteps(plan, wanted);
  for (const step of plan.steps) {
    if (!needed.has(step)) continue;
    const lowering: Lowering = {
      tape,
      // A frozen batch norm keeps its statistics, as in Keras; dropout has no weights and always drops while training.
      isTraining: training !== undefined && (step.isTrainable || step.className !== 'BatchNormalization'),
      weight: name => weight(`${step.layer}/${name}`),
      update: (name, value) => training?.update(`${step.layer}/${name}`, value),
      noise: shape => training!.noise(step.layer, shape),
    };
    const given = step.inputs.map(key => values.get(key)!);
    values.set(
      step.output,
      tape.onnx.inScope(step.layer, () => step.instance.lower(given, lowering)),
    );
  }
  return values;
}

function neededSteps(plan: Plan, wanted: readonly string[]): Set<PlanStep> {
  const keys = new Set(wanted);
  const steps = new Set<PlanStep>();
  for (const step of plan.steps.toReversed()) {
    if (!keys.has(step.output)) continue;
    steps.add(step);
    for (const key of step.inputs) keys.add(key);
  }
  return steps;
}
