// ONNX graphs that do not become layers: refused for what they are and where, whatever bytes they are made of, in little memory.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { OnnxGraph } from '../../../../../src/engine/compile/onnx-graph.ts';
import type { Attributes, Value } from '../../../../../src/engine/compile/onnx-graph.ts';
import { writeOnnx } from '../../../../../src/engine/compile/onnx-proto.ts';
import type { OnnxNode } from '../../../../../src/engine/compile/onnx-proto.ts';
import { planModel } from '../../../../../src/engine/plan.ts';
import { elementCount, float32Tensor } from '../../../../../src/engine/tensor.ts';
import { importOnnx } from '../../../../../src/main/formats/models/onnx-import.ts';
import { AppError } from '../../../../../src/shared/errors.ts';
import { mulberry32 } from '../../../../../src/shared/random.ts';

const fixtures = path.resolve(import.meta.dirname, '../../../../fixtures');
const fixture = (name: string): Uint8Array => readFileSync(path.join(fixtures, name));

type Refusal = { readonly reason: unknown; readonly detail: unknown };

function refusal(bytes: Uint8Array): Refusal | 'accepted' {
  try {
    const { model, weights } = importOnnx(bytes, 'x.onnx');
    for (const { key, shape } of planModel(model).weights)
      expect(weights.get(key)!.data).toHaveLength(elementCount(shape));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'model-invalid') throw error;
    expect(error.details['file']).toBe('x.onnx');
    return { reason: error.details['reason'], detail: error.details['detail'] };
  }
  return 'accepted';
}

/** A file of one input `x` and what `build` makes of it. */
function graphOf(shape: readonly (number | null)[], build: (onnx: OnnxGraph, x: Value) => Value): Uint8Array {
  const onnx = new OnnxGraph();
  onnx.output('y', build(onnx, onnx.input('x', 'float32', shape)));
  return onnx.toBytes('graph');
}

const ones = (onnx: OnnxGraph, ...shape: number[]): Value =>
  onnx.constant(float32Tensor(shape, new Float32Array(elementCount(shape)).fill(1)), 'w');

/** One node over a map [N, 3, 8, 8], with these weights of ones. */
const oneNode = (opType: string, weights: readonly number[][], attributes: Attributes = {}): Uint8Array =>
  graphOf([null, 3, 8, 8], (onnx, x) =>
    onnx.node(opType, [x, ...weights.map(shape => ones(onnx, ...shape))], [null, 1], attributes),
  );

