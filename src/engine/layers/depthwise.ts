// What DepthwiseConv2D and SeparableConv2D share: a kernel [height, width, channels, multiplier], each channel convolved on its own.
import type { Value } from '../compile/onnx-graph.ts';
import type { Tape } from '../compile/tape.ts';
import { conv2d } from '../ops/conv2d.ts';
import { reshape } from '../ops/reshape.ts';
import type { WindowConfig } from './window.ts';
import { windowFor } from './window.ts';

/** x [N, C, H, W] → [N, C · multiplier, h, w]; the channels of one input stand together. */
export function depthwiseConvolution(tape: Tape, x: Value, kernel: Value, window: WindowConfig, bias?: Value): Value {
  const [height, width, channels, multiplier] = kernel.shape as [number, number, number, number];
  const filters = tape.apply(reshape, [kernel], { shape: [height, width, 1, channels * multiplier] });
  const fixed = windowFor(window, x.shape[2]!, x.shape[3]!);
  return tape.apply(conv2d, bias ? [x, filters, bias] : [x, filters], { window: fixed, groups: channels });
}
