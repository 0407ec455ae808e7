// Pad, Slice, Gather and Resize: rows and columns added, cut off or repeated, channels turned round; and a photo brought to its size.
import { float32Tensor } from '../../../../engine/tensor.ts';
import { gatheredSizes, slicedSizes } from './sizes.ts';
import type { Step } from './step.ts';
import { channelAxis, onnxSizes } from './values.ts';
import type { Features, Photo, Value } from './values.ts';

/** The ONNX axes of rows and columns. */
function placeAxes(step: Step, x: Features): readonly [number, number] {
  if (x.shape.length !== 3) throw step.refuse(`of [N, ${onnxSizes(x).join(', ')}]`);
  return x.layout === 'channels-first' ? [2, 3] : [1, 2];
}

/** Zeros around rows and columns; fewer than none cut. */
export function pad(step: Step): Features {
  const x = step.features(0);
  const axes = placeAxes(step, x);
  const pads = step.integers('pads') ?? step.integers('paddings') ?? step.wholeNumbers(1) ?? [];
  const named = step.wholeNumbers(3)?.map(axis => step.axis(axis, 4)) ?? [0, 1, 2, 3];
  if (step.text('mode', 'constant') !== 'constant') throw step.refuse(`mode ${step.text('mode', '')}`);
  const fill = step.has(2) ? Number(step.weights(2).data[0]) : step.float('value', 0);
  if (pads.length !== 2 * named.length || fill !== 0) throw step.refuse(`pads [${pads.join(', ')}] with ${fill}`);
  const sidesOf = (axis: number): [number, number] => {
    const at = named.indexOf(axis);
    return at < 0 ? [0, 0] : [pads[at]!, pads[at + named.length]!];
  };
  if ([0, channelAxis(x)].some(axis => sidesOf(axis).some(count => count !== 0)))
    throw step.refuse('of photos or channels');
  const sides = axes.map(sidesOf);
  const grown = sides.map(side => side.map(rows => Math.max(0, rows)));
  const cut = sides.map(side => side.map(rows => Math.max(0, -rows)));
  return cropped(step, padded(step, x, grown), cut);
}

function padded(step: Step, x: Features, padding: readonly (readonly number[])[]): Features {
  if (padding.flat().every(rows => rows === 0)) return x;
  if (padding.flat().some(rows => rows > 65_536)) throw step.refuse(`pads ${padding.flat().join(', ')}`);
  const config = { padding, data_format: 'channels_last' };
  return step.layer({ className: 'ZeroPadding2D', config, inputs: [x], isNonNegative: x.isNonNegative });
}

function cropped(step: Step, x: Features, cropping: readonly (readonly number[])[]): Features {
  if (cropping.flat().every(rows => rows === 0)) return x;
  const config = { cropping, data_format: 'channels_last' };
  return step.layer({ className: 'Cropping2D', config, inputs: [x], isNonNegative: x.isNonNegative });
}

/** Of rows and columns, one after another. */
export function slice(step: Step): Value {
  const value = step.inputs[0];
  if (value?.kind === 'sizes') return slicedSizes(step, value);
  const x = step.features(0);
  const rows = placeAxes(step, x);
  const starts = step.integers('starts') ?? step.wholeNumbers(1) ?? [];
  const ends = step.integers('ends') ?? step.wholeNumbers(2) ?? [];
  const axes = (step.integers('axes') ?? step.wholeNumbers(3) ?? starts.map((_, at) => at)).map(axis =>
    step.axis(axis, 4),
  );
  if ((step.wholeNumbers(4) ?? []).some(stride => stride !== 1)) throw step.refuse('steps other than 1');
  const all = [null, ...onnxSizes(x)];
  const cuts = rows.map(axis => {
    const [at, size] = [axes.indexOf(axis), all[axis]!];
    if (at < 0) return [0, 0];
    const bound = (given: number | undefined): number =>
      Math.max(0, Math.min(size, given! < 0 ? given! + size : given!));
    return [bound(starts[at]), size - bound(ends[at])];
  });
  const others = axes.some(
    (axis, at) =>
      !rows.includes(axis) && !(starts[at] === 0 && (axis === 0 ? ends[at]! > 2 ** 30 : ends[at]! >= all[axis]!)),
  );
  if (others || starts.length !== axes.length || ends.length !== axes.length)
    throw step.refuse(`along the axes [${axes.join(', ')}]`);
  return cropped(step, x, cuts);
}

