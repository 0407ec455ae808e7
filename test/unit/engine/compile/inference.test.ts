// Inference graphs: names, chosen layers, folded batch norms, preprocessing inside, and weights that do not fit.
import { describe, expect, test } from 'vitest';
import { compileInference } from '../../../../src/engine/compile/inference.ts';
import type { InferenceOptions } from '../../../../src/engine/compile/inference.ts';
import { compilePreprocessing, compileResize } from '../../../../src/engine/compile/preprocessing.ts';
import { readModel } from '../../../../src/engine/graph.ts';
import type { Preprocessing } from '../../../../src/engine/preprocessing.ts';
import { elementCount, float32Tensor, toFloat16 } from '../../../../src/engine/tensor.ts';
import type { Tensor } from '../../../../src/engine/tensor.ts';
import { modelWeights } from '../../../../src/engine/weights.ts';
import { openSession } from '../../../../src/main/runtime/onnx.ts';
import { mulberry32 } from '../../../../src/shared/random.ts';
import { relativeDifference } from '../../../support/golden.ts';

type Json = Record<string, unknown>;
const layer = (className: string, name: string, config: Json, ...from: string[]): Json => ({
  class_name: className,
  name,
  config: { name, ...config },
  inbound_nodes: from.length === 0 ? [] : [from.map(input => [input, 0, 0, {}])],
});
const model = readModel({
  class_name: 'Functional',
  config: {
    name: 'small',
    layers: [
      layer('InputLayer', 'photo_in', { batch_shape: [null, 6, 5, 3] }),
      layer('Conv2D', 'conv', { filters: 4, kernel_size: 3, padding: 'same', use_bias: true }, 'photo_in'),
      layer('BatchNormalization', 'norm', { epsilon: 1e-3 }, 'conv'),
      layer('ReLU', 'relu', {}, 'norm'),
      layer('DepthwiseConv2D', 'deep', { kernel_size: 3, strides: 2, padding: 'same', use_bias: false }, 'relu'),
      layer('BatchNormalization', 'deep_norm', { epsilon: 1e-3, scale: false }, 'deep'),
      layer('GlobalAveragePooling2D', 'pool', {}, 'deep_norm'),
      layer('Dense', 'top', { units: 3, activation: 'softmax' }, 'pool'),
    ],
    input_layers: [['photo_in', 0, 0]],
    output_layers: [['top', 0, 0]],
  },
});
const random = mulberry32(4);
const weights = new Map(
  modelWeights(model).map(({ key, shape }) => [
    key,
    float32Tensor(
      shape,
      Array.from({ length: elementCount(shape) }, () => random() + 0.1),
    ),
  ]),
);
const input = float32Tensor(
  [2, 6, 5, 3],
  Array.from({ length: 180 }, () => random() * 2 - 1),
);

async function run(options: Partial<InferenceOptions>, feeds: Record<string, Tensor>): Promise<Record<string, Tensor>> {
  const session = await openSession(compileInference({ model, weights, ...options }), { threads: 1 });
  const results = await session.run(feeds);
  await session.dispose();
  return results;
}

const names = (onnx: Uint8Array): string => Buffer.from(onnx).toString('latin1');

describe('outputs', () => {
  test('a classifier’s only output is called probabilities and sums to 1', async () => {
    const { probabilities } = await run({}, { input });
    expect(probabilities!.shape).toEqual([2, 3]);
    const values = probabilities!.data as Float32Array;
    expect(values[0]! + values[1]! + values[2]!).toBeCloseTo(1, 5);
  });

  test('layers asked for come under their names, photo-like ones as height, width, channels', async () => {
    const results = await run({ outputs: ['norm', 'pool'] }, { input });
    expect(results['norm']!.shape).toEqual([2, 6, 5, 4]);
    expect(results['pool']!.shape).toEqual([2, 4]);
  });

  test('a convolution asked for keeps its own output although a batch norm follows', async () => {
    const { conv, norm } = await run({ outputs: ['conv', 'norm'] }, { input });
    const [gamma, beta, mean, variance] = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map(
      name => weights.get(`norm/${name}`)!.data as Float32Array,
    );
    const expected = (conv!.data as Float32Array).map((value, at) => {
      const c = at % 4;
      return ((value - mean![c]!) / Math.sqrt(variance![c]! + 1e-3)) * gamma![c]! + beta![c]!;
    });
    expect(relativeDifference(norm!, float32Tensor([2, 6, 5, 4], expected))).toBeLessThan(1e-5);
    const folded = await run({ outputs: ['norm'] }, { input });
    expect(relativeDifference(folded['norm']!, norm!)).toBeLessThan(1e-5);
  });

  test('a layer that does not exist is refused by name', () => {
    expect(() => compileInference({ model, weights, outputs: ['nothing'] })).toThrow('nothing');
  });
});

