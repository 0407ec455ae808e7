// Single ONNX nodes in the forms that exporters rarely write: the layers give what ONNX Runtime gives for the node itself.
import { expect, test } from 'vitest';
import { compileInference } from '../../../../../src/engine/compile/inference.ts';
import { OnnxGraph } from '../../../../../src/engine/compile/onnx-graph.ts';
import type { Attributes, Value } from '../../../../../src/engine/compile/onnx-graph.ts';
import type { Tensor } from '../../../../../src/engine/tensor.ts';
import { elementCount, float32Tensor, toFloat32 } from '../../../../../src/engine/tensor.ts';
import { importOnnx } from '../../../../../src/main/formats/models/onnx-import.ts';
import { openSession } from '../../../../../src/main/runtime/onnx.ts';
import { mulberry32 } from '../../../../../src/shared/random.ts';
import { relativeDifference } from '../../../../support/golden.ts';

const random = mulberry32(21);
const some = (shape: readonly number[]): Tensor =>
  float32Tensor(
    shape,
    Float32Array.from({ length: elementCount(shape) }, () => random() * 2 - 1),
  );

type Build = (onnx: OnnxGraph, x: Value) => Value;
/** One node that reads x and weights of these shapes; its result's rank is all that is said of its shape. */
const one =
  (opType: string, weights: readonly number[][], attributes: Attributes = {}, rank = 4): Build =>
  (onnx, x) =>
    onnx.node(
      opType,
      [x, ...weights.map(shape => onnx.constant(some(shape), 'w'))],
      new Array<null>(rank).fill(null),
      attributes,
    );

const open4 = [null, null, null, null];
const resized =
  (factor: number, attributes: Attributes): Build =>
  (onnx, x) =>
    onnx.node(
      'Resize',
      [x, undefined, onnx.constant(float32Tensor([4], [1, 1, factor, factor]), 's')],
      open4,
      attributes,
    );
const numbered =
  (opType: string, numbers: Tensor, isFirst = false): Build =>
  (onnx, x) => {
    const other = onnx.constant(numbers, 'n');
    return onnx.node(opType, isFirst ? [other, x] : [x, other], open4);
  };
const turned = (onnx: OnnxGraph, x: Value, perm: readonly number[]): Value =>
  onnx.node('Transpose', [x], open4, { perm });

async function outputOf(onnx: Uint8Array, input: Tensor): Promise<Tensor> {
  const session = await openSession(onnx, { threads: 1 });
  const results = await session.run({ [session.inputs[0]!]: input });
  await session.dispose();
  return results[session.outputs[0]!]!;
}

/** Four axes in another order; others as they are. */
function permuted(tensor: Tensor, [a, b, c, d]: readonly [number, number, number, number]): Tensor {
  if (tensor.shape.length !== 4) return tensor;
  const size = tensor.shape;
  const steps = size.map((_, axis) => elementCount(size.slice(axis + 1)));
  const values: number[] = [];
  for (let i = 0; i < size[a]!; i++)
    for (let j = 0; j < size[b]!; j++)
      for (let k = 0; k < size[c]!; k++)
        for (let l = 0; l < size[d]!; l++)
          values.push(toFloat32(tensor)[i * steps[a]! + j * steps[b]! + k * steps[c]! + l * steps[d]!]!);
  return float32Tensor(
    [a, b, c, d].map(axis => size[axis]!),
    values,
  );
}

