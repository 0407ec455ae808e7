// y = x · w over the last axis of x, w [K, U]: dx = dy · wᵀ, dw = Σ xᵀ · dy.
import { elementCount } from '../tensor.ts';
import { reshape, transpose } from '../compile/onnx-math.ts';
import type { NoAttributes, Op } from './op.ts';

export const matmul: Op<NoAttributes> = {
  name: 'matmul',
  outputShape: ([x, w]) => [...x!.slice(0, -1), w![1]!],
  forward: (onnx, [x, w], _, shape) => onnx.node('MatMul', [x, w], shape),
  gradient(onnx, { inputs: [x, w], gradient, wanted }) {
    const [rows, units] = w!.shape as [number, number];
    const count = elementCount(x!.shape.slice(0, -1) as number[]);
    const dx = (): ReturnType<typeof onnx.node> =>
      onnx.node('MatMul', [gradient, transpose(onnx, w!, [1, 0])], x!.shape);
    const dw = (): ReturnType<typeof onnx.node> =>
      onnx.node('Gemm', [reshape(onnx, x!, [count, rows]), reshape(onnx, gradient, [count, units])], w!.shape, {
        transA: 1,
      });
    return [wanted[0] ? dx() : undefined, wanted[1] ? dw() : undefined];
  },
};
