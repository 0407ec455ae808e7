// GELU as files write it before ONNX had a name for it: x · ½ · (1 + erf(x / √2)), put together in any order.
import { rescaled } from './affine.ts';
import type { Step } from './step.ts';
import type { Features, GaussianShare, Value } from './values.ts';

/** The file's own numbers are rounded, some to few digits. */
const isNear = (value: number, expected: number): boolean => Math.abs(value - expected) < 1e-4;

/** Only of x / √2: nothing else that exporters write needs it. */
export function erf(step: Step): GaussianShare {
  const { input, scale } = step.context.builder.beforeRescaling(step.features(0));
  if (!isNear(scale, Math.SQRT1_2)) throw step.refuse('of something other than x / √2');
  return { kind: 'gaussian', x: input, factor: 1, hasOne: false };
}

/** erf + 1. */
export function plusOne(step: Step, share: GaussianShare, other: Value): GaussianShare {
  const isOne = other.kind === 'constant' && other.tensor.data.length === 1 && Number(other.tensor.data[0]) === 1;
  if (share.hasOne || !isOne) throw step.refuse('of an erf and something other than 1');
  return { ...share, hasOne: true };
}

/** (1 + erf) times a number, or times x itself. */
export function timesShare(step: Step, share: GaussianShare, other: Value): Value {
  if (!share.hasOne) throw step.refuse('of an erf to which 1 was not added');
  if (other.kind === 'constant' && other.tensor.data.length === 1)
    return { ...share, factor: share.factor * Number(other.tensor.data[0]) };
  if (other.kind !== 'features') throw step.refuse(`of an erf and a ${other.kind}`);
  const { input, scale } = step.context.builder.beforeRescaling(other);
  if (input.layer !== share.x.layer) throw step.refuse('of an erf and another value than its own');
  const gelu: Features = step.layer({ className: 'Activation', config: { activation: 'gelu' }, inputs: [input] });
  const factor = 2 * scale * share.factor;
  return isNear(factor, 1) ? gelu : rescaled(step, gelu, factor, 0, '_scale');
}
