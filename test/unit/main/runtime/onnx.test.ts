// The door to ONNX Runtime: what it says of itself, and that every misuse is an error and not a wrong number.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OnnxGraph } from '../../../../src/engine/compile/onnx-graph.ts';
import { binary } from '../../../../src/engine/compile/onnx-math.ts';
import { float32Tensor } from '../../../../src/engine/tensor.ts';
import type { Tensor } from '../../../../src/engine/tensor.ts';
import { openSession, runtimeFacts } from '../../../../src/main/runtime/onnx.ts';
import type { Session } from '../../../../src/main/runtime/onnx.ts';

/** sum = a + b, product = a · b of two vectors of three. */
function twoResults(): Uint8Array {
  const onnx = new OnnxGraph();
  const [a, b] = [onnx.input('a', 'float32', [3]), onnx.input('b', 'float32', [3])];
  onnx.output('sum', binary(onnx, 'Add', a, b));
  onnx.output('product', binary(onnx, 'Mul', a, b));
  return onnx.toBytes('two results');
}

test('says its version and that it can compute on the CPU', () => {
  expect(runtimeFacts().version).toMatch(/^\d+\.\d+\.\d+/);
  expect(runtimeFacts().providers).toContain('cpu');
});

describe('an open graph', () => {
  let session: Session;
  const a = float32Tensor([3], [1, 2, 3]);
  const b = float32Tensor([3], [10, 20, 30]);
  beforeAll(async () => {
    session = await openSession(twoResults(), { threads: 1 });
  });
  afterAll(() => session.dispose());

  test('knows its inputs and outputs', () => {
    expect([session.inputs, session.outputs]).toEqual([
      ['a', 'b'],
      ['sum', 'product'],
    ]);
  });

  test('gives all outputs, or those asked for', async () => {
    expect(await session.run({ a, b })).toEqual({
      sum: float32Tensor([3], [11, 22, 33]),
      product: float32Tensor([3], [10, 40, 90]),
    });
    expect(Object.keys(await session.run({ a, b }, ['product']))).toEqual(['product']);
  });

  const wrong: [string, Record<string, Tensor>][] = [
    ['a missing input', { a }],
    ['another shape', { a, b: float32Tensor([4]) }],
    ['another type of number', { a, b: { dtype: 'int32', shape: [3], data: new Int32Array(3) } }],
    ['half-precision bits', { a, b: { dtype: 'float16', shape: [3], data: new Uint16Array(3) } }],
    ['fewer values than the shape says', { a, b: { ...b, data: new Float32Array(2) } }],
  ];
  test.each(wrong)('refuses %s', async (_, feeds) => {
    await expect(session.run(feeds)).rejects.toMatchObject({ code: 'engine-failed' });
  });
});

test('a closed graph says so, and closing again does nothing', async () => {
  const session = await openSession(twoResults(), { threads: 1 });
  await session.dispose();
  await session.dispose();
  await expect(session.run({ a: float32Tensor([3]), b: float32Tensor([3]) })).rejects.toMatchObject({
    code: 'engine-failed',
  });
});

test.each([
  ['bytes that are no graph', Uint8Array.of(1, 2, 3, 4)],
  ['half a graph', twoResults().slice(0, 60)],
  ['nothing', new Uint8Array(0)],
])('%s cannot be opened', async (_, bytes) => {
  await expect(openSession(bytes, { threads: 1 })).rejects.toMatchObject({ code: 'engine-failed' });
});

test('L18 a provider that this build does not have is an error, not a silent change to another', async () => {
  await expect(openSession(twoResults(), { threads: 1, provider: 'abacus' })).rejects.toMatchObject({
    code: 'engine-failed',
  });
});