describe('what no layer computes is refused with its node', () => {
  test.each<[string, Uint8Array, RegExp]>([
    ['an operator that is not known', oneNode('LRN', []), /^LRN LRN: Fovea has no layer/],
    ['an error function of its own', oneNode('Erf', []), /^Erf Erf: of something other than x \/ √2/],
    ['a convolution along a line', oneNode('Conv', [[4, 3, 3]]), /^Conv Conv: a weight of shape \[4, 3, 3\]/],
    ['groups that do not fit', oneNode('Conv', [[4, 2, 1, 1]], { group: 2 }), /2 groups of 2 channels for 3/],
    ['a bias of another size', oneNode('Conv', [[4, 3, 1, 1], [5]]), /its input 2 has 5 numbers, expected 4/],
    ['negative pads', oneNode('Conv', [[4, 3, 3, 3]], { pads: [-1, 0, 0, 0] }), /pads \[-1, 0, 0, 0\]/],
    ['a stride of 0', oneNode('Conv', [[4, 3, 3, 3]], { strides: [0, 1] }), /strides \[0, 1\]/],
    [
      'a kernel of another size',
      oneNode('Conv', [[4, 3, 3, 3]], { kernel_shape: [5, 5] }),
      /a kernel of 3 × 3, not 5 × 5/,
    ],
    [
      'a pool with dilations',
      oneNode('MaxPool', [], { kernel_shape: [2, 2], dilations: [2, 2] }),
      /^MaxPool .*dilations/,
    ],
    ['a mean of channels', oneNode('ReduceMean', [], { axes: [1] }), /over the axes \[1\] of 4/],
    ['a transposed convolution in groups', oneNode('ConvTranspose', [[3, 1, 2, 2]], { group: 3 }), /several groups/],
    ['rows as columns', oneNode('Transpose', [], { perm: [0, 1, 3, 2] }), /by 0,1,3,2/],
    ['the photos in another order', oneNode('Transpose', [], { perm: [1, 0, 2, 3] }), /by 1,0,2,3/],
    ['a softmax over the photos', oneNode('Softmax', [], { axis: 0 }), /along axis 0 of 4/],
    ['a flattening of the photos', oneNode('Flatten', [], { axis: 2 }), /one row for each photo/],
    ['a matrix over columns', oneNode('MatMul', [[8, 4]]), /over the columns/],
    ['numbers for each place', oneNode('Add', [[1, 1, 8, 8]]), /numbers of shape \[1, 1, 8, 8\] beside \[N, 3, 8, 8\]/],
    [
      'a division by zero',
      graphOf([null, 3, 8, 8], (onnx, x) => onnx.node('Div', [x, onnx.scalar(0)], [null, 1])),
      /by zero/,
    ],
    [
      'padding with ones',
      graphOf([null, 3, 8, 8], (onnx, x) =>
        onnx.node('Pad', [x, onnx.integers([0, 0, 1, 1, 0, 0, 1, 1]), onnx.scalar(1)], [null, 1]),
      ),
      /with 1/,
    ],
    [
      'channels that are padded',
      graphOf([null, 3, 8, 8], (onnx, x) => onnx.node('Pad', [x, onnx.integers([0, 1, 0, 0, 0, 0, 0, 0])], [null, 1])),
      /of photos or channels/,
    ],
    [
      'a map turned into another',
      graphOf([null, 3, 8, 8], (onnx, x) => onnx.node('Reshape', [x, onnx.integers([0, 8, 3, 8])], [null, 1])),
      /\[N, 3, 8, 8\] as \[N, 8, 3, 8\]/,
    ],
    [
      'photos that become one',
      graphOf([null, 3, 8, 8], (onnx, x) => onnx.node('Reshape', [x, onnx.integers([1, -1])], [null, 1])),
      /as \[1, -1\]/,
    ],
    [
      'a flattened map as the result',
      graphOf([null, 3, 8, 8], (onnx, x) => onnx.node('Flatten', [x], [null, 192])),
      /a flattened map/,
    ],
    [
      'a photo of any size',
      graphOf([null, 3, null, null], (onnx, x) => onnx.node('Relu', [x], [null, 1])),
      /fixed sizes after the number of photos/,
    ],
  ])('%s', (_, bytes, detail) => {
    expect(refusal(bytes)).toMatchObject({ detail: expect.stringMatching(detail) as string });
  });
});

const node = (opType: string, inputs: string[], outputs: string[], domain = ''): OnnxNode => {
  return { opType, domain, name: '', inputs, outputs, attributes: {} };
};
const nodesOf = (...nodes: OnnxNode[]): Uint8Array =>
  writeOnnx({
    name: 'graph',
    nodes,
    initializers: new Map([['w', float32Tensor([3], [1, 2, 3])]]),
    inputs: [{ name: 'x', dtype: 'float32', shape: ['N', 3] }],
    outputs: [{ name: 'y', dtype: 'float32', shape: ['N', 3] }],
    metadata: {},
  });

