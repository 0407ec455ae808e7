// Where a model is cut for training, and that both parts together still compute what the whole did.
import { expect, test } from 'vitest';
import { compileInference } from '../../../src/engine/compile/inference.ts';
import { readModel } from '../../../src/engine/graph.ts';
import { splitModel } from '../../../src/engine/split.ts';
import { elementCount, float32Tensor } from '../../../src/engine/tensor.ts';
import type { Tensor } from '../../../src/engine/tensor.ts';
import { modelWeights } from '../../../src/engine/weights.ts';
import type { Model } from '../../../src/engine/model.ts';
import { openSession } from '../../../src/main/runtime/onnx.ts';
import { fnv1a32, mulberry32 } from '../../../src/shared/random.ts';
import { relativeDifference } from '../../support/golden.ts';

type Call = readonly [layer: string, call: number];
type Layer = readonly [name: string, className: string, config: object, ...calls: (readonly Call[])[]];

function modelOf(output: Call, ...layers: readonly Layer[]): Model {
  const from = (call: readonly Call[]): unknown[] => call.map(([layer, index]) => [layer, index, 0, {}]);
  const input = { name: 'photo', class_name: 'InputLayer', config: { name: 'photo', batch_shape: [null, 6, 6, 3] } };
  return readModel({
    class_name: 'Functional',
    config: {
      name: 'net',
      layers: [
        { ...input, inbound_nodes: [] },
        ...layers.map(([name, className, config, ...calls]) => ({
          name,
          class_name: className,
          config: { name, ...config },
          inbound_nodes: calls.map(from),
        })),
      ],
      input_layers: [['photo', 0, 0]],
      output_layers: [[...output, 0]],
    },
  });
}

const conv = (filters: number, trainable: boolean): object => ({ filters, kernel_size: 3, padding: 'same', trainable });
const on = (layer: string, call = 0): readonly [Call] => [[layer, call]];

async function run(model: Model, feeds: ReadonlyMap<string, Tensor>): Promise<Record<string, Tensor>> {
  const random = (key: string) => mulberry32(fnv1a32(key));
  const weights = new Map(
    modelWeights(model).map(({ key, shape }) => {
      const next = random(key);
      return [
        key,
        float32Tensor(
          shape,
          Float32Array.from({ length: elementCount(shape) }, () => next() - 0.3),
        ),
      ];
    }),
  );
  const session = await openSession(compileInference({ model, weights, batch: 2 }), { threads: 1 });
  const only = feeds.size === 1 ? [...feeds.values()][0]! : undefined;
  const results = await session.run(Object.fromEntries(session.inputs.map(name => [name, feeds.get(name) ?? only!])));
  await session.dispose();
  return results;
}

/** The names of the values between the parts, after checking that both together are the whole. */
async function boundaryOf(model: Model): Promise<readonly string[]> {
  const photo = float32Tensor(
    [2, 6, 6, 3],
    Float32Array.from({ length: 216 }, (_, at) => Math.sin(at)),
  );
  const { frozen, trainable } = splitModel(model);
  const [whole] = Object.values(await run(model, new Map([['photo', photo]])));
  const between = frozen ? await run(frozen, new Map([['photo', photo]])) : {};
  const names = trainable.inputs.map(({ layer }) => layer);
  const outputs = Object.values(between);
  let next = 0;
  const feeds = new Map(names.map(name => [name, name === 'photo' ? photo : outputs[next++]!]));
  const [together] = Object.values(await run(trainable, feeds));
  expect(relativeDifference(together!, whole!)).toBeLessThan(1e-5);
  return names;
}

test('frozen layers before the first trainable one are cut off', async () => {
  const model = modelOf(
    ['top', 0],
    ['a', 'Conv2D', conv(4, false), on('photo')],
    ['b', 'ReLU', {}, on('a')],
    ['c', 'Conv2D', conv(5, true), on('b')],
    ['pool', 'GlobalAveragePooling2D', {}, on('c')],
    ['top', 'Dense', { units: 2 }, on('pool')],
  );
  expect(await boundaryOf(model)).toEqual(['b']);
  expect(splitModel(model).frozen!.layers.map(({ name }) => name)).toEqual(['photo', 'a', 'b']);
});

test('a way around the cut makes a boundary of two values', async () => {
  const model = modelOf(
    ['sum', 0],
    ['a', 'Conv2D', conv(4, false), on('photo')],
    ['b', 'Conv2D', conv(4, false), on('a')],
    ['c', 'Conv2D', conv(4, true), on('b')],
    [
      'sum',
      'Add',
      {},
      [
        ['a', 0],
        ['c', 0],
      ],
    ],
  );
  expect(await boundaryOf(model)).toEqual(['b', 'a']);
});

test('an activation of a boundary value is computed in the step instead of kept', async () => {
  const model = modelOf(
    ['sum', 0],
    ['a', 'Conv2D', conv(4, false), on('photo')],
    ['b', 'ReLU', {}, on('a')],
    ['c', 'Conv2D', conv(4, true), on('b')],
    [
      'sum',
      'Add',
      {},
      [
        ['a', 0],
        ['c', 0],
      ],
    ],
  );
  expect(await boundaryOf(model)).toEqual(['a']);
});

test('frozen layers after a trainable one stay in the step', async () => {
  const model = modelOf(
    ['c', 0],
    ['a', 'Conv2D', conv(4, false), on('photo')],
    ['b', 'Conv2D', conv(4, true), on('a')],
    ['c', 'Conv2D', conv(4, false), on('b')],
  );
  expect(await boundaryOf(model)).toEqual(['a']);
});

test('nothing is cut off where training begins at the photo', async () => {
  const model = modelOf(['b', 0], ['a', 'Conv2D', conv(4, true), on('photo')], ['b', 'ReLU', {}, on('a')]);
  expect(splitModel(model).frozen).toBeNull();
  expect(await boundaryOf(model)).toEqual(['photo']);
});

test('dropout drops anew in each step', async () => {
  const model = modelOf(
    ['top', 0],
    ['pool', 'GlobalAveragePooling2D', {}, on('photo')],
    ['drop', 'Dropout', { rate: 0.5 }, on('pool')],
    ['top', 'Dense', { units: 2 }, on('drop')],
  );
  expect(await boundaryOf(model)).toEqual(['pool']);
});

test('a frozen layer that is used on both sides is in both parts', async () => {
  const model = modelOf(
    ['shared', 1],
    ['shared', 'Conv2D', conv(3, false), on('photo'), on('own')],
    ['own', 'Conv2D', conv(3, true), on('shared')],
  );
  expect(await boundaryOf(model)).toEqual(['shared_2']);
});

test('a model in which nothing trains is refused', () => {
  const model = modelOf(['a', 0], ['a', 'Conv2D', conv(4, false), on('photo')]);
  expect(() => splitModel(model)).toThrow('all frozen');
});
