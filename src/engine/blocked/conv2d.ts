// The blocked form of a convolution: full, pointwise or depthwise; the first one reads the photo as it is.
import type { Value } from '../compile/onnx-graph.ts';
import { pad, reduce, reshape, slice, transpose } from '../compile/onnx-math.ts';
import type { Convolution } from '../ops/convolution-gradient.ts';
import { mirroredKernel, mirrorRows } from '../ops/kernel-layout.ts';
import { inputGradient, kernelGradient, swappedWindow, windowAttributes } from '../ops/convolution-gradient.ts';
import type { Form } from './form.ts';
import { backwardFilter, depthwiseFilter, forwardFilter } from './filters.ts';
import type { Blocks } from './layout.ts';
import { asFiveAxes, filled, fromFiveAxes, toPlain } from './layout.ts';

export const blockedConv2d: Form<Convolution> = {
  reads([x, kernel, bias], { groups }, size) {
    const channels = x!.shape[1]!;
    const isDepthwise = groups > 1 && groups === channels && kernel!.shape[3] === channels;
    if (groups > 1 && !isDepthwise) return null;
    const isFirst = !x!.isBlocked && channels < size && !isDepthwise;
    return [isFirst ? 'plain' : 'blocked', 'plain', ...(bias ? ['plain' as const] : [])];
  },
  forward(blocks, [x, kernel, bias], { window, groups }, shape) {
    const filter = groups > 1 ? depthwiseFilter(blocks, kernel!) : forwardFilter(blocks, kernel!, !x!.isBlocked);
    const whole = bias && pad(blocks.onnx, bias, [0], [filled(shape[1]!, blocks.size) - shape[1]!]);
    const attributes = { ...windowAttributes(window), group: blockedGroups(blocks, groups) };
    return { ...blocks.onnx.blockedNode('Conv', [x, filter, whole], shape, attributes), isBlocked: true };
  },
  gradient(blocks, { inputs: [x, kernel, bias], attributes, gradient, wanted }) {
    const { onnx } = blocks;
    const dx = (): Value =>
      x!.isBlocked
        ? blockedInputGradient(blocks, gradient, kernel!, x!, attributes)
        : inputGradient(
            onnx,
            toPlain(blocks, gradient),
            mirroredKernel(onnx, kernel!, attributes.groups),
            x!.shape,
            attributes,
          );
    return [
      wanted[0] ? dx() : undefined,
      wanted[1] ? blockedKernelGradient(blocks, x!, gradient, kernel!, attributes) : undefined,
      bias && wanted[2] ? channelSums(blocks, gradient) : undefined,
    ];
  },
};

const blockedGroups = ({ size }: Blocks, groups: number): number => (groups > 1 ? filled(groups, size) : 1);

/** Σ over batch, height and width, [C]. */
function channelSums(blocks: Blocks, x: Value): Value {
  const channels = x.shape[1]!;
  const sums = reduce(blocks.onnx, 'ReduceSum', asFiveAxes(blocks, x), [0, 2, 3], false);
  const flat = reshape(blocks.onnx, sums, [filled(channels, blocks.size)]);
  return slice(blocks.onnx, flat, [0], { starts: [0], ends: [channels] });
}

function blockedInputGradient(blocks: Blocks, dy: Value, kernel: Value, x: Value, convolution: Convolution): Value {
  const isDepthwise = convolution.groups > 1;
  const filter = isDepthwise
    ? depthwiseFilter(blocks, mirrorRows(blocks.onnx, kernel))
    : backwardFilter(blocks, kernel);
  return mirroredConvolution(blocks, dy, filter, x, convolution);
}

