// A batch in equal parts, so that a step of less memory computes the same update: the parts of tensors, and a trainer's state told in another
// number of parts.
import type { TrainingStep } from '../../engine/compile/training.ts';
import { float32Tensor, toFloat32 } from '../../engine/tensor.ts';
import type { Tensor } from '../../engine/tensor.ts';
import type { TrainerState } from './trainer.ts';

/** The next number of parts: at least twice as many, each of equally many photos and inside one of the parts before; null where a part is one photo. */
export function moreParts(batch: number, parts: number): number | null {
  for (let more = 2 * parts; more <= batch; more += parts) if (batch % more === 0) return more;
  return null;
}

/** Part `place` of `parts` of every tensor, along the first axis; the data is the batch's own. */
export function partOf(batch: Readonly<Record<string, Tensor>>, place: number, parts: number): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(batch).map(([name, { dtype, shape, data }]) => {
      const length = data.length / parts;
      const part = data.subarray(place * length, (place + 1) * length);
      return [name, { dtype, shape: [shape[0]! / parts, ...shape.slice(1)], data: part }];
    }),
  );
}

/** The rows of all parts, one after another. */
export function joined(parts: readonly Tensor[]): Tensor {
  const [first] = parts as [Tensor];
  const data = new Float32Array(parts.reduce((length, part) => length + part.data.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(toFloat32(part), at);
    at += part.data.length;
  }
  return float32Tensor([parts.reduce((rows, part) => rows + part.shape[0]!, 0), ...first.shape.slice(1)], data);
}

/**
 * The state of a trainer for `step`, which takes `ratio` batches for each of those that `state` counts: each adds a mean over
 * other photos to the sums of gradients, so that the sums so far count `ratio` times. Sums that only `step` has are 0.
 */
export function stateInParts({ steps, slots }: TrainerState, step: TrainingStep, ratio: number): TrainerState {
  const values = step.state.flatMap((value): (readonly [string, Tensor])[] => {
    if (value.kind !== 'slot' && value.kind !== 'gradient-sum') return [];
    const known = slots.get(value.name);
    if (value.kind === 'slot') return known ? [[value.name, known]] : [];
    const sums = known ? toFloat32(known).map(sum => sum * ratio) : undefined;
    return [[value.name, float32Tensor(value.shape, sums)]];
  });
  return { steps: steps * ratio, slots: new Map(values) };
}
