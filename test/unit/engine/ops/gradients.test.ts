// Every op's gradient against central finite differences of its own forward pass.
import { expect, test } from 'vitest';
import { OnnxGraph } from '../../../../src/engine/compile/onnx-graph.ts';
import { Tape } from '../../../../src/engine/compile/tape.ts';
import { add } from '../../../../src/engine/ops/add.ts';
import { averagePool } from '../../../../src/engine/ops/average-pool.ts';
import { batchVariance, normalizeBatch } from '../../../../src/engine/ops/batch-normalization.ts';
import { clip } from '../../../../src/engine/ops/clip.ts';
import { concatenate } from '../../../../src/engine/ops/concatenate.ts';
import { conv2d } from '../../../../src/engine/ops/conv2d.ts';
import { conv2dTranspose } from '../../../../src/engine/ops/conv2d-transpose.ts';
import { divide } from '../../../../src/engine/ops/divide.ts';
import { dropout } from '../../../../src/engine/ops/dropout.ts';
import { elu } from '../../../../src/engine/ops/elu.ts';
import { erf } from '../../../../src/engine/ops/erf.ts';
import { globalAveragePool } from '../../../../src/engine/ops/global-average-pool.ts';
import { globalMaxPool } from '../../../../src/engine/ops/global-max-pool.ts';
import { leakyRelu } from '../../../../src/engine/ops/leaky-relu.ts';
import { matmul } from '../../../../src/engine/ops/matmul.ts';
import { maxPool } from '../../../../src/engine/ops/max-pool.ts';
import { maximum } from '../../../../src/engine/ops/maximum.ts';
import { multiply } from '../../../../src/engine/ops/multiply.ts';
import type { Op, Window } from '../../../../src/engine/ops/op.ts';
import { pad } from '../../../../src/engine/ops/pad.ts';
import { prelu } from '../../../../src/engine/ops/prelu.ts';
import { reduceMean } from '../../../../src/engine/ops/reduce-mean.ts';
import { relu } from '../../../../src/engine/ops/relu.ts';
import { reshape } from '../../../../src/engine/ops/reshape.ts';
import { sigmoid } from '../../../../src/engine/ops/sigmoid.ts';
import { softmax } from '../../../../src/engine/ops/softmax.ts';
import { softplus } from '../../../../src/engine/ops/softplus.ts';
import { squareRoot } from '../../../../src/engine/ops/square-root.ts';
import { subtract } from '../../../../src/engine/ops/subtract.ts';
import { tanh } from '../../../../src/engine/ops/tanh.ts';
import { threshold } from '../../../../src/engine/ops/threshold.ts';
import { transpose } from '../../../../src/engine/ops/transpose.ts';
import { upsampleBilinear } from '../../../../src/engine/ops/upsample-bilinear.ts';
import { upsampleNearest } from '../../../../src/engine/ops/upsample-nearest.ts';
import { elementCount, float32Tensor } from '../../../../src/engine/tensor.ts';
import type { Tensor } from '../../../../src/engine/tensor.ts';
import { openSession } from '../../../../src/main/runtime/onnx.ts';
import { mulberry32, shuffled } from '../../../../src/shared/random.ts';

type Case = {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  readonly build: (tape: Tape, inputs: Parameters<Tape['apply']>[1]) => ReturnType<Tape['apply']>;
  readonly isPositive: boolean;
  /** Inputs that are not varied. */
  readonly fixed: readonly number[];
};

function given<A>(
  op: Op<A>,
  attributes: A,
  shapes: readonly (readonly number[])[],
  more: { name?: string; isPositive?: boolean; fixed?: readonly number[] } = {},
): Case {
  const build: Case['build'] = (tape, inputs) => tape.apply(op, inputs, attributes);
  return {
    name: `${op.name}${more.name ? `, ${more.name}` : ''}`,
    shapes,
    build,
    isPositive: more.isPositive ?? false,
    fixed: more.fixed ?? [],
  };
}

