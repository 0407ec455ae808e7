// Kernels of convolutions as ONNX reads them, from [kh, kw, I, O] as Keras keeps them.
import type { OnnxGraph, Value } from '../compile/onnx-graph.ts';
import { reshape, transpose } from '../compile/onnx-math.ts';

/** [kh, kw, I, O] as Keras keeps kernels → [O, I, kh, kw] as ONNX reads them. */
export function onnxKernel(onnx: OnnxGraph, kernel: Value): Value {
  const [height, width, inputs, outputs] = kernel.shape as [number, number, number, number];
  if (height * width > 1) return transpose(onnx, kernel, [3, 2, 0, 1]);
  // ONNX Runtime turns matrices over many times faster than it permutes four axes.
  return reshape(onnx, transpose(onnx, reshape(onnx, kernel, [inputs, outputs]), [1, 0]), [outputs, inputs, 1, 1]);
}

/** [kh, kw, I / groups, O] → [I, O / groups, kh, kw] with rows and columns in reverse: the kernel that leads back. */
export function mirroredKernel(onnx: OnnxGraph, kernel: Value, groups: number): Value {
  const [height, width, inputs, outputs] = kernel.shape as [number, number, number, number];
  if (groups === 1 && height * width === 1) return reshape(onnx, kernel, [inputs, outputs, 1, 1]);
  const apart = reshape(onnx, mirrorRows(onnx, kernel), [height, width, inputs, groups, outputs / groups]);
  const swapped = transpose(onnx, apart, [3, 2, 4, 0, 1]);
  return reshape(onnx, swapped, [groups * inputs, outputs / groups, height, width]);
}

/** [kh, kw, I, O] with rows and columns in reverse. */
export function mirrorRows(onnx: OnnxGraph, kernel: Value): Value {
  if (kernel.shape[0] === 1 && kernel.shape[1] === 1) return kernel;
  const beforeFirst = -(2 ** 31);
  const vectors = [
    [-1, -1],
    [beforeFirst, beforeFirst],
    [0, 1],
    [-1, -1],
  ].map(values => onnx.integers(values));
  return onnx.node('Slice', [kernel, ...vectors], kernel.shape);
}
