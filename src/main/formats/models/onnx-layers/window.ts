// Sliding windows as ONNX describes them, and the layer of zeros that Keras' `valid` and `same` do not have themselves.
import type { Step } from './step.ts';
import type { Features } from './values.ts';

type Sides = readonly [number, number];

/** Rows and columns. */
export type OnnxWindow = {
  readonly kernel: Sides;
  readonly strides: Sides;
  readonly dilations: Sides;
  readonly before: Sides;
  /** Also those that ceil_mode adds. */
  readonly after: Sides;
  /** How many of `after` ceil_mode added. */
  readonly added: Sides;
  /** The file asks for `same` in words. */
  readonly isSame: boolean;
};

const bothAxes = [0, 1] as const;
const both = (of: (axis: 0 | 1) => number): Sides => [of(0), of(1)];

/** The window of a node over a map. `kernel` is known from the weights of a convolution. */
export function windowOf(step: Step, x: Features, kernel?: readonly number[]): OnnxWindow {
  const pair = (name: string, fallback: readonly number[]): Sides => {
    const given = step.integers(name) ?? [];
    const [rows, columns] = given.length === 0 ? fallback : given;
    if ((given.length !== 0 && given.length !== 2) || !isCount(rows) || !isCount(columns))
      throw step.refuse(`${name} [${given.join(', ')}]`);
    return [rows, columns];
  };
  const size = pair('kernel_shape', kernel ?? []);
  if (kernel && size.join() !== kernel.join())
    throw step.refuse(`a kernel of ${kernel.join(' × ')}, not ${size.join(' × ')}`);
  const [strides, dilations] = [pair('strides', [1, 1]), pair('dilations', [1, 1])];
  const extent = both(axis => (size[axis] - 1) * dilations[axis] + 1);
  const same = both(axis => samePadding(x.shape[axis]!, strides[axis], extent[axis]));
  const shared = { kernel: size, strides, dilations };
  const none: Sides = [0, 0];
  const automatic = step.text('auto_pad', 'NOTSET');
  if (automatic === 'SAME_UPPER' || automatic === 'SAME_LOWER') {
    const isUpper = automatic === 'SAME_UPPER' || same.every(total => total % 2 === 0);
    const less = both(axis => Math.floor(same[axis] / 2));
    const more = both(axis => Math.ceil(same[axis] / 2));
    return { ...shared, before: isUpper ? less : more, after: isUpper ? more : less, added: none, isSame: isUpper };
  }
  if (automatic !== 'NOTSET' && automatic !== 'VALID') throw step.refuse(`auto_pad ${automatic}`);
  const pads = automatic === 'VALID' ? [] : (step.integers('pads') ?? []);
  const [top = 0, left = 0, bottom = 0, right = 0] = pads;
  if (![0, 4].includes(pads.length) || ![top, left, bottom, right].every(count => count === 0 || isCount(count)))
    throw step.refuse(`pads [${pads.join(', ')}]`);
  const window = { ...shared, before: [top, left], after: [bottom, right], added: none, isSame: false } as const;
  return step.integer('ceil_mode', 0) === 0 ? window : withPartialWindows(window, x, extent);
}

const isCount = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 65_536;

/** Rows of padding that `same` comes to. */
function samePadding(sizePx: number, stride: number, extent: number): number {
  return Math.max(0, (Math.ceil(sizePx / stride) - 1) * stride + extent - sizePx);
}

/** ceil_mode: a window that reaches beyond the end counts, if it begins before it. */
function withPartialWindows(window: OnnxWindow, { shape }: Features, extent: Sides): OnnxWindow {
  const added = both(axis => {
    const [inside, stride] = [shape[axis]! + window.before[axis], window.strides[axis]];
    const all = inside + window.after[axis];
    const windows = Math.ceil((all - extent[axis]) / stride) + 1;
    const last = ((windows - 1) * stride >= inside ? windows - 2 : windows - 1) * stride;
    return Math.max(0, last + extent[axis] - all);
  });
  return { ...window, after: both(axis => window.after[axis] + added[axis]), added };
}

/** Whether the padding is what Keras' `same` gives for a map of this size. */
export function isSameHere(
  { kernel, strides, dilations, before, after, isSame }: OnnxWindow,
  { shape }: Features,
): boolean {
  if (isSame) return true;
  return bothAxes.every(axis => {
    const extent = (kernel[axis] - 1) * dilations[axis] + 1;
    const total = samePadding(shape[axis]!, strides[axis], extent);
    if (before[axis] !== Math.floor(total / 2)) return false;
    // Rows that no window reaches make no difference, but with them the map would be of another size.
    const last = Math.ceil(shape[axis]! / strides[axis]) - 1;
    const windows = Math.floor((shape[axis]! + before[axis] + after[axis] - extent) / strides[axis]);
    return windows === last;
  });
}

/** Whether `same` is also what is meant for maps of other sizes. */
export function meansSame(step: Step, window: OnnxWindow, x: Features): boolean {
  if (window.isSame) return true;
  if (!hasPadding(window) || !isSameHere(window, x)) return false;
  return !step.context.isFromTorch || window.strides.every(stride => stride === 1);
}

export const hasPadding = ({ before, after }: OnnxWindow): boolean => [...before, ...after].some(count => count > 0);

/** The map with the window's zeros around it, named as the layer that reads them. */
export function withZeros(step: Step, { before, after }: OnnxWindow, x: Features, weight?: number): Features {
  const padding = bothAxes.map(axis => [before[axis], after[axis]]);
  const { isNonNegative } = x;
  const config = { padding, data_format: 'channels_last' };
  return step.layer({
    className: 'ZeroPadding2D',
    config,
    inputs: [x],
    suffix: '_pad',
    isNonNegative,
    ...(weight && { weight }),
  });
}

/** The config that Conv2D, DepthwiseConv2D and Conv2DTranspose share. */
export function convolutionConfig({ kernel, strides, dilations }: OnnxWindow, padding: 'same' | 'valid') {
  return {
    kernel_size: kernel,
    strides,
    padding,
    data_format: 'channels_last',
    dilation_rate: dilations,
    activation: 'linear',
  };
}