/** From what a convolution gave, with a filter that is mirrored already, to blocked values of the height, width and channels of its input `x`. */
export function mirroredConvolution(
  blocks: Blocks,
  dy: Value,
  filter: Value,
  x: Value,
  { window, groups }: Convolution,
): Value {
  const { onnx } = blocks;
  const isPointwise = window.kernel[0] * window.kernel[1] === 1;
  const convolve = (from: Value, before: readonly number[], after: readonly number[]): Value => {
    const size = ([0, 1] as const).map(
      axis => from.shape[axis + 2]! + before[axis]! + after[axis]! - (window.kernel[axis] - 1) * window.dilations[axis],
    );
    const attributes = {
      kernel_shape: window.kernel,
      strides: [1, 1],
      dilations: window.dilations,
      pads: [...before, ...after],
      group: blockedGroups(blocks, groups),
    };
    const shape = [x.shape[0]!, x.shape[1]!, ...size];
    return { ...onnx.blockedNode('Conv', [from, filter], shape, attributes), isBlocked: true };
  };
  // A pointwise convolution gives zeros for zeros: they are put in afterwards, when there is less to compute.
  if (isPointwise)
    return fit(blocks, insertZeros(blocks, convolve(dy, [0, 0], [0, 0]), window.strides), x, window.padBefore);
  const spread = insertZeros(blocks, dy, window.strides);
  const sides = ([0, 1] as const).map(axis => {
    const extent = (window.kernel[axis] - 1) * window.dilations[axis] + 1;
    const before = extent - 1 - window.padBefore[axis];
    return { before, after: x.shape[axis + 2]! + extent - 1 - spread.shape[axis + 2]! - before };
  });
  const before = sides.map(side => Math.max(0, side.before));
  const after = sides.map(side => Math.max(0, side.after));
  return fit(
    blocks,
    convolve(spread, before, after),
    x,
    sides.map(side => Math.max(0, -side.before)),
  );
}

/** Cut or filled with zeros to the height and width of `x`, from row and column `start` on. */
function fit(blocks: Blocks, value: Value, x: Value, start: readonly number[]): Value {
  const [height, width] = x.shape.slice(2) as [number, number];
  const [from, to] = [value.shape.slice(2) as [number, number], [height, width]];
  if (from.join() === to.join() && start.every(at => at === 0)) return value;
  const ends = start.map((at, axis) => Math.min(from[axis]!, at + to[axis]!));
  const cut = slice(blocks.onnx, asFiveAxes(blocks, value), [2, 3], { starts: start, ends });
  const missing = ends.map((end, axis) => to[axis]! - (end - start[axis]!));
  const whole = pad(blocks.onnx, cut, [0, 0, 0, 0, 0], [0, 0, missing[0]!, missing[1]!, 0]);
  return fromFiveAxes(blocks, whole, value.shape[1]!);
}

/** strides - 1 zeros after each row and column. */
function insertZeros(blocks: Blocks, x: Value, [down, across]: readonly [number, number]): Value {
  if (down === 1 && across === 1) return x;
  const { onnx, size } = blocks;
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const count = filled(channels, size) / size;
  const apart = reshape(onnx, asFiveAxes(blocks, x), [batch * count, height, 1, width, size]);
  const spread = pad(onnx, apart, [0, 0, 0, 0, 0], [0, 0, down - 1, 0, (across - 1) * size]);
  const five = reshape(onnx, spread, [batch, count, height * down, width * across, size]);
  return fromFiveAxes(blocks, five, channels);
}

function blockedKernelGradient(blocks: Blocks, x: Value, dy: Value, kernel: Value, attributes: Convolution): Value {
  if (attributes.groups > 1) return depthwiseKernelGradient(blocks, x, dy, kernel, attributes);
  const { kernel: size, padBefore, padAfter } = attributes.window;
  const isPointwise = [...size, ...padBefore.map(count => count + 1), ...padAfter.map(count => count + 1)].every(
    count => count === 1,
  );
  if (isPointwise && x.isBlocked && kernel.shape[3]! % 4 === 0)
    return pointwiseKernelGradient(blocks, seenPlaces(blocks, x, dy, attributes.window.strides), dy, kernel);
  const source = x.isBlocked ? toPlain(blocks, x) : x;
  return kernelGradient(blocks.onnx, source, toPlain(blocks, dy), kernel.shape, attributes);
}