const map = [2, 3, 7, 8];
// prettier-ignore
const cases: readonly [string, Build][] = [
  ['a convolution that pads less after than before', one('Conv', [[4, 3, 3, 4], [4]], { auto_pad: 'SAME_LOWER', strides: [2, 1] })],
  ['a convolution that pads as TensorFlow does', one('Conv', [[4, 3, 3, 3]], { auto_pad: 'SAME_UPPER', strides: [2, 2] })],
  ['uneven pads and dilations', one('Conv', [[4, 3, 2, 3]], { pads: [0, 1, 2, 3], dilations: [2, 1] })],
  ['a depthwise convolution of two filters each', one('Conv', [[6, 1, 3, 3], [6]], { group: 3, pads: [1, 1, 1, 1] })],
  ['a transposed convolution', one('ConvTranspose', [[3, 4, 4, 3], [4]], { strides: [3, 2], pads: [1, 0, 0, 1], output_padding: [0, 1] })],
  ['a maximum with padding that is that of `same`', one('MaxPool', [], { kernel_shape: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1] })],
  ['a maximum with ceil_mode', one('MaxPool', [], { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 })],
  ['a mean that does not count padding', one('AveragePool', [], { kernel_shape: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1] })],
  ['a mean that counts padding', one('AveragePool', [], { kernel_shape: [3, 2], strides: [2, 2], pads: [1, 0, 1, 1], count_include_pad: 1 })],
  ['the mean of a map without its axes', (onnx, x) => onnx.node('ReduceMean', [x, onnx.integers([-1, 2])], [null, 3], { keepdims: 0 })],
  ['the maximum of a map', one('GlobalMaxPool', [])],
  ['three times as many rows, repeated', resized(3, { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' })],
  ['twice as many rows, repeated around half pixels', resized(2, { mode: 'nearest', coordinate_transformation_mode: 'half_pixel' })],
  ['twice as many rows, interpolated', resized(2, { mode: 'linear', coordinate_transformation_mode: 'half_pixel' })],
  ['limits other than 0', (onnx, x) => onnx.node('Clip', [x, onnx.scalar(-0.25), onnx.scalar(0.5)], open4)],
  ['a hard sigmoid of its own slope', one('HardSigmoid', [], { alpha: { float: 0.3 }, beta: { float: 0.4 } })],
  ['one slope for all channels', one('PRelu', [[1]])],
  ['softmax over channels', one('Softmax', [], { axis: 1 })],
  ['softmax over columns', one('Softmax', [], { axis: 3 })],
  ['numbers less x', numbered('Sub', some([3, 1, 1]), true)],
  ['x by numbers', numbered('Div', float32Tensor([1, 3, 1, 1], [2, -3, 0.5]))],
  ['at least 0', numbered('Max', float32Tensor([], [0]))],
  ['rows beside rows', (onnx, x) => onnx.node('Concat', [x, onnx.node('Relu', [x], open4)], open4, { axis: 2 })],
  ['rows cut off', (onnx, x) => onnx.node('Slice', [x, onnx.integers([1, -5]), onnx.integers([-1, 100]), onnx.integers([2, 3])], open4)],
  ['normalisation of each channel', one('InstanceNormalization', [[3], [3]])],
  ['a matrix behind a flattened map, scaled', (onnx, x) => {
    const row = onnx.node('Flatten', [x], [null, 168]);
    const shared = { alpha: { float: 0.5 }, beta: { float: 2 } };
    return onnx.node('Gemm', [row, onnx.constant(some([168, 5]), 'k'), onnx.constant(some([1, 5]), 'b')], [null, 5], shared);
  }],
  ['a flattened map scaled and put together again', (onnx, x) => {
    const row = onnx.node('Mul', [onnx.node('Flatten', [x], [null, 168]), onnx.constant(some([168]), 'n')], [null, 168]);
    return onnx.node('Reshape', [row, onnx.integers([-1, 3, 7, 8])], open4);
  }],
  ['a map of many channels by numbers', (onnx, x) => {
    const wide = onnx.node('Concat', [x, onnx.node('Tanh', [x], open4)], open4, { axis: 1 });
    return onnx.node('Add', [onnx.node('Mul', [wide, onnx.constant(some([6, 1, 1]), 'n')], open4), onnx.constant(some([6, 1, 1]), 'o')], open4);
  }],
  ['a layer of rows between two orders of axes', (onnx, x) => {
    const dense = onnx.node('MatMul', [turned(onnx, x, [0, 2, 3, 1]), onnx.constant(some([3, 5]), 'k')], open4);
    const bias = onnx.node('Add', [dense, onnx.constant(some([5]), 'b')], open4);
    const normal = onnx.node('LayerNormalization', [bias, onnx.constant(some([5]), 'g')], open4);
    return turned(onnx, normal, [0, 3, 1, 2]);
  }],
];

test.each(cases)('%s', async (_, build) => {
  const onnx = new OnnxGraph();
  onnx.output('y', build(onnx, onnx.input('x', 'float32', [null, ...map.slice(1)])));
  const bytes = onnx.toBytes('graph');
  const x = some(map);
  const expected = permuted(await outputOf(bytes, x), [0, 2, 3, 1]);
  const { model, weights } = importOnnx(bytes, 'x.onnx');
  const again = await outputOf(compileInference({ model, weights, batch: 'any' }), permuted(x, [0, 2, 3, 1]));
  expect(relativeDifference(again, expected)).toBeLessThan(1e-5);
});