/** Channels in another order: a convolution of one pixel that chooses. */
export function gather(step: Step): Value {
  const value = step.inputs[0];
  if (value?.kind === 'sizes') return gatheredSizes(step, value);
  const x = step.features(0);
  const channels = x.shape[2] ?? 0;
  const order = step.wholeNumbers(1) ?? [];
  const isOfChannels = step.axis(step.integer('axis', 0), x.shape.length + 1) === channelAxis(x);
  if (
    x.shape.length !== 3 ||
    !isOfChannels ||
    order.length !== channels ||
    channels > 4 ||
    order.some(from => from < 0 || from >= channels)
  )
    throw step.refuse(`of [N, ${onnxSizes(x).join(', ')}] at [${order.slice(0, 20).join(', ')}]`);
  const kernel = new Float32Array(channels * channels);
  order.forEach((from, to) => (kernel[from * channels + to] = 1));
  const config = {
    trainable: false,
    filters: channels,
    kernel_size: [1, 1],
    strides: [1, 1],
    padding: 'valid',
    data_format: 'channels_last',
    use_bias: false,
    activation: 'linear',
  };
  const weights = { kernel: float32Tensor([1, 1, channels, channels], kernel) };
  return step.layer({ className: 'Conv2D', config, inputs: [x], weights, isNonNegative: x.isNonNegative });
}

/** Resize and Upsample by whole numbers, as UpSampling2D repeats or interpolates; of a photo: its new size. */
export function resize(step: Step): Value {
  const value = step.inputs[0];
  if (value?.kind === 'photo') return resizedPhoto(step, value);
  const x = step.map();
  const own = onnxSizes(x);
  // Upsample and the first Resize have their scales where later ones have a region.
  const isOld = step.context.opset < 11;
  const factors = factorsOf(step, isOld ? 1 : 2, own);
  const [rows, columns] = factors;
  const isWhole = [rows, columns].every(factor => Number.isInteger(factor) && factor! >= 1 && factor! <= 64);
  if (!isWhole) throw step.refuse(`by ${rows} × ${columns}`);
  const mode = step.text('mode', 'nearest');
  const interpolation = { nearest: 'nearest', linear: 'bilinear' }[mode];
  if (interpolation === undefined || !isLikeKeras(step, mode, rows!, columns!, isOld))
    throw step.refuse(`mode ${mode}, with these corners`);
  const config = { size: [rows, columns], data_format: 'channels_last', interpolation };
  return step.layer({ className: 'UpSampling2D', config, inputs: [x], isNonNegative: x.isNonNegative });
}

function factorsOf(step: Step, place: number, own: readonly number[]): readonly (number | undefined)[] {
  const scales = step.has(place) ? [...(step.weights(place, 1).data as Float32Array)] : [];
  if (scales.length === 4 && scales[0] === 1 && scales[1] === 1) return scales.slice(2);
  const sizes = step.sizes(3)?.sizes ?? [];
  if (scales.length === 0 && sizes.length === 4 && sizes[1] === own[0])
    return [sizes[2]! / own[1]!, sizes[3]! / own[2]!];
  throw step.refuse('of other axes than rows and columns');
}

/** Whether every result lies where Keras' UpSampling2D takes it from. */
function isLikeKeras(step: Step, mode: string, rows: number, columns: number, isOld: boolean): boolean {
  const corners = step.text('coordinate_transformation_mode', isOld ? 'asymmetric' : 'half_pixel');
  const isHalf = corners === 'half_pixel' || corners === 'pytorch_half_pixel';
  if (mode === 'linear') return isHalf;
  const rounding = step.text('nearest_mode', isOld ? 'floor' : 'round_prefer_floor');
  if (isHalf) return rounding.startsWith('round_');
  return (
    corners === 'asymmetric' &&
    (rounding === 'floor' || (rounding === 'round_prefer_floor' && Math.max(rows, columns) <= 2))
  );
}

/** To a size that the file gives, as [H, W] or as [N, H, W, 3]. */
function resizedPhoto(step: Step, photo: Photo): Photo {
  const sizes = step.sizes(3)?.sizes ?? [];
  const axes = step.integers('axes') ?? [];
  const [heightPx, widthPx] = axes.join() === '1,2' ? sizes : sizes.slice(1);
  if (!heightPx || !widthPx || (axes.join() !== '1,2' && sizes.length !== 4))
    throw step.refuse('a photo to no fixed size');
  return { ...photo, sides: [heightPx, widthPx] };
}
