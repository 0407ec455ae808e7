// Axes in another order: y's axis i is x's axis permutation[i]. Constants are transposed when compiling.
import { transpose as onnxTranspose } from '../compile/onnx-math.ts';
import type { Op } from './op.ts';

export const transpose: Op<{ readonly permutation: readonly number[] }> = {
  name: 'transpose',
  outputShape: ([x], { permutation }) => permutation.map(axis => x![axis]!),
  forward: (onnx, [x], { permutation }) => onnxTranspose(onnx, x!, permutation),
  gradient(onnx, { attributes: { permutation }, gradient }) {
    return [
      onnxTranspose(
        onnx,
        gradient,
        permutation.map((_, axis) => permutation.indexOf(axis)),
      ),
    ];
  },
};
