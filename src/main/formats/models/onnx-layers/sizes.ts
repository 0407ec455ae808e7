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

/** Of rows, or of sizes in a row; backwards too, as PyTorch turns pads round. */
export function slicedSizes(step: Step, from: Sizes): Sizes {
  const one = (place: number, attribute: string, fallback?: number): number => {
    const [value = fallback, ...others] = step.integers(attribute) ?? step.wholeNumbers(place) ?? [];
    if (value === undefined || others.length > 0) throw step.refuse('of sizes along several axes');
    return value;
  };
  const [start, end] = [one(1, 'starts'), one(2, 'ends')];
  const [axis, stride] = [one(3, 'axes', 0), one(4, 'steps', 1)];
  const [rows, ...inside] = from.shape;
  if (rows === undefined || axis !== 0 || Math.abs(stride) !== 1) throw step.refuse('of sizes otherwise than by rows');
  const perRow = inside.reduce((product, size) => product * size, 1);
  const all = Array.from({ length: rows }, (_, row) => from.sizes.slice(row * perRow, (row + 1) * perRow));
  // Backwards, the last row is the first and an end before the first row is none.
  const turned = (place: number): number =>
    rows - 1 - (place < 0 ? Math.max(-1, place + rows) : Math.min(place, rows - 1));
  const taken = stride === 1 ? all.slice(start, end) : all.toReversed().slice(turned(start), turned(end));
  return { kind: 'sizes', shape: [taken.length, ...inside], sizes: taken.flat() };
}

/** Rows as columns. */
export function transposedSizes(step: Step, { shape: own, sizes }: Sizes): Sizes {
  const [rows, columns] = own;
  if (rows === undefined || columns === undefined || own.length !== 2)
    throw step.refuse('of sizes not in rows and columns');
  const turned = sizes.map((_, at) => sizes[(at % rows) * columns + Math.floor(at / rows)]!);
  return { kind: 'sizes', shape: [columns, rows], sizes: turned };
}

/** The same size so many times. */
export function repeatedSize(step: Step): Sizes {
  const shape = step.wholeNumbers(0) ?? [];
  const count = shape.reduce((product, size) => product * size, 1);
  if (!(count >= 0 && count <= maxSizes)) throw step.refuse(`${count} sizes`);
  const value = step.tensor('value');
  if (value && value.kind !== 'sizes') throw step.refuse('of numbers that are no sizes');
  return { kind: 'sizes', shape, sizes: new Array<number>(count).fill(value?.sizes[0] ?? 0) };
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

/** The same numbers in another shape; -1 is what is left. */
export function reshapedSizes(step: Step, { sizes }: Sizes, target: readonly (number | null)[]): Sizes {
  const known = target.filter(size => size !== -1).reduce<number>((product, size) => product * (size ?? 0), 1);
  const shape = target.map(size => (size === -1 ? sizes.length / known : (size ?? 0)));
  const fits = shape.reduce((product, size) => product * size, 1) === sizes.length && shape.every(Number.isInteger);
  if (fits) return { kind: 'sizes', shape, sizes };
  throw step.refuse(`${sizes.length} sizes as [${target.map(size => size ?? 'N').join(', ')}]`);
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
