// Kernels as ONNX and Keras keep them: axes in another order, copied once.
import { float32Tensor, toFloat32 } from '../../../../engine/tensor.ts';
import type { Tensor } from '../../../../engine/tensor.ts';

/** y's axis i is x's axis permutation[i]. */
export function permuted(tensor: Tensor, permutation: readonly number[]): Tensor {
  const from = toFloat32(tensor);
  const steps = tensor.shape.map((_, axis) =>
    tensor.shape.slice(axis + 1).reduce((product, side) => product * side, 1),
  );
  const shape = permutation.map(axis => tensor.shape[axis]!);
  const strides = permutation.map(axis => steps[axis]!);
  const data = new Float32Array(from.length);
  const [lastSize, lastStride] = [shape.at(-1) ?? 1, strides.at(-1) ?? 1];
  const index = shape.map(() => 0);
  let source = 0;
  for (let to = 0; to < data.length; to += lastSize) {
    for (let place = 0; place < lastSize; place++) data[to + place] = from[source + place * lastStride]!;
    for (let axis = shape.length - 2; axis >= 0; axis--) {
      source += strides[axis]!;
      index[axis]!++;
      if (index[axis]! < shape[axis]!) break;
      source -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return float32Tensor(shape, data);
}
