// y = x · keep / (1 - rate), keep = 1 where the noise (uniform in [0, 1), an input of the step) is at least the rate. The gradient passes the same way.
import type { OnnxGraph, Value } from '../compile/onnx-graph.ts';
import { binary, compare } from '../compile/onnx-math.ts';
import type { Op } from './op.ts';

export const dropout: Op<{ readonly rate: number }> = {
  name: 'dropout',
  outputShape: ([x]) => x!,
  forward: (onnx, [x, noise], { rate }) => binary(onnx, 'Mul', x!, keep(onnx, noise!, rate)),
  gradient: (onnx, { inputs: [, noise], attributes: { rate }, gradient }) => [
    binary(onnx, 'Mul', gradient, keep(onnx, noise!, rate)),
    undefined,
  ],
};

function keep(onnx: OnnxGraph, noise: Value, rate: number): Value {
  return binary(onnx, 'Mul', compare(onnx, 'GreaterOrEqual', noise, onnx.scalar(rate)), onnx.scalar(1 / (1 - rate)));
}
