// Linear interpolation between half-pixel centres, edges repeated: [N, C, H, W] → y = R · x · Cᵀ of [N, C, H · rows, W · columns]; dx = Rᵀ · dy · C.
import { transpose } from '../compile/onnx-math.ts';
import { float32Tensor } from '../tensor.ts';
import type { Op } from './op.ts';

export const upsampleBilinear: Op<{ readonly factors: readonly [number, number] }> = {
  name: 'upsample-bilinear',
  outputShape: ([x], { factors }) => [x![0]!, x![1]!, x![2]! * factors[0], x![3]! * factors[1]],
  forward(onnx, [x], { factors }, shape) {
    const scales = onnx.constant(float32Tensor([4], [1, 1, ...factors]), 'scales');
    return onnx.node('Resize', [x, undefined, scales], shape, {
      mode: 'linear',
      coordinate_transformation_mode: 'half_pixel',
    });
  },
  gradient(onnx, { inputs: [x], attributes: { factors }, gradient }) {
    const [batch, channels, height, width] = x!.shape as [number, number, number, number];
    const share = (size: number, factor: number): ReturnType<typeof onnx.node> =>
      onnx.constant(float32Tensor([size * factor, size], interpolation(size, factor)), 'interpolation');
    const rows = onnx.node(
      'MatMul',
      [transpose(onnx, share(height, factors[0]), [1, 0]), gradient],
      [batch, channels, height, width * factors[1]],
    );
    return [onnx.node('MatMul', [rows, share(width, factors[1])], x!.shape)];
  },
};

/** [size · factor, size]: the share of each input in each output along one axis. */
function interpolation(size: number, factor: number): Float32Array {
  const shares = new Float32Array(size * factor * size);
  for (let to = 0; to < size * factor; to++) {
    const place = Math.min(Math.max((to + 0.5) / factor - 0.5, 0), size - 1);
    const from = Math.floor(place);
    const next = Math.min(from + 1, size - 1);
    shares[to * size + from]! += 1 - (place - from);
    shares[to * size + next]! += place - from;
  }
  return shares;
}
