// Reshape, Flatten, Squeeze, Unsqueeze and Transpose: often only another way to look at what a layer gives, else Flatten or Reshape.
import { float32Tensor } from '../../../../engine/tensor.ts';
import { reshapedSizes, transposedSizes } from './sizes.ts';
import type { Step } from './step.ts';
import { onnxSizes } from './values.ts';
import type { Features, Value } from './values.ts';

const count = (sizes: readonly number[]): number => sizes.reduce((product, size) => product * size, 1);

export function reshape(step: Step): Value {
  const value = step.inputs[0];
  const target = step.sizes(1)?.sizes ?? step.integers('shape') ?? [];
  if (value?.kind === 'sizes') return reshapedSizes(step, value, target);
  if (value?.kind === 'constant') {
    const all = value.tensor.data.length;
    return {
      ...value,
      tensor: float32Tensor(resolved(step, [...target], value.tensor.shape, all), value.tensor.data as Float32Array),
    };
  }
  const x = step.features(0);
  return seenAs(step, x, perPhoto(step, x, target));
}

/** The target without the number of photos, which has to stay first and what it is. */
function perPhoto(step: Step, x: Features, [first, ...rest]: readonly (number | null)[]): number[] {
  const own = onnxSizes(x);
  const all = count(own);
  const sizes = resolved(step, rest, own, first === -1 ? undefined : all);
  const isBatch =
    first === null || first === -1 || first === 0 || (first !== undefined && first === step.context.batch);
  if (!isBatch || count(sizes) !== all)
    throw step.refuse(`[N, ${own.join(', ')}] as [${[first, ...rest].map(size => size ?? 'N').join(', ')}]`);
  return sizes;
}

/** 0 is the size that was there, -1 what is left of `all`. */
function resolved(
  step: Step,
  target: readonly (number | null)[],
  own: readonly number[],
  all: number | undefined,
): number[] {
  const copies = step.integer('allowzero', 0) === 0;
  const sizes = target.map((size, at) => (size === 0 && copies ? (own[at] ?? 0) : size));
  const known = count(sizes.filter(size => size !== null && size !== -1) as number[]);
  const isRight = (size: number): boolean => Number.isSafeInteger(size) && size >= 1;
  const full = sizes.map(size => (size === -1 && all !== undefined ? all / known : (size ?? 0)));
  if (full.every(isRight) && (all === undefined || count(full) === all)) return full;
  throw step.refuse(`[${own.join(', ')}] as [${target.map(size => size ?? 'N').join(', ')}]`);
}

/** All axes from `axis` on into one: only what leaves one row for each photo. */
export function flatten(step: Step): Features {
  const x = step.features(0);
  const rank = onnxSizes(x).length + 1;
  if (step.axis(step.integer('axis', 1), rank + 1) !== 1)
    throw step.refuse('otherwise than into one row for each photo');
  return seenAs(step, x, [count(onnxSizes(x))]);
}

export function squeeze(step: Step): Value {
  const axes = step.integers('axes') ?? step.wholeNumbers(1);
  const value = step.inputs[0];
  if (value?.kind === 'sizes') return reshapedSizes(step, value, value.sizes.length === 1 ? [] : [-1]);
  const sizes = value?.kind === 'constant' ? value.tensor.shape : [null, ...onnxSizes(step.features(0))];
  const gone = axes?.map(axis => step.axis(axis, sizes.length));
  const left = sizes.filter((size, at) => (gone ? !gone.includes(at) : size !== 1));
  if (gone?.some(at => sizes[at] !== 1))
    throw step.refuse(`axes [${axes!.join(', ')}] of [${sizes.map(size => size ?? 'N').join(', ')}]`);
  if (value?.kind === 'constant')
    return { ...value, tensor: float32Tensor(left as number[], value.tensor.data as Float32Array) };
  return seenAs(step, step.features(0), left.slice(1) as number[]);
}

