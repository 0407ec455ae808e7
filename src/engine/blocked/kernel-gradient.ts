// d loss / d kernel of a convolution over blocked values: pointwise, depthwise, or any other by way of plain values.
import type { Value } from '../compile/onnx-graph.ts';
import { blockedDomain } from '../compile/onnx-proto.ts';
import { pad, reduce, reshape, slice, transpose } from '../compile/onnx-math.ts';
import type { Convolution } from '../ops/convolution-gradient.ts';
import { kernelGradient } from '../ops/convolution-gradient.ts';
import { swappedWindow } from '../ops/depthwise-kernel-gradient.ts';
import { windowAttributes } from '../ops/op.ts';
import type { Blocks } from './layout.ts';
import { asFiveAxes, filled, fromFiveAxes, toPlain } from './layout.ts';

/** From the convolution's input `x`, plain or blocked, and the blocked gradient of its output: the kernel's, in the kernel's shape. */
export function blockedKernelGradient(
  blocks: Blocks,
  x: Value,
  dy: Value,
  kernel: Value,
  attributes: Convolution,
): Value {
  if (attributes.groups > 1) return depthwiseKernelGradient(blocks, x, dy, kernel, attributes);
  const { kernel: size, padBefore, padAfter } = attributes.window;
  const isPointwise = [...size, ...padBefore.map(count => count + 1), ...padAfter.map(count => count + 1)].every(
    count => count === 1,
  );
  if (!isPointwise || !x.isBlocked)
    return kernelGradient(
      blocks.onnx,
      x.isBlocked ? toPlain(blocks, x) : x,
      toPlain(blocks, dy),
      kernel.shape,
      attributes,
    );
  const seen = seenPlaces(blocks, computedAgain(blocks, x), dy, attributes.window.strides);
  const [, outputs, height, width] = dy.shape as [number, number, number, number];
  if (height * width <= outputs && outputs % 4 === 0)
    return reshape(blocks.onnx, productOverPlaces(blocks, seen, dy), kernel.shape);
  const window = { ...attributes.window, strides: [1, 1] as const };
  return kernelGradient(blocks.onnx, toPlain(blocks, seen), toPlain(blocks, dy), kernel.shape, { window, groups: 1 });
}

/**
 * x [C, places] · dy [places, F] over all photos' places, as a pointwise convolution of C pixels whose channels are the places: dy
 * with all photos in a row is such a convolution's filter as it stands. The fastest of six ways for few places (ARCHITECTURE.md).
 */
function productOverPlaces(blocks: Blocks, x: Value, dy: Value): Value {
  const { onnx, size } = blocks;
  const [inputs, outputs] = [x.shape[1]!, dy.shape[1]!];
  const [rows, filter] = [toPlain(blocks, photosInARow(blocks, x)), photosInARow(blocks, dy)];
  const places = filter.shape[3]!;
  const last = { channels_last: 1 };
  const turned = reshape(onnx, rows, [1, 1, inputs, places]);
  const seen = onnx.blockedNode('ReorderInput', [turned], [1, places, 1, inputs], last);
  const weights = reshape(onnx, asFiveAxes(blocks, filter), [filled(outputs, size), places, 1, 1]);
  const product = onnx.blockedNode('Conv', [seen, weights], [1, outputs, 1, inputs], { kernel_shape: [1, 1] });
  return onnx.blockedNode('ReorderOutput', [product], [1, 1, inputs, outputs], { channels: outputs, ...last });
}

/** Blocked [N, C, H, W] → blocked [1, C, 1, places]: all photos' places one after another, filled up with zeros to whole blocks. */
function photosInARow(blocks: Blocks, x: Value): Value {
  const { onnx, size } = blocks;
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const [count, places] = [filled(channels, size) / size, batch * height * width];
  const photos = reshape(onnx, asFiveAxes(blocks, x), [batch, count, height * width * size]);
  const inside = reshape(onnx, transpose(onnx, photos, [1, 0, 2]), [1, count, 1, places, size]);
  return fromFiveAxes(
    blocks,
    pad(onnx, inside, [0, 0, 0, 0, 0], [0, 0, 0, filled(places, size) - places, 0]),
    channels,
  );
}

/** What a depthwise convolution gives is computed anew for the kernel after it, so that it is not kept from the forward pass to here. */
function computedAgain({ onnx }: Blocks, x: Value): Value {
  const node = onnx.nodeOf(x);
  const { kernel_shape: shape, group, ...rest } = node?.attributes ?? {};
  if (!node || node.domain !== blockedDomain || node.opType !== 'Conv' || group === 1 || !shape) return x;
  // Without the attribute that the kernel tells too: ONNX Runtime would take two equal nodes for one.
  const inputs = node.inputs.map(name => (name === '' ? undefined : onnx.valueOf(name)));
  return { ...onnx.blockedNode('Conv', inputs, x.shape, { ...rest, group: group! }), isBlocked: true };
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