const plain: Window = { kernel: [3, 3], strides: [1, 1], dilations: [1, 1], padBefore: [1, 1], padAfter: [1, 1] };
const strided: Window = { ...plain, strides: [2, 2], padBefore: [0, 0] };
const dilated: Window = { ...plain, kernel: [3, 2], dilations: [2, 1], padBefore: [2, 0], padAfter: [2, 1] };
const pointwise: Window = { kernel: [1, 1], strides: [2, 2], dilations: [1, 1], padBefore: [0, 0], padAfter: [0, 0] };
const photo = [2, 3, 6, 5] as const;

const cases: readonly Case[] = [
  given(
    add,
    {},
    [
      [2, 3, 4],
      [3, 1],
    ],
    { name: 'broadcast' },
  ),
  given(subtract, {}, [[2, 3], [3]], { name: 'broadcast' }),
  given(
    multiply,
    {},
    [
      [2, 3, 2, 2],
      [3, 1, 1],
    ],
    { name: 'broadcast' },
  ),
  given(divide, {}, [[2, 3], [3]], { name: 'broadcast', isPositive: true }),
  given(maximum, {}, [[2, 5], [5]], { name: 'broadcast' }),
  given(relu, {}, [[4, 7]]),
  given(clip, { min: 0, max: 1.2 }, [[4, 7]]),
  given(leakyRelu, { slope: 0.3 }, [[4, 7]]),
  given(prelu, {}, [photo, [3, 1, 1]]),
  given(elu, { alpha: 1.5 }, [[4, 7]]),
  given(threshold, { limit: 0.45 }, [[4, 7]]),
  given(sigmoid, {}, [[4, 7]]),
  given(tanh, {}, [[4, 7]]),
  given(softplus, {}, [[4, 7]]),
  given(erf, {}, [[4, 7]]),
  given(squareRoot, {}, [[4, 7]], { isPositive: true }),
  given(softmax, { axis: 1 }, [[3, 5]]),
  given(softmax, { axis: 1 }, [[2, 3, 2, 2]], { name: 'over channels' }),
  given(batchVariance, { axes: [0, 2, 3] }, [photo]),
  given(normalizeBatch, { axes: [0, 2, 3], epsilon: 0.1 }, [photo, [1, 3, 1, 1], [1, 3, 1, 1]]),
  given(
    normalizeBatch,
    { axes: [0], epsilon: 0.1 },
    [
      [6, 4],
      [1, 4],
      [1, 4],
    ],
    { name: 'of rows' },
  ),
  given(reduceMean, { axes: [0, 2, 3] }, [photo]),
  given(globalAveragePool, {}, [photo]),
  given(globalMaxPool, {}, [photo]),
  given(reshape, { shape: [5, 4] }, [[2, 10]]),
  given(transpose, { permutation: [2, 0, 3, 1] }, [photo]),
  given(concatenate, { axis: 1 }, [
    [2, 3, 2],
    [2, 1, 2],
  ]),
  given(pad, { before: [1, 0], after: [2, 1] }, [photo], { name: 'adding' }),
  given(pad, { before: [-1, 0], after: [-2, 1] }, [photo], { name: 'cutting' }),
  given(matmul, {}, [
    [4, 3],
    [3, 5],
  ]),
  given(
    matmul,
    {},
    [
      [2, 4, 3],
      [3, 5],
    ],
    { name: 'three axes' },
  ),
  given(conv2d, { window: plain, groups: 1 }, [photo, [3, 3, 3, 4], [4]], { name: 'with bias' }),
  given(conv2d, { window: strided, groups: 1 }, [photo, [3, 3, 3, 2]], { name: 'stride 2' }),
  given(conv2d, { window: dilated, groups: 1 }, [photo, [3, 2, 3, 2]], { name: 'dilated' }),
  given(conv2d, { window: pointwise, groups: 1 }, [photo, [1, 1, 3, 4]], { name: '1 × 1, stride 2' }),
  given(
    conv2d,
    { window: plain, groups: 2 },
    [
      [2, 4, 5, 5],
      [3, 3, 2, 6],
    ],
    { name: 'two groups' },
  ),
  given(conv2d, { window: plain, groups: 3 }, [photo, [3, 3, 1, 3]], { name: 'depthwise' }),
  given(conv2d, { window: strided, groups: 3 }, [photo, [3, 3, 1, 3]], { name: 'depthwise, stride 2' }),
  given(conv2d, { window: dilated, groups: 3 }, [photo, [3, 2, 1, 3]], { name: 'depthwise, dilated' }),
  given(
    conv2d,
    { window: { ...plain, kernel: [5, 5], padBefore: [2, 2], padAfter: [2, 2] }, groups: 3 },
    [
      [2, 3, 1, 2],
      [5, 5, 1, 3],
    ],
    { name: 'depthwise, a kernel larger than the photo' },
  ),
  given(conv2d, { window: strided, groups: 3 }, [photo, [3, 3, 1, 6]], { name: 'depthwise, stride 2, multiplier 2' }),
  given(conv2dTranspose, { window: strided, groups: 1, size: [6, 5] }, [
    [2, 3, 3, 2],
    [3, 3, 2, 3],
  ]),
  given(maxPool, { window: plain }, [photo]),
  given(maxPool, { window: strided }, [photo], { name: 'stride 2' }),
  given(averagePool, { window: plain }, [photo]),
  given(averagePool, { window: strided }, [photo], { name: 'stride 2' }),
  given(upsampleNearest, { factors: [2, 3] }, [photo]),
  given(upsampleBilinear, { factors: [2, 3] }, [photo]),
  given(
    dropout,
    { rate: 0.9 },
    [
      [4, 7],
      [4, 7],
    ],
    { fixed: [1], isPositive: true },
  ),
];

