// (x - mean) / √(variance + epsilon) with mean and biased variance over some axes: what layer and group normalisation share.
import type { Value } from '../compile/onnx-graph.ts';
import type { Tape } from '../compile/tape.ts';
import { add } from '../ops/add.ts';
import { divide } from '../ops/divide.ts';
import { multiply } from '../ops/multiply.ts';
import { reduceMean } from '../ops/reduce-mean.ts';
import { squareRoot } from '../ops/square-root.ts';
import { subtract } from '../ops/subtract.ts';

export function standardise(tape: Tape, x: Value, axes: readonly number[], epsilon: number): Value {
  const centred = tape.apply(subtract, [x, tape.apply(reduceMean, [x], { axes })], {});
  const variance = tape.apply(reduceMean, [tape.apply(multiply, [centred, centred], {})], { axes });
  const deviation = tape.apply(squareRoot, [tape.apply(add, [variance, tape.onnx.scalar(epsilon)], {})], {});
  return tape.apply(divide, [centred, deviation], {});
}
