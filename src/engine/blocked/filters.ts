// Kernels as the blocked convolutions read them, made anew in each step because they change: from [kh, kw, I, O] as Keras keeps them.
import type { Value } from '../compile/onnx-graph.ts';
import { pad, reshape, transpose } from '../compile/onnx-math.ts';
import { mirrorRows } from '../ops/kernel-layout.ts';
import type { Blocks } from './layout.ts';
import { filled } from './layout.ts';

type Size = [number, number, number, number];

/** [kh, kw, I, O] → filter of a convolution from I blocked channels to O; `isFirst`: from plain channels, fewer than a block. */
export function forwardFilter(blocks: Blocks, kernel: Value, isFirst: boolean): Value {
  const { onnx, size } = blocks;
  const [height, width, inputs, outputs] = kernel.shape as Size;
  const [from, to] = [isFirst ? inputs : filled(inputs, size), filled(outputs, size)];
  const whole = pad(onnx, kernel, [0, 0, 0, 0], [0, 0, from - inputs, to - outputs]);
  const block = isFirst ? 1 : size;
  const apart = reshape(onnx, whole, [height, width, from / block, block, to]);
  const ordered = height * width === 1 ? apart : transpose(onnx, apart, [2, 0, 1, 3, 4]);
  const rows = reshape(onnx, ordered, [1, from * height * width, 1, to]);
  return reshape(onnx, lastToBlocks(blocks, rows), [to, from, height, width]);
}

/** [kh, kw, I, O] → filter of the mirrored convolution from O blocked channels back to I. */
export function backwardFilter(blocks: Blocks, kernel: Value): Value {
  const { onnx, size } = blocks;
  const [height, width, inputs, outputs] = kernel.shape as Size;
  const [to, from] = [filled(inputs, size), filled(outputs, size)];
  const whole = pad(onnx, kernel, [0, 0, 0, 0], [0, 0, to - inputs, from - outputs]);
  if (height * width === 1) {
    const columns = reshape(onnx, whole, [1, to, from, 1]);
    return reshape(onnx, onnx.blockedNode('ReorderInput', [columns], [1, to, from, 1], {}), [to, from, 1, 1]);
  }
  const apart = reshape(onnx, mirrorRows(onnx, whole), [height, width, to, from / size, size]);
  const rows = reshape(onnx, transpose(onnx, apart, [3, 0, 1, 4, 2]), [1, from * height * width, 1, to]);
  return reshape(onnx, lastToBlocks(blocks, rows), [to, from, height, width]);
}

/** [kh, kw, 1, C] → filter of a depthwise convolution over C blocked channels. */
export function depthwiseFilter(blocks: Blocks, kernel: Value): Value {
  const { onnx, size } = blocks;
  const [height, width, , channels] = kernel.shape as Size;
  const whole = pad(onnx, kernel, [0, 0, 0, 0], [0, 0, 0, filled(channels, size) - channels]);
  const rows = reshape(onnx, whole, [1, height, width, filled(channels, size)]);
  return reshape(onnx, lastToBlocks(blocks, rows), [filled(channels, size), 1, height, width]);
}

/** [1, H, W, C] → the same as blocks, [1, C, H, W]. */
function lastToBlocks({ onnx }: Blocks, x: Value): Value {
  const [batch, height, width, channels] = x.shape as Size;
  return onnx.blockedNode('ReorderInput', [x], [batch, channels, height, width], { channels_last: 1 });
}