/** Small enough for the curvature, large enough for float32; a power of two, so that x ± h is exact. */
const h = 2 ** -8;

test.each(cases)('$name', async ({ shapes, build, isPositive, fixed }) => {
  const onnx = new OnnxGraph();
  const tape = new Tape(onnx);
  const inputs = shapes.map((shape, place) => onnx.input(`x${place}`, 'float32', shape));
  const y = build(tape, inputs);
  const varied = inputs.filter((_, place) => !fixed.includes(place));
  const cotangent = onnx.input('cotangent', 'float32', y.shape);
  const gradients = tape.gradients([{ value: y, gradient: cotangent }], varied);
  onnx.output('y', y);
  for (const input of varied) onnx.output(`grad/${input.name}`, gradients.get(input.name)!);
  const session = await openSession(onnx.toBytes('op'), { threads: 1 });

  const weights = spread(y.shape as number[], 9, false);
  const feeds: Record<string, Tensor> = { cotangent: weights };
  shapes.forEach((shape, place) => (feeds[`x${place}`] = spread(shape, place + 1, isPositive)));
  const analytic = await session.run(feeds);
  const outputOf = async (name: string, at: number, change: number): Promise<Float32Array> => {
    const data = (feeds[name]!.data as Float32Array).slice();
    data[at]! += change;
    const results = await session.run({ ...feeds, [name]: { ...feeds[name]!, data } }, ['y']);
    return results['y']!.data as Float32Array;
  };
  for (const { name } of varied) {
    const ours = analytic[`grad/${name}`]!.data as Float32Array;
    expect(ours.some(value => value !== 0)).toBe(true);
    const scale = ours.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    for (let at = 0; at < ours.length; at++) {
      const [above, below] = [await outputOf(name, at, h), await outputOf(name, at, -h)];
      const measured = above.reduce(
        (sum, value, place) => sum + ((value - below[place]!) * (weights.data[place] as number)) / (2 * h),
        0,
      );
      expect(Math.abs(ours[at]! - measured) / scale).toBeLessThan(1e-3);
    }
  }
  await session.dispose();
});

/** Distinct values between -2 and 2 in a random order, far enough apart and from 0 that ± h crosses no kink; or between 0.5 and 2.5. */
function spread(shape: readonly number[], seed: number, isPositive: boolean): Tensor {
  const count = elementCount(shape);
  const places = shuffled(
    Array.from({ length: count }, (_, place) => place),
    mulberry32(seed),
  );
  const grid = places.map(place => ((place + 0.5) / count) * 4 - 2 + seed * 2 ** -9);
  return float32Tensor(shape, isPositive ? grid.map(value => Math.abs(value) + 0.5) : grid);
}
