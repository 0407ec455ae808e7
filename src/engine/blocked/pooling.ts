// The blocked forms of pooling over windows and over the whole height and width.
import type { Value } from '../compile/onnx-graph.ts';
import { binary, pad, reshape, slice } from '../compile/onnx-math.ts';
import { averageShares } from '../ops/average-pool.ts';
import { windowAttributes } from '../ops/op.ts';
import { maxPool } from '../ops/max-pool.ts';
import type { NoAttributes, Window } from '../ops/op.ts';
import { float32Tensor } from '../tensor.ts';
import { mirroredConvolution } from './conv2d.ts';
import type { Form } from './form.ts';
import { asFiveAxes, filled, fromFiveAxes, toPlain } from './layout.ts';

type Pooling = { readonly window: Window };

const readsBlocked = ([x]: readonly Value[]): readonly ['blocked'] | null => (x!.isBlocked ? ['blocked'] : null);

export const blockedMaxPool: Form<Pooling> = {
  reads: readsBlocked,
  forward: (blocks, [x], { window }, shape) => ({
    ...blocks.onnx.blockedNode('MaxPool', [x], shape, windowAttributes(window)),
    isBlocked: true,
  }),
  // By the winners' places, from plain values: nine comparisons of shifted blocks took 199 ms instead of 165 (109 × 109 × 128, 16 photos).
  gradient: (blocks, { inputs: [x], gradient, ...at }) =>
    maxPool.gradient(blocks.onnx, {
      inputs: [toPlain(blocks, x!)],
      gradient: toPlain(blocks, gradient),
      ...at,
    }),
};

export const blockedAveragePool: Form<Pooling> = {
  reads: readsBlocked,
  forward: (blocks, [x], { window }, shape) => ({
    ...blocks.onnx.blockedNode('AveragePool', [x], shape, { ...windowAttributes(window), count_include_pad: 0 }),
    isBlocked: true,
  }),
  gradient(blocks, { inputs: [x], output, attributes: { window }, gradient }) {
    const { onnx, size } = blocks;
    const shares = averageShares(onnx, window, x!.shape, output.shape);
    const beside = reshape(onnx, shares, [1, 1, output.shape[2]!, output.shape[3]!, 1]);
    const share = binary(onnx, 'Mul', asFiveAxes(blocks, gradient), beside);
    const channels = x!.shape[1]!;
    const ones = new Float32Array(filled(channels, size) * window.kernel[0] * window.kernel[1]).fill(1);
    const filter = onnx.constant(float32Tensor([filled(channels, size), 1, ...window.kernel], ones));
    return [
      mirroredConvolution(blocks, fromFiveAxes(blocks, share, channels), filter, x!, { window, groups: channels }),
    ];
  },
};

export const blockedGlobalAveragePool: Form<NoAttributes> = {
  reads: readsBlocked,
  forward(blocks, [x], _, shape) {
    const { onnx, size } = blocks;
    const channels = shape[1]!;
    // One value per channel is the same in blocks as in a row.
    const mean = onnx.blockedNode('GlobalAveragePool', [x], [shape[0]!, filled(channels, size), 1, 1], {});
    return slice(onnx, mean, [1], { starts: [0], ends: [channels] });
  },
  gradient(blocks, { inputs: [x], gradient }) {
    const { onnx, size } = blocks;
    const [batch, channels, height, width] = x!.shape as [number, number, number, number];
    const missing = filled(channels, size) - channels;
    const whole = pad(onnx, gradient, [0, 0, 0, 0], [0, missing, 0, 0]);
    const share = binary(onnx, 'Mul', whole, onnx.scalar(1 / (height * width)));
    const count = filled(channels, size) / size;
    const five = reshape(onnx, share, [batch, count, 1, 1, size]);
    const shape = [batch, count, height, width, size];
    return [fromFiveAxes(blocks, onnx.node('Expand', [five, onnx.integers(shape)], shape), channels)];
  },
};
