// Keras' activation functions by name, each as a few ops.
import type { Value } from '../compile/onnx-graph.ts';
import type { Tape } from '../compile/tape.ts';
import { add } from '../ops/add.ts';
import { clip } from '../ops/clip.ts';
import { elu } from '../ops/elu.ts';
import { erf } from '../ops/erf.ts';
import { leakyRelu } from '../ops/leaky-relu.ts';
import { multiply } from '../ops/multiply.ts';
import { relu } from '../ops/relu.ts';
import { sigmoid } from '../ops/sigmoid.ts';
import { softmax } from '../ops/softmax.ts';
import { softplus } from '../ops/softplus.ts';
import { tanh } from '../ops/tanh.ts';
import { onnxAxis } from './axes.ts';
import type { LayerConfig } from './config.ts';

export type Activation = (tape: Tape, x: Value) => Value;

const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;

const scaled = (tape: Tape, x: Value, factor: number): Value => tape.apply(multiply, [x, tape.onnx.scalar(factor)], {});
const shifted = (tape: Tape, x: Value, term: number): Value => tape.apply(add, [x, tape.onnx.scalar(term)], {});

/** Keras 3: relu6(x + 3) / 6. */
const hardSigmoid: Activation = (tape, x) =>
  scaled(tape, tape.apply(clip, [shifted(tape, x, 3)], { min: 0, max: 6 }), 1 / 6);

/** Keras' default gelu is the exact one: x / 2 · (1 + erf(x / √2)). */
const gelu: Activation = (tape, x) =>
  tape.apply(
    multiply,
    [scaled(tape, x, 0.5), shifted(tape, tape.apply(erf, [scaled(tape, x, Math.SQRT1_2)], {}), 1)],
    {},
  );

const silu: Activation = (tape, x) => tape.apply(multiply, [x, tape.apply(sigmoid, [x], {})], {});
const hardSilu: Activation = (tape, x) => tape.apply(multiply, [x, hardSigmoid(tape, x)], {});

export const activations: ReadonlyMap<string, Activation> = new Map<string, Activation>([
  ['linear', (_, x) => x],
  ['relu', (tape, x) => tape.apply(relu, [x], {})],
  ['relu6', (tape, x) => tape.apply(clip, [x], { min: 0, max: 6 })],
  ['leaky_relu', (tape, x) => tape.apply(leakyRelu, [x], { slope: 0.2 })],
  ['sigmoid', (tape, x) => tape.apply(sigmoid, [x], {})],
  ['tanh', (tape, x) => tape.apply(tanh, [x], {})],
  ['softmax', (tape, x) => tape.apply(softmax, [x], { axis: onnxAxis(-1, x.shape.length) })],
  ['softplus', (tape, x) => tape.apply(softplus, [x], {})],
  ['silu', silu],
  ['swish', silu],
  ['elu', (tape, x) => tape.apply(elu, [x], { alpha: 1 })],
  ['selu', (tape, x) => scaled(tape, tape.apply(elu, [x], { alpha: seluAlpha }), seluScale)],
  ['gelu', gelu],
  ['hard_sigmoid', hardSigmoid],
  ['hard_silu', hardSilu],
  ['hard_swish', hardSilu],
]);

/** The activation a config names; `linear` when it names none. */
export function readActivation(config: LayerConfig, key = 'activation', fallback = 'linear'): Activation {
  const name = config.functionName(key, fallback);
  const found = activations.get(name);
  if (!found) throw config.invalid(`${key}: ${[...activations.keys()].join(', ')}`, name);
  return found;
}