describe('graphs that lead nowhere', () => {
  test.each<[string, Uint8Array, string]>([
    [
      'a circle',
      nodesOf(node('Add', ['x', 'b'], ['a']), node('Relu', ['a'], ['b']), node('Relu', ['b'], ['y'])),
      'header-broken',
    ],
    ['a node that reads itself', nodesOf(node('Relu', ['y'], ['y'])), 'header-broken'],
    ['a node before what it reads', nodesOf(node('Relu', ['a'], ['y']), node('Relu', ['x'], ['a'])), 'header-broken'],
    ['a value that nothing gives', nodesOf(node('Relu', ['gone'], ['y'])), 'header-broken'],
    ['an output that nothing gives', nodesOf(node('Relu', ['x'], ['z'])), 'header-broken'],
    ['an output that is a weight', nodesOf(node('Identity', ['w'], ['y'])), 'header-broken'],
    ['a name twice', nodesOf(node('Relu', ['x'], ['y']), node('Tanh', ['x'], ['y'])), 'name-twice'],
    ['a value named as a weight', nodesOf(node('Relu', ['x'], ['w']), node('Tanh', ['x'], ['y'])), 'name-twice'],
    ['an operator of another domain', nodesOf(node('Gelu', ['x'], ['y'], 'com.microsoft')), 'type-unsupported'],
    ['a node that reads nothing', nodesOf(node('Relu', [], ['y'])), 'type-unsupported'],
  ])('%s', (_, bytes, reason) => {
    expect(refusal(bytes)).toMatchObject({ reason });
  });

  test('one weight used by a thousand layers takes no more memory than a file may', () => {
    const bytes = graphOf([null, 64, 4, 4], (onnx, x) => {
      const kernel = ones(onnx, 64, 64, 3, 3);
      let y = x;
      for (let layer = 0; layer < 1_000; layer++)
        y = onnx.node('Conv', [y, kernel], [null, 64, 4, 4], { pads: [1, 1, 1, 1] });
      return y;
    });
    expect(refusal(bytes)).toMatchObject({ reason: 'too-large' });
  });

  test('a map that grows beyond any memory', () => {
    const bytes = graphOf([null, 3, 8, 8], (onnx, x) => {
      const pads = onnx.integers([0, 0, 60_000, 60_000, 0, 0, 60_000, 60_000]);
      return onnx.node('Pad', [x, pads], [null, 3, 8, 8]);
    });
    expect(refusal(bytes)).toMatchObject({ reason: 'graph-wrong' });
  });

  test('more nodes than a network has', () => {
    const relus = Array.from({ length: 20_001 }, (_, at) => node('Relu', [at === 0 ? 'x' : `v${at - 1}`], [`v${at}`]));
    expect(refusal(nodesOf(...relus))).toMatchObject({ reason: 'too-large' });
  });
});

test('hostile golden files are refused', () => {
  const folder = 'golden/files/hostile';
  const files = readdirSync(path.join(fixtures, folder)).filter(name => name.endsWith('.onnx'));
  const reasons = files.map(name => [name, (refusal(fixture(`${folder}/${name}`)) as Refusal).reason]);
  expect(Object.fromEntries(reasons)).toEqual({
    'external_data_outside.onnx': 'offsets-broken',
    'truncated.onnx': 'cut-short',
  });
});

describe.each(['models/onnx/branches.dynamo.onnx', 'models/onnx/ceil_mode.script.onnx'])('%s damaged', name => {
  const good = fixture(name);
  const grown = (work: () => void): number => {
    const before = process.memoryUsage();
    work();
    const after = process.memoryUsage();
    return after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  };

  test('cut at any byte it is a model or refused', () => {
    const accepted = [...good.keys()].filter(length => refusal(good.subarray(0, length)) === 'accepted');
    // Behind the graph and the operator set the rest is notes.
    expect(accepted.every(length => good.length - length < 60)).toBe(true);
  });

  test('with one to three bytes changed, 2,000 times, it is a model or refused, in less than 50 MB', () => {
    const random = mulberry32(12);
    let refused = 0;
    for (let round = 0; round < 2_000; round++) {
      const bytes = Uint8Array.from(good);
      for (let flip = 0; flip <= round % 3; flip++)
        bytes[Math.floor(random() * bytes.length)]! ^= 1 + Math.floor(random() * 255);
      expect(grown(() => refusal(bytes) !== 'accepted' && refused++)).toBeLessThan(50e6);
    }
    expect(refused).toBeGreaterThan(200);
  });
});