export function unsqueeze(step: Step): Value {
  const axes = step.integers('axes') ?? step.wholeNumbers(1) ?? [];
  const value = step.inputs[0];
  if (value?.kind === 'sizes') return reshapedSizes(step, value, [-1]);
  const own = value?.kind === 'constant' ? [...value.tensor.shape] : [null, ...onnxSizes(step.features(0))];
  const rank = own.length + axes.length;
  if (rank > 16) throw step.refuse(`${rank} axes`);
  const added = new Set(axes.map(axis => step.axis(axis, rank)));
  const sizes = Array.from({ length: rank }, (_, at) => (added.has(at) ? 1 : own.shift()!));
  if (value?.kind === 'constant')
    return { ...value, tensor: float32Tensor(sizes as number[], value.tensor.data as Float32Array) };
  if (sizes[0] !== null) throw step.refuse('before the number of photos');
  return seenAs(step, step.features(0), sizes.slice(1) as number[]);
}

/** What a layer gives, with other sizes in ONNX's order of the same values. */
export function seenAs(step: Step, x: Features, sizes: readonly number[]): Features {
  const own = onnxSizes(x);
  if (sizes.join() === own.join()) return x;
  const { isNonNegative } = x;
  const shown = `[N, ${own.join(', ')}] as [N, ${sizes.join(', ')}]`;
  const [channels, rows, columns] = sizes as [number, number?, number?];
  if (x.layout === 'flat') {
    const isItsMap = sizes.length === 3 && channels === x.flatChannels;
    if (!isItsMap) throw step.refuse(`${shown}: the values lie in another order`);
    const target = { target_shape: [rows, columns, channels] };
    return step.layer({ className: 'Reshape', config: target, inputs: [x], layout: 'channels-first', isNonNegative });
  }
  const isMap = x.layout === 'channels-first';
  if (sizes.length === 1) {
    const inOrder = !isMap || own[0] === 1 || own[1]! * own[2]! === 1;
    const flat = step.layer({ className: 'Flatten', inputs: [x], layout: inOrder ? 'keras' : 'flat', isNonNegative });
    return inOrder ? flat : { ...flat, flatChannels: own[0]! };
  }
  if (isMap || sizes.length > 3) throw step.refuse(shown);
  const isPixel = own.length === 1 && sizes.length === 3 && rows === 1 && columns === 1;
  const config = { target_shape: isPixel ? [1, 1, channels] : sizes };
  const layout = isPixel ? 'channels-first' : 'keras';
  return step.layer({ className: 'Reshape', config, inputs: [x], layout, isNonNegative });
}

const toChannelsFirst = '0,3,1,2';
const toChannelsLast = '0,2,3,1';

/** Between [N, H, W, C] and [N, C, H, W] nothing is computed: layers have one order of their own. */
export function transpose(step: Step): Value {
  const value = step.inputs[0];
  if (value?.kind === 'constant')
    return { ...value, tensor: step.turned(value.tensor, permutationOf(step, value.tensor.shape.length)) };
  if (value?.kind === 'sizes') return transposedSizes(step, value);
  const x = step.features(0);
  const permutation = permutationOf(step, onnxSizes(x).length + 1);
  const order = permutation.join();
  if (permutation.every((axis, at) => axis === at)) return x;
  if (order === toChannelsFirst && x.layout === 'keras') return { ...x, layout: 'channels-first' };
  if (order === toChannelsLast && x.layout === 'channels-first') return { ...x, layout: 'keras' };
  throw step.refuse(`[N, ${onnxSizes(x).join(', ')}] by ${order}`);
}

function permutationOf(step: Step, rank: number): readonly number[] {
  const given = step.integers('perm') ?? [];
  const permutation = given.length === 0 ? Array.from({ length: rank }, (_, at) => rank - 1 - at) : given;
  const isComplete =
    permutation.length === rank && permutation.toSorted((a, b) => a - b).every((axis, at) => axis === at);
  if (!isComplete) throw step.refuse(`perm [${given.join(', ')}] of ${rank} axes`);
  return permutation;
}
