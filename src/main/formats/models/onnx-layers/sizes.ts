// Arithmetic on sizes, which exporters put into the graph where the size of a value follows that of the photo.
import type { Step } from './step.ts';
import { onnxSizes } from './values.ts';
import type { Sizes, Value } from './values.ts';

export type SizeOperation = (a: number, b: number) => number;

const maxSizes = 65_536;

const list = (sizes: readonly (number | null)[]): Sizes => ({ kind: 'sizes', shape: [sizes.length], sizes });

function sizesOf(step: Step, place: number): Sizes {
  const found = step.sizes(place);
  if (!found) throw step.refuse(`its input ${place} is left out`);
  return found;
}

/** The shape of a value, the number of photos first. */
export function shape(step: Step): Sizes {
  const value = step.inputs[0];
  if (value?.kind === 'constant') return list(value.tensor.shape);
  if (value?.kind === 'sizes') return list(value.shape);
  const all = [null, ...onnxSizes(step.features(0))];
  const end = step.integer('end', all.length);
  return list(all.slice(step.integer('start', 0), end));
}

export function gatheredSizes(step: Step, from: Sizes): Sizes {
  const places = sizesOf(step, 1);
  if (from.shape.length !== 1 || step.integer('axis', 0) !== 0) throw step.refuse('of sizes in rows and columns');
  const sizes = places.sizes.map(place => {
    const at = place !== null && place < 0 ? place + from.sizes.length : place;
    if (at === null || from.sizes[at] === undefined) throw step.refuse(`place ${at} of ${from.sizes.length} sizes`);
    return from.sizes[at]!;
  });
  return { kind: 'sizes', shape: places.shape, sizes };
}

export function slicedSizes(step: Step, from: Sizes): Sizes {
  const bounds = (place: number, attribute: string): readonly number[] | undefined =>
    step.integers(attribute) ?? step.wholeNumbers(place);
  const [starts, ends] = [bounds(1, 'starts'), bounds(2, 'ends')];
  const [axes, steps] = [bounds(3, 'axes') ?? [0], step.wholeNumbers(4) ?? [1]];
  if (from.shape.length !== 1 || starts?.length !== 1 || ends?.length !== 1 || axes[0] !== 0 || steps[0] !== 1)
    throw step.refuse('of sizes otherwise than in a row');
  return list(from.sizes.slice(starts[0], ends[0]));
}

export function concatenatedSizes(step: Step): Sizes {
  const parts = step.inputs.map((_, place) => sizesOf(step, place));
  if (parts.some(part => part.shape.length !== 1)) throw step.refuse('of sizes otherwise than in a row');
  const sizes = parts.flatMap(part => part.sizes);
  if (sizes.length > maxSizes) throw step.refuse(`${sizes.length} sizes`);
  return list(sizes);
}

/** Of equally many, or of many and one. */
export function mergedSizes(step: Step, a: Sizes, b: Sizes, operation: SizeOperation): Sizes {
  const longer = a.sizes.length >= b.sizes.length ? a : b;
  const each = ({ sizes }: Sizes, at: number): number => {
    const size = sizes[sizes.length === 1 ? 0 : at];
    if (size === null || size === undefined) throw step.refuse('it needs the number of photos');
    return size;
  };
  const sizes = longer.sizes.map((_, at) => operation(each(a, at), each(b, at)));
  if (!sizes.every(size => Number.isSafeInteger(size))) throw step.refuse(`sizes ${sizes.join(', ').slice(0, 100)}`);
  return { kind: 'sizes', shape: longer.shape, sizes };
}

/** The same numbers in a shape of no or one axis more or less. */
export function reshapedSizes({ sizes }: Sizes, isScalar: boolean): Sizes {
  return { kind: 'sizes', shape: isScalar && sizes.length === 1 ? [] : [sizes.length], sizes };
}

/** The values one after another multiplied. */
export function productOfSizes(step: Step): Value {
  const { sizes } = sizesOf(step, 0);
  const known = sizes.map(size => {
    if (size === null) throw step.refuse('it needs the number of photos');
    return size;
  });
  return { kind: 'sizes', shape: [], sizes: [known.reduce((product, size) => product * size, 1)] };
}