test('batch norms behind convolutions are gone from the graph', () => {
  expect(names(compileInference({ model, weights }))).not.toMatch(/moving_|Sqrt|norm\//);
  expect(names(compileInference({ model, weights, outputs: ['conv', 'norm'] }))).toMatch(/norm\//);
});

test('a fixed batch size gives the same numbers and refuses another', async () => {
  const open = await run({}, { input });
  expect(await run({ batch: 2 }, { input })).toEqual(open);
  await expect(run({ batch: 1 }, { input })).rejects.toMatchObject({ code: 'engine-failed' });
});

test('float16 weights are read as the values they hold', async () => {
  const halves = new Map([...weights].map(([key, tensor]) => [key, toFloat16(tensor)]));
  const { probabilities } = await run({ weights: halves }, { input });
  expect(relativeDifference(probabilities!, (await run({}, { input }))['probabilities']!)).toBeLessThan(5e-3);
});

test('metadata is written into the file', () => {
  expect(names(compileInference({ model, weights, metadata: { classes: '["ant","bee"]' } }))).toContain(
    '["ant","bee"]',
  );
});

describe('weights that do not fit are refused with their layer', () => {
  test.each([
    ['missing', undefined, 'no such weight'],
    ['of another shape', float32Tensor([3, 4]), '[3, 4]'],
    ['of integers', { dtype: 'int32', shape: [4, 3], data: new Int32Array(12) } satisfies Tensor, 'int32'],
    [
      'with fewer values than their shape says',
      { dtype: 'float32', shape: [4, 3], data: new Float32Array(11) } satisfies Tensor,
      '11',
    ],
  ])('%s', (_, tensor, received) => {
    const wrong = new Map<string, Tensor>(weights);
    if (tensor) wrong.set('top/kernel', tensor);
    else wrong.delete('top/kernel');
    expect(() => compileInference({ model, weights: wrong })).toThrow(
      expect.objectContaining({
        code: 'model-invalid',
        details: expect.objectContaining({ layer: 'top', received }) as object,
      }),
    );
  });
});

describe('preprocessing', () => {
  const preprocessing: Preprocessing = {
    heightPx: 6,
    widthPx: 5,
    mean: [120, 110, 100],
    std: [60, 50, 40],
    order: 'rgb',
  };
  const photo = photoOf(23, 31);

  test.each([
    [23, 31],
    [9, 7],
    [3, 4],
  ])('a photo of %i × %i is resized as Pillow’s bilinear filter does', async (height, width) => {
    const source = photoOf(height, width);
    const session = await openSession(compileResize(preprocessing), { threads: 1 });
    const { pixels } = await session.run({ photo: source });
    await session.dispose();
    expect(pixels!.shape).toEqual([1, 6, 5, 3]);
    const expected = pillowBilinear(source, 6, 5);
    const gaps = expected.map((value, at) => Math.abs(value - (pixels!.data[at] as number)));
    // Rounding to 8 bit between the passes and at the end: at most one step either way.
    expect(Math.max(...gaps)).toBeLessThanOrEqual(1.01);
    expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeLessThan(0.4);
  });

  test.each(['rgb', 'bgr'] as const)('%s channels are normalised one by one', async order => {
    const same = photoOf(6, 5);
    const session = await openSession(compilePreprocessing({ ...preprocessing, order }), { threads: 1 });
    const result = await session.run({ photo: same });
    await session.dispose();
    const expected = Array.from({ length: 90 }, (_, at) => {
      const channel = at % 3;
      const source = order === 'rgb' ? channel : 2 - channel;
      return (
        ((same.data[at - channel + source] as number) - preprocessing.mean[channel]!) / preprocessing.std[channel]!
      );
    });
    expect(relativeDifference(result['input']!, float32Tensor([1, 6, 5, 3], expected))).toBeLessThan(1e-6);
  });

  test('inside a model it gives what preprocessing and model give one after the other', async () => {
    const session = await openSession(compilePreprocessing(preprocessing), { threads: 1 });
    const prepared = await session.run({ photo });
    await session.dispose();
    const inside = await run({ preprocessing }, { photo });
    expect(
      relativeDifference(inside['probabilities']!, (await run({}, { input: prepared['input']! }))['probabilities']!),
    ).toBeLessThan(1e-6);
  });
});

function photoOf(height: number, width: number): Tensor {
  const next = mulberry32(height * 100 + width);
  return {
    dtype: 'uint8',
    shape: [1, height, width, 3],
    data: Uint8Array.from({ length: height * width * 3 }, () => Math.floor(next() * 256)),
  };
}

/** Pillow's bilinear resize in double precision: a triangle as wide as the shrinking, along one axis, then the other. */
function pillowBilinear({ shape, data }: Tensor, height: number, width: number): number[] {
  const [, sourceHeight, sourceWidth] = shape as [number, number, number];
  const rows = triangleWeights(sourceHeight, height);
  const columns = triangleWeights(sourceWidth, width);
  return rows.flatMap(row =>
    columns.flatMap(column =>
      [0, 1, 2].map(channel => {
        let sum = 0;
        row.forEach((share, y) =>
          column.forEach((part, x) => (sum += share * part * (data[(y * sourceWidth + x) * 3 + channel] as number))),
        );
        return sum;
      }),
    ),
  );
}

function triangleWeights(from: number, to: number): number[][] {
  const scale = Math.max(1, from / to);
  return Array.from({ length: to }, (_, place) => {
    const centre = ((place + 0.5) * from) / to;
    const shares = Array.from({ length: from }, (__, at) => Math.max(0, 1 - Math.abs(at + 0.5 - centre) / scale));
    const total = shares.reduce((sum, share) => sum + share, 0);
    return shares.map(share => share / total);
  });
}
