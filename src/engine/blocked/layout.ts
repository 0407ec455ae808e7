// The blocked layout of ONNX Runtime's own CPU kernels: [N, C / block, H, W, block], channels filled up to whole blocks.
// The domain is internal to ONNX Runtime: its block size is probed and its kernels are tested before a graph uses them.
import type { OnnxGraph, Shape, Value } from '../compile/onnx-graph.ts';
import { pad, reshape, slice } from '../compile/onnx-math.ts';

export type Layout = 'blocked' | 'plain';

/** A graph whose values may be blocked, and the size of a block: 16 with AVX-512, 8 with AVX2, 4 with NEON. */
export type Blocks = { readonly onnx: OnnxGraph; readonly size: number };

/** Channels in whole blocks. */
export function filled(channels: number, size: number): number {
  return Math.ceil(channels / size) * size;
}

export function toBlocked({ onnx, size }: Blocks, x: Value): Value {
  const channels = x.shape[1]!;
  // ReorderInput fills up the last block itself, but takes only multiples of four.
  const missing = channels % 4 === 0 ? 0 : filled(channels, size) - channels;
  const whole = pad(onnx, x, [0, 0, 0, 0], [0, missing, 0, 0]);
  return { ...onnx.blockedNode('ReorderInput', [whole], x.shape, {}), isBlocked: true };
}

/** What was plain before is taken as it was. */
export function toPlain({ onnx }: Blocks, x: Value): Value {
  const node = onnx.nodeOf(x);
  const source = node?.opType === 'ReorderInput' ? onnx.valueOf(node.inputs[0]!) : undefined;
  if (source?.shape.join() === x.shape.join()) return source!;
  return onnx.blockedNode('ReorderOutput', [x], x.shape, { channels: x.shape[1]! });
}

/** A blocked value as what it is in memory, [N, C / block, H, W, block], for ONNX's own ops. */
export function asFiveAxes({ onnx, size }: Blocks, x: Value): Value {
  const [batch, channels, height, width] = x.shape as [number | null, number, number, number];
  const { isBlocked: _, ...plain } = x;
  const stored = { ...plain, shape: [batch, filled(channels, size), height, width] };
  return reshape(onnx, stored, [batch, filled(channels, size) / size, height, width, size]);
}

/** Back from five axes; `channels` of them are real. */
export function fromFiveAxes({ onnx, size }: Blocks, x: Value, channels: number): Value {
  const [batch, , height, width] = x.shape as [number | null, number, number, number];
  const four = reshape(onnx, x, [batch, filled(channels, size), height, width]);
  return { ...four, shape: [batch, channels, height, width], isBlocked: true };
}

/** One number per channel, [C, 1, 1] or [N or 1, C, 1, 1], beside five axes: [N or 1, C / block, 1, 1, block]. Channels that are not real get 1. */
export function channelsAsFiveAxes({ onnx, size }: Blocks, x: Value): Value {
  const channels = x.shape.at(-3)!;
  const batch = x.shape.length === 4 ? x.shape[0]! : 1;
  const rows = reshape(onnx, x, [batch, channels]);
  const whole = pad(onnx, rows, [0, 0], [0, filled(channels, size) - channels], 1);
  return reshape(onnx, whole, [batch, filled(channels, size) / size, 1, 1, size]);
}

/** Back from [N or 1, C / block, 1, 1, block] to `shape`. */
export function channelsFromFiveAxes({ onnx, size }: Blocks, x: Value, shape: Shape): Value {
  const channels = shape.at(-3)!;
  const batch = x.shape[0]!;
  const rows = reshape(onnx, x, [batch, filled(channels, size)]);
  return reshape(onnx, slice(onnx, rows, [1], { starts: [0], ends: [channels] }), shape);
}

/** True for one number per channel of `x`, with or without the batch before. */
export function isPerChannel(value: Value, x: Value): boolean {
  const { shape } = value;
  const [batch, channels] = x.shape;
  if (value.isBlocked || (shape.length !== 3 && shape.length !== 4)) return false;
  if (shape.length === 4 && shape[0] !== 1 && shape[0] !== batch) return false;
  return shape.at(-3) === channels && shape.at(-2) === 1 && shape.at(-1) === 1;
}
