// The blocked form of a convolution: full, pointwise or depthwise; the first one reads the photo as it is.
import type { Value } from '../compile/onnx-graph.ts';
import { pad, reduce, reshape, slice } from '../compile/onnx-math.ts';
import type { Convolution } from '../ops/convolution-gradient.ts';
import { mirroredKernel, mirrorRows } from '../ops/kernel-layout.ts';
import { inputGradient } from '../ops/convolution-gradient.ts';
import { windowAttributes } from '../ops/op.ts';
import type { Form } from './form.ts';
import { blockedKernelGradient } from './kernel-gradient.ts';
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
