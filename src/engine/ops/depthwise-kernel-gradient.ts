// d loss / d kernel of a depthwise convolution in portable ONNX ops, one filter for each channel.
import type { OnnxGraph, Shape, Value } from '../compile/onnx-graph.ts';
import { reduce, reshape, slice, transpose } from '../compile/onnx-math.ts';
import { float32Tensor } from '../tensor.ts';
import { windowAttributes } from './op.ts';
import type { Window } from './op.ts';

/** Three by three, 16 photos, 2 threads, 14 × 14 × 728: 8 ms by rows, 14 as a convolution; 55 × 55 × 256: 81 and 68. */
const mostPlacesByRows = 800;

/** From x [N, C, H, W] and dy [N, C, h, w]; the answer has `shape` [kh, kw, 1, C]. */
export function depthwiseKernelGradient(onnx: OnnxGraph, x: Value, dy: Value, shape: Shape, window: Window): Value {
  const [height, width] = dy.shape.slice(2) as [number, number];
  const compute = height * width > mostPlacesByRows ? gradientByConvolution : gradientByRows;
  return compute(onnx, x, dy, shape, window);
}

/**
 * One product for each of the kernel's rows: of all rows of x with the rows of dy that saw them, [C, W, w]. A place of the kernel is
 * the sum of those of its numbers whose columns saw each other.
 */
function gradientByRows(onnx: OnnxGraph, x: Value, dy: Value, shape: Shape, window: Window): Value {
  const [kernelHeight, kernelWidth, , channels] = shape as [number, number, number, number];
  const [batch, , height, width] = x.shape as [number, number, number, number];
  const [rows, columns] = dy.shape.slice(2) as [number, number];
  const [seen, gradient] = [transpose(onnx, x, [1, 0, 2, 3]), transpose(onnx, dy, [1, 0, 2, 3])];
  const products = Array.from({ length: kernelHeight }, (_, place) => {
    const offset = place * window.dilations[0] - window.padBefore[0];
    const [stride] = window.strides;
    const first = Math.max(0, Math.ceil(-offset / stride));
    const count = Math.min(rows - 1, Math.floor((height - 1 - offset) / stride)) + 1 - first;
    if (count <= 0) return onnx.constant(float32Tensor([channels, 1, width * columns]));
    const start = first * stride + offset;
    const range = { starts: [start], ends: [start + (count - 1) * stride + 1], steps: [stride] };
    const of = (value: Value, size: number): Value => reshape(onnx, value, [channels, batch * count, size]);
    const left = transpose(onnx, of(slice(onnx, seen, [2], range), width), [0, 2, 1]);
    const right = of(slice(onnx, gradient, [2], { starts: [first], ends: [first + count] }), columns);
    return reshape(onnx, onnx.node('MatMul', [left, right], [channels, width, columns]), [
      channels,
      1,
      width * columns,
    ]);
  });
  const all = onnx.node('Concat', products, [channels, kernelHeight, width * columns], { axis: 1 });
  const places = onnx.node(
    'MatMul',
    [all, columnPairs(onnx, width, columns, window)],
    [channels, kernelHeight, kernelWidth],
  );
  return reshape(onnx, transpose(onnx, places, [1, 2, 0]), shape);
}

/** [W · w, kernel width]: 1 where the column of x is the one that the place of the kernel saw for the column of dy. */
function columnPairs(
  onnx: OnnxGraph,
  width: number,
  columns: number,
  { kernel, strides, dilations, padBefore }: Window,
): Value {
  const pairs = new Float32Array(width * columns * kernel[1]);
  for (let column = 0; column < columns; column++) {
    for (let place = 0; place < kernel[1]; place++) {
      const source = column * strides[1] + place * dilations[1] - padBefore[1];
      if (source >= 0 && source < width) pairs[(source * columns + column) * kernel[1] + place] = 1;
    }
  }
  return onnx.constant(float32Tensor([width * columns, kernel[1]], pairs));
}

/**
 * Each photo's channels convolved with their own output gradients, N · C groups; strides and dilations change places, and the photos
 * are summed.
 */
function gradientByConvolution(onnx: OnnxGraph, x: Value, dy: Value, shape: Shape, window: Window): Value {
  const [batch, channels, rows, columns] = dy.shape as [number, number, number, number];
  const swapped = swappedWindow(x.shape.slice(2) as [number, number], [rows, columns], window);
  const all = batch * channels;
  const perPhoto = onnx.node(
    'Conv',
    [reshape(onnx, x, [1, all, x.shape[2]!, x.shape[3]!]), reshape(onnx, dy, [all, 1, rows, columns])],
    [1, all, ...swapped.found],
    { ...windowAttributes(swapped.window), group: all },
  );
  const sum = reduce(onnx, 'ReduceSum', reshape(onnx, perPhoto, [batch, channels, ...swapped.found]), [0], false);
  const [kernelHeight, kernelWidth] = window.kernel;
  const cut = slice(onnx, sum, [1, 2], { starts: [0, 0], ends: [kernelHeight, kernelWidth] });
  return reshape(onnx, transpose(onnx, cut, [1, 2, 0]), shape);
}

/** The window of the convolution of x with dy that gives a kernel's gradient, and how much it finds: never less than the kernel. */
export function swappedWindow(
  size: readonly [number, number],
  places: readonly [number, number],
  window: Window,
): { readonly window: Window; readonly found: readonly [number, number] } {
  const both = <T>(of: (axis: 0 | 1) => T): readonly [T, T] => [of(0), of(1)];
  const extent = (axis: 0 | 1): number => (places[axis] - 1) * window.strides[axis] + 1;
  const padAfter = both(axis => {
    const seen = extent(axis) + (window.kernel[axis] - 1) * window.dilations[axis];
    return Math.max(0, seen - size[axis] - window.padBefore[axis]);
  });
  const found = both(axis => {
    const room = size[axis] + window.padBefore[axis] + padAfter[axis];
    return Math.floor((room - extent(axis)) / window.dilations[axis]) + 1;
  });
  const { padBefore, strides, dilations } = window;
  return { window: { kernel: places, strides: dilations, dilations: strides, padBefore, padAfter }, found };
}
