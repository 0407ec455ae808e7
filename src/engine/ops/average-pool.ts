// The mean under a sliding window, padding not counted. Each place that was averaged gets its share of the gradient.
import type { OnnxGraph, Shape, Value } from '../compile/onnx-graph.ts';
import { float32Tensor } from '../tensor.ts';
import { binary } from '../compile/onnx-math.ts';
import { inputGradient } from './convolution-gradient.ts';
import { windowAttributes, windowedSize } from './op.ts';
import type { Op, Window } from './op.ts';

export const averagePool: Op<{ readonly window: Window }> = {
  name: 'average-pool',
  outputShape: ([x], { window }) => [x![0]!, x![1]!, windowedSize(x![2]!, window, 0), windowedSize(x![3]!, window, 1)],
  forward: (onnx, [x], { window }, shape) =>
    onnx.node('AveragePool', [x], shape, { ...attributesWithoutDilation(window), count_include_pad: 0 }),
  gradient(onnx, { inputs: [x], output, attributes: { window }, gradient }) {
    const channels = x!.shape[1]!;
    const share = binary(onnx, 'Mul', gradient, averageShares(onnx, window, x!.shape, output.shape));
    const ones = float32Tensor(
      [channels, 1, ...window.kernel],
      new Float32Array(channels * window.kernel[0] * window.kernel[1]).fill(1),
    );
    return [inputGradient(onnx, share, onnx.constant(ones), x!.shape, { window, groups: channels })];
  },
};

/** 1 / the number of real places each window position covers, [1, 1, h, w]. */
export function averageShares(onnx: OnnxGraph, window: Window, from: Shape, to: Shape): Value {
  const rows = countsUnder(window, 0, from[2]!, to[2]!);
  const columns = countsUnder(window, 1, from[3]!, to[3]!);
  const shares = rows.flatMap(row => columns.map(column => 1 / (row * column)));
  return onnx.constant(float32Tensor([1, 1, rows.length, columns.length], shares));
}

/** AveragePool has dilations only from opset 19 on; Keras has none. */
function attributesWithoutDilation(window: Window): Record<string, readonly number[]> {
  const { dilations: _, ...attributes } = windowAttributes(window);
  return attributes;
}

/** How many real rows (or columns) each window position covers. */
function countsUnder(window: Window, axis: 0 | 1, size: number, positions: number): number[] {
  return Array.from({ length: positions }, (_, position) => {
    const start = position * window.strides[axis] - window.padBefore[axis];
    return Math.min(size, start + window.kernel[axis]) - Math.max(0, start);
  });
}
