// Add, Sub, Mul, Div, Sum, Max and Concat: of two computed values, or of one and numbers of the file, or of sizes.
import { numbersFor, scaled, shifted } from './affine.ts';
import { plusOne, timesShare } from './gelu.ts';
import { concatenatedSizes, mergedSizes } from './sizes.ts';
import type { SizeOperation } from './sizes.ts';
import type { Step } from './step.ts';
import { kerasAxis, onnxSizes } from './values.ts';
import type { Constant, Features, GaussianShare, Value } from './values.ts';

type WithNumbers = (step: Step, x: Features, numbers: Float32Array) => Features;
type Operation = {
  /** The layer of two computed values. */
  readonly className?: string;
  readonly ofSizes?: SizeOperation;
  readonly withRight?: WithNumbers;
  /** Where the numbers stand first. */
  readonly withLeft?: WithNumbers;
  /** Of a part of a GELU. */
  readonly withGaussian?: (step: Step, share: GaussianShare, other: Value) => Value;
  readonly keepsNonNegative?: true;
};

const negated = (values: Float32Array): Float32Array => values.map(value => -value);

const merge =
  ({ className, ofSizes, withRight, withLeft, withGaussian, keepsNonNegative }: Operation) =>
  (step: Step): Value => {
    const [left, right] = step.inputs;
    if (step.inputs.length === 2 && left?.kind === 'sizes' && right?.kind === 'sizes' && ofSizes)
      return mergedSizes(step, left, right, ofSizes);
    if (step.inputs.length === 2 && left?.kind === 'features' && right?.kind === 'constant' && withRight)
      return withRight(step, left, numbersOf(step, left, right));
    if (step.inputs.length === 2 && left?.kind === 'constant' && right?.kind === 'features' && withLeft)
      return withLeft(step, right, numbersOf(step, right, left));
    if (left?.kind === 'gaussian' && right && withGaussian) return withGaussian(step, left, right);
    if (right?.kind === 'gaussian' && left && withGaussian) return withGaussian(step, right, left);
    const values = step.inputs.map((_, place) => step.features(place));
    if (values.length === 1) return values[0]!;
    if (className === undefined) throw step.refuse('of two values that are computed');
    requireAlike(step, values);
    const isNonNegative = keepsNonNegative === true && values.every(value => value.isNonNegative);
    return step.layer({ className, inputs: values, isNonNegative });
  };

const numbersOf = (step: Step, x: Features, { tensor }: Constant): Float32Array => numbersFor(step, x, tensor);

function requireAlike(step: Step, values: readonly Features[]): void {
  const [first] = values as [Features];
  const areAlike = values.every(
    ({ layout, shape, flatChannels }) =>
      layout === first.layout && shape.length === first.shape.length && flatChannels === first.flatChannels,
  );
  if (areAlike) return;
  const shown = values.map(value => `[N, ${onnxSizes(value).join(', ')}] (${value.layout})`);
  throw step.refuse(`values that do not lie alike: ${shown.join(' and ')}`);
}

export const add = merge({
  className: 'Add',
  ofSizes: (a, b) => a + b,
  withRight: shifted,
  withLeft: shifted,
  withGaussian: plusOne,
  keepsNonNegative: true,
});
export const subtract = merge({
  className: 'Subtract',
  ofSizes: (a, b) => a - b,
  withRight: (step, x, numbers) => shifted(step, x, negated(numbers)),
  withLeft: (step, x, numbers) => shifted(step, scaled(step, x, Float32Array.of(-1)), numbers),
});
export const multiply = merge({
  className: 'Multiply',
  ofSizes: (a, b) => a * b,
  withRight: scaled,
  withLeft: scaled,
  withGaussian: timesShare,
  keepsNonNegative: true,
});
export const divide = merge({
  ofSizes: (a, b) => Math.trunc(a / b),
  withRight: (step, x, numbers) => scaled(step, x, inverted(step, numbers)),
});
export const sum = merge({ className: 'Add', keepsNonNegative: true });
export const maximum = merge({
  className: 'Maximum',
  withRight: fromZero,
  withLeft: fromZero,
  keepsNonNegative: true,
});

function inverted(step: Step, numbers: Float32Array): Float32Array {
  if (numbers.every(value => value !== 0)) return numbers.map(value => 1 / value);
  throw step.refuse('by zero');
}

function fromZero(step: Step, x: Features, numbers: Float32Array): Features {
  if (numbers.some(value => value !== 0)) throw step.refuse('of a number other than 0');
  return step.layer({ className: 'ReLU', inputs: [x], isNonNegative: true });
}

export function concat(step: Step): Value {
  const axis = step.integer('axis', 1);
  if (step.inputs.every(value => value?.kind === 'sizes')) return concatenatedSizes(step);
  const values = step.inputs.map((_, place) => step.features(place));
  const [first] = values;
  if (!first) throw step.refuse('of nothing');
  if (values.length === 1) return first;
  requireAlike(step, values);
  const place = step.axis(axis, first.shape.length + 1);
  if (place === 0 || first.layout === 'flat') throw step.refuse(`along axis ${axis}`);
  const own = kerasAxis(first, place);
  const config = { axis: own === first.shape.length ? -1 : own };
  const isNonNegative = values.every(value => value.isNonNegative);
  return step.layer({ className: 'Concatenate', config, inputs: values, isNonNegative });
}