/**
 * The product of x [C, places] with dy [places, F]. Many places and few channels: photo by photo, which spares a transposed copy of
 * x; the sums of the photos are small then. Of four ways on two machines each was the fastest for its shapes (ARCHITECTURE.md).
 */
function pointwiseKernelGradient(blocks: Blocks, x: Value, dy: Value, kernel: Value): Value {
  const { onnx } = blocks;
  const [batch, inputs, height, width] = x.shape as [number, number, number, number];
  const outputs = dy.shape[1]!;
  const places = height * width;
  const last = onnx.blockedNode('ReorderOutput', [dy], [batch, height, width, outputs], {
    channels: outputs,
    channels_last: 1,
  });
  const plain = toPlain(blocks, x);
  if (places > outputs) {
    const rows = reshape(onnx, plain, [batch, inputs, places]);
    const perPhoto = onnx.node(
      'MatMul',
      [rows, reshape(onnx, last, [batch, places, outputs])],
      [batch, inputs, outputs],
    );
    return reshape(onnx, reduce(onnx, 'ReduceSum', perPhoto, [0], false), kernel.shape);
  }
  const rows = reshape(onnx, transpose(onnx, plain, [1, 0, 2, 3]), [inputs, batch * places]);
  const columns = reshape(onnx, last, [batch * places, outputs]);
  return reshape(onnx, onnx.node('Gemm', [rows, columns], [inputs, outputs]), kernel.shape);
}

/** The places of x that a pointwise convolution with these strides reads. */
function seenPlaces(blocks: Blocks, x: Value, dy: Value, strides: readonly [number, number]): Value {
  if (strides[0] * strides[1] === 1) return x;
  const ends = strides.map((stride, axis) => (dy.shape[axis + 2]! - 1) * stride + 1);
  const range = { starts: [0, 0], ends, steps: strides };
  return fromFiveAxes(blocks, slice(blocks.onnx, asFiveAxes(blocks, x), [2, 3], range), x.shape[1]!);
}

/**
 * d loss / d kernel of a depthwise convolution is itself one: each photo's channels are convolved with their own output gradients
 * (N · C groups), strides and dilations change places, and the photos are summed. 14 × 14 × 728: 1.3 ms against 19 as a grouped Conv.
 */
function depthwiseKernelGradient(blocks: Blocks, x: Value, dy: Value, kernel: Value, { window }: Convolution): Value {
  const { onnx, size } = blocks;
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const [rows, columns] = dy.shape.slice(2) as [number, number];
  const [kernelHeight, kernelWidth] = window.kernel;
  const all = batch * filled(channels, size);
  const stored = (value: Value, shape: readonly number[]): Value => reshape(onnx, asFiveAxes(blocks, value), shape);
  const { window: swapped, found } = swappedWindow([height, width], [rows, columns], window);
  const perPhoto = onnx.blockedNode(
    'Conv',
    [stored(x, [1, all, height, width]), stored(dy, [all, 1, rows, columns])],
    [1, all, ...found],
    { ...windowAttributes(swapped), group: all },
  );
  const photos = reshape(onnx, perPhoto, [batch, filled(channels, size), ...found]);
  const sum = reduce(onnx, 'ReduceSum', photos, [0], true);
  const five = reshape(onnx, sum, [filled(channels, size) / size, ...found, size]);
  const cut = slice(onnx, five, [1, 2], { starts: [0, 0], ends: [kernelHeight, kernelWidth] });
  const ordered = reshape(onnx, transpose(onnx, cut, [1, 2, 0, 3]), [
    kernelHeight,
    kernelWidth,
    1,
    filled(channels, size),
  ]);
  return slice(onnx, ordered, [3], { starts: [0], ends: [channels] });
}
