// What an op is: one differentiable step of a network, in ONNX's own axis order (batch, channels, height, width for photos).
import type { OnnxGraph, Shape, Value } from '../compile/onnx-graph.ts';

/** What a gradient may look at. `wanted[i]` says whether anybody asks for the gradient of input i. */
export type Backward<A> = {
  readonly inputs: readonly Value[];
  readonly output: Value;
  readonly attributes: A;
  /** d loss / d output, of the output's shape. */
  readonly gradient: Value;
  readonly wanted: readonly boolean[];
};

/** An op and its gradient. `forward` is given the shape that `outputShape` found. */
export type Op<A> = {
  readonly name: string;
  outputShape(inputs: readonly Shape[], attributes: A): Shape;
  forward(onnx: OnnxGraph, inputs: readonly Value[], attributes: A, shape: Shape): Value;
  /** d loss / d input for each input, of that input's shape; undefined where it is not wanted or always zero. */
  gradient(onnx: OnnxGraph, at: Backward<A>): readonly (Value | undefined)[];
};

export type NoAttributes = Readonly<Record<string, never>>;

/** Height and width of kernels, strides, dilations; the pads are rows and columns of zeros before and after. */
export type Window = {
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  readonly padBefore: readonly [number, number];
  readonly padAfter: readonly [number, number];
};

/** Height or width after sliding a window along an axis. */
export function windowedSize(size: number, window: Window, axis: 0 | 1): number {
  const extent = (window.kernel[axis] - 1) * window.dilations[axis] + 1;
  return Math.floor((size + window.padBefore[axis] + window.padAfter[axis] - extent) / window.strides[axis]) + 1;
}

/** The ONNX attributes of a window. */
export function windowAttributes({
  kernel,
  strides,
  dilations,
  padBefore,
  padAfter,
}: Window): Record<string, readonly number[]> {
  return { kernel_shape: kernel, strides, dilations, pads: [...padBefore, ...padAfter] };
}
