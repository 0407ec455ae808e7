// Batch statistics and what they normalise, over all axes but the channels': the variance, and (x - mean) / √(variance + epsilon) · gamma + beta
// with its gradient in one piece (Ioffe and Szegedy 2015), which reads and writes all values half as often as the single steps would.
import type { OnnxGraph, Value } from '../compile/onnx-graph.ts';
import { binary, reduce, unary } from '../compile/onnx-math.ts';
import type { Op } from './op.ts';

type Axes = { readonly axes: readonly number[] };

/** The biased variance over axes, which stay as size 1. */
export const batchVariance: Op<Axes> = {
  name: 'batch-variance',
  outputShape: ([x], { axes }) => x!.map((size, axis) => (axes.includes(axis) ? 1 : size)),
  forward: (onnx, [x], { axes }) => varianceOf(onnx, centredOf(onnx, x!, axes), axes),
  gradient(onnx, { inputs: [x], attributes: { axes }, gradient }) {
    const share = binary(onnx, 'Mul', gradient, onnx.scalar(2 / countOf(x!, axes)));
    return [binary(onnx, 'Mul', centredOf(onnx, x!, axes), share)];
  },
};

/** Of x, gamma and beta; the last two as large as the variance. */
export const normalizeBatch: Op<Axes & { readonly epsilon: number }> = {
  name: 'normalize-batch',
  outputShape: ([x]) => x!,
  forward(onnx, [x, gamma, beta], { axes, epsilon }) {
    const centred = centredOf(onnx, x!, axes);
    const scale = binary(onnx, 'Div', gamma!, deviationOf(onnx, centred, axes, epsilon));
    return binary(onnx, 'Add', binary(onnx, 'Mul', centred, scale), beta!);
  },
  gradient(onnx, { inputs: [x, gamma], attributes: { axes, epsilon }, gradient, wanted }) {
    // The same nodes as in the forward pass: ONNX Runtime computes them once.
    const centred = centredOf(onnx, x!, axes);
    const deviation = deviationOf(onnx, centred, axes, epsilon);
    const sum = reduce(onnx, 'ReduceSum', gradient, axes, true);
    const along = reduce(onnx, 'ReduceSum', binary(onnx, 'Mul', gradient, centred), axes, true);
    const scale = binary(onnx, 'Div', gamma!, deviation);
    const share = onnx.scalar(-1 / countOf(x!, axes));
    const dx = (): Value => {
      const perVariance = binary(onnx, 'Div', along, binary(onnx, 'Mul', deviation, deviation));
      const byCentred = binary(onnx, 'Mul', binary(onnx, 'Mul', scale, perVariance), share);
      const constant = binary(onnx, 'Mul', binary(onnx, 'Mul', scale, sum), share);
      const direct = binary(onnx, 'Add', binary(onnx, 'Mul', gradient, scale), constant);
      return binary(onnx, 'Add', direct, binary(onnx, 'Mul', centred, byCentred));
    };
    return [
      wanted[0] ? dx() : undefined,
      wanted[1] ? binary(onnx, 'Div', along, deviation) : undefined,
      wanted[2] ? sum : undefined,
    ];
  },
};

function centredOf(onnx: OnnxGraph, x: Value, axes: readonly number[]): Value {
  return binary(onnx, 'Sub', x, reduce(onnx, 'ReduceMean', x, axes, true));
}

function varianceOf(onnx: OnnxGraph, centred: Value, axes: readonly number[]): Value {
  return reduce(onnx, 'ReduceMean', binary(onnx, 'Mul', centred, centred), axes, true);
}

function deviationOf(onnx: OnnxGraph, centred: Value, axes: readonly number[], epsilon: number): Value {
  return unary(onnx, 'Sqrt', binary(onnx, 'Add', varianceOf(onnx, centred, axes), onnx.scalar(epsilon)));
}

const countOf = (x: Value, axes: readonly number[]): number =>
  axes.reduce((product, axis) => product * x.shape[axis]!, 1);
