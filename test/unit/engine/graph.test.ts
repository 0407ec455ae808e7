// Reading models: Keras 2 and 3 forms, Sequential, nested ones; and what is said about graphs that cannot be.
import { describe, expect, test } from 'vitest';
import { readModel, writeModel } from '../../../src/engine/graph.ts';
import { planModel } from '../../../src/engine/plan.ts';
import { goldenJson } from '../../support/golden.ts';

type Json = Record<string, unknown>;
const layer = (className: string, name: string, config: Json, ...from: string[]): Json => ({
  class_name: className,
  name,
  config: { name, ...config },
  inbound_nodes: from.length === 0 ? [] : [from.map(input => [input, 0, 0, {}])],
});
const input = layer('InputLayer', 'input', { batch_shape: [null, 8, 8, 3] });
const functional = (layers: Json[], output: string): Json => ({
  class_name: 'Functional',
  config: { name: 'net', layers, input_layers: [['input', 0, 0]], output_layers: [[output, 0, 0]] },
});

describe('the same model', () => {
  test.each(['nested_model', 'shared_layer', 'residual_training'])('%s survives being written and read again', name => {
    const model = readModel(goldenJson(`layers/${name}.json`));
    expect(readModel(JSON.parse(JSON.stringify(writeModel(model))))).toEqual(model);
  });

  test('what is written has the shapes and the form Keras 3 asks for', () => {
    const written = writeModel(readModel(functional([input, layer('Flatten', 'flat', {}, 'input')], 'flat'))) as Json;
    const layers = (written['config'] as Json)['layers'] as Json[];
    expect(layers[1]).toMatchObject({
      module: 'keras.layers',
      inbound_nodes: [
        {
          args: [
            { class_name: '__keras_tensor__', config: { shape: [null, 8, 8, 3], keras_history: ['input', 0, 0] } },
          ],
        },
      ],
    });
  });

  test('a Sequential of a Sequential, as Teachable Machine writes it, becomes a graph with every shape known', () => {
    const inner = {
      class_name: 'Sequential',
      config: {
        name: 'base',
        layers: [
          {
            class_name: 'Conv2D',
            config: { name: 'conv', batch_input_shape: [null, 8, 8, 3], filters: 4, kernel_size: 3 },
          },
          { class_name: 'GlobalAveragePooling2D', config: { name: 'gap' } },
        ],
      },
    };
    const outer = {
      class_name: 'Sequential',
      config: { name: 'whole', layers: [inner, { class_name: 'Dense', config: { name: 'top', units: 2 } }] },
    };
    const plan = planModel(readModel(outer));
    expect(plan.outputs[0]!.shape).toEqual([null, 2]);
    expect(plan.weights.map(weight => weight.key)).toEqual(['conv/kernel', 'conv/bias', 'top/kernel', 'top/bias']);
  });
});

describe('the calls of a nested model', () => {
  const conv = layer('Conv2D', 'conv', { filters: 3, kernel_size: 1 }, 'inside');
  const inner = (...inbound: unknown[][]): Json => ({
    class_name: 'Model',
    name: 'inner',
    config: {
      name: 'inner',
      layers: [layer('InputLayer', 'inside', { batch_shape: [null, 8, 8, 3] }), conv],
      input_layers: [['inside', 0, 0]],
      output_layers: [['conv', 0, 0]],
    },
    inbound_nodes: inbound.map(node => [node]),
  });
  const twice = (first: number): Json =>
    functional(
      [
        input,
        inner(['input', 0, 0, {}], ['inner', first, 0, {}]),
        {
          ...layer('Add', 'sum', {}),
          inbound_nodes: [
            [
              ['inner', first, 0, {}],
              ['inner', first + 1, 0, {}],
            ],
          ],
        },
      ],
      'sum',
    );

  test('are counted from 1 by Keras 2 and TF.js, and are the same model as counted from 0', () => {
    expect(readModel(twice(1))).toEqual(readModel(twice(0)));
    expect(planModel(readModel(twice(1))).steps.map(({ layer: name }) => name)).toEqual(['conv', 'conv', 'sum']);
  });

  test('counted from 1 may be the outputs of the model', () => {
    const config = functional([input, inner(['input', 0, 0, {}])], 'inner')['config'] as Json;
    const net = { class_name: 'Functional', config: { ...config, output_layers: [['inner', 1, 0]] } };
    expect(readModel(net).outputs).toEqual([{ layer: 'inner', call: 0, tensor: 0 }]);
  });

  test('two nested models with layers of one name are refused: their weights would be one', () => {
    const second = { ...inner(['inner', 0, 0, {}]), name: 'other' };
    expect(() => readModel(functional([input, inner(['input', 0, 0, {}]), second], 'other'))).toThrow(
      /conv.*a name of its own/,
    );
  });

  test('that do not exist are refused as they were written', () => {
    expect(() => readModel(twice(2))).toThrow(/a call of inner below 2/);
  });
});

describe('a graph that cannot be is refused with the layer’s name', () => {
  const cases: [string, unknown, Json][] = [
    ['not a model', 'Functional', { layer: 'model' }],
    [
      'an unknown layer class',
      functional([input, layer('Lambda', 'code', { function: 'x' }, 'input')], 'code'),
      { layer: 'code', received: 'Lambda' },
    ],
    [
      'a class named like an object’s own property',
      functional([input, layer('constructor', 'odd', {}, 'input')], 'odd'),
      { layer: 'odd' },
    ],
    [
      'an input that does not exist',
      functional([input, layer('Flatten', 'flat', {}, 'nowhere')], 'flat'),
      { layer: 'flat', received: 'nowhere' },
    ],
    [
      'an input that does not exist, behind another layer',
      functional([input, layer('Flatten', 'a', {}, 'b'), layer('Flatten', 'b', {}, 'nowhere')], 'a'),
      { layer: 'b', expected: 'a layer that exists', received: 'nowhere' },
    ],
    [
      'a call that does not exist',
      functional([input, { ...layer('Flatten', 'a', {}), inbound_nodes: [[['input', 3, 0, {}]]] }], 'a'),
      { layer: 'a', expected: 'a call of input below 1', received: '3' },
    ],
    [
      'an output of a layer that it does not have',
      functional([input, { ...layer('Flatten', 'a', {}), inbound_nodes: [[['input', 0, 2, {}]]] }], 'a'),
      { layer: 'a', expected: 'an output of input below 1', received: '2' },
    ],
    [
      'a cycle',
      functional([input, layer('Flatten', 'a', {}, 'b'), layer('Flatten', 'b', {}, 'a')], 'b'),
      { expected: 'a graph without cycles', received: 'a → b → a' },
    ],
    [
      'a layer that reads itself',
      functional([input, layer('Flatten', 'a', {}, 'a')], 'a'),
      { layer: 'a', received: 'a → a' },
    ],
    [
      'a cycle before the layer that comes first',
      functional(
        [
          input,
          layer('Flatten', 'end', {}, 'a'),
          layer('Flatten', 'a', {}, 'b'),
          layer('Add', 'b', {}, 'input', 'c'),
          layer('Flatten', 'c', {}, 'a'),
        ],
        'end',
      ),
      { layer: 'a', received: 'a → c → b → a' },
    ],
    [
      'a layer that nothing is fed to',
      functional([input, layer('Dense', 'loose', { units: 2 })], 'input'),
      { layer: 'loose', received: 'a layer without any input' },
    ],
    [
      'an input that the model does not list',
      functional([input, layer('InputLayer', 'other', { batch_shape: [null, 8, 8, 3] })], 'input'),
      { layer: 'other', expected: 'an input that the model lists' },
    ],
    [
      'an input of the model that is no input',
      {
        class_name: 'Functional',
        config: {
          name: 'net',
          layers: [input, layer('Flatten', 'flat', {}, 'input')],
          input_layers: [
            ['input', 0, 0],
            ['flat', 0, 0],
          ],
          output_layers: [['flat', 0, 0]],
        },
      },
      { layer: 'flat', received: 'Flatten' },
    ],
    [
      'no output',
      {
        class_name: 'Functional',
        config: { name: 'net', layers: [input], input_layers: ['input', 0, 0], output_layers: [] },
      },
      { layer: 'net', expected: 'at least one output' },
    ],
    [
      'an output named twice',
      {
        class_name: 'Functional',
        config: {
          name: 'net',
          layers: [input],
          input_layers: ['input', 0, 0],
          output_layers: [
            ['input', 0, 0],
            ['input', 0, 0],
          ],
        },
      },
      { layer: 'input', received: 'twice' },
    ],
    [
      'a layer used on two shapes that its weights cannot both have',
      functional(
        [
          input,
          layer('Flatten', 'flat', {}, 'input'),
          { ...layer('Dense', 'shared', { units: 2 }), inbound_nodes: [[['flat', 0, 0, {}]], [['input', 0, 0, {}]]] },
        ],
        'shared',
      ),
      { layer: 'shared', expected: 'inputs for its kernel [192, 2]', received: '[3, 2]' },
    ],
    [
      'two layers of one name',
      functional([input, layer('Flatten', 'x', {}, 'input'), layer('Flatten', 'x', {}, 'input')], 'x'),
      { layer: 'x' },
    ],
    [
      'filters of 0',
      functional([input, layer('Conv2D', 'conv', { filters: 0, kernel_size: 3 }, 'input')], 'conv'),
      { layer: 'conv', received: '0' },
    ],
    [
      'a kernel larger than the photo',
      functional([input, layer('Conv2D', 'conv', { filters: 1, kernel_size: 9 }, 'input')], 'conv'),
      { layer: 'conv', received: '8 × 8' },
    ],
    [
      'groups that do not divide the channels',
      functional([input, layer('Conv2D', 'conv', { filters: 4, kernel_size: 1, groups: 2 }, 'input')], 'conv'),
      { layer: 'conv' },
    ],
    [
      'channels first',
      functional(
        [input, layer('Conv2D', 'conv', { filters: 4, kernel_size: 1, data_format: 'channels_first' }, 'input')],
        'conv',
      ),
      { layer: 'conv', received: 'channels_first' },
    ],
    [
      'an unknown activation',
      functional([input, layer('Activation', 'act', { activation: 'toString' }, 'input')], 'act'),
      { layer: 'act', received: 'toString' },
    ],
    [
      'shapes that do not add up',
      functional([input, layer('Flatten', 'flat', {}, 'input'), layer('Add', 'sum', {}, 'input', 'flat')], 'sum'),
      { layer: 'sum' },
    ],
    [
      'a photo of open size',
      functional([layer('InputLayer', 'input', { batch_shape: [null, null, null, 3] })], 'input'),
      { layer: 'input' },
    ],
    ['an output that is no layer', functional([input], 'nothing'), { layer: 'nothing' }],
    [
      'a dropout rate of 1',
      functional([input, layer('Dropout', 'drop', { rate: 1 }, 'input')], 'drop'),
      { layer: 'drop', received: '1' },
    ],
    [
      'a reshape to another size',
      functional([input, layer('Reshape', 'form', { target_shape: [5, 5] }, 'input')], 'form'),
      { layer: 'form' },
    ],
    [
      'a Sequential without layers',
      { class_name: 'Sequential', config: { name: 'empty', layers: [] } },
      { layer: 'empty' },
    ],
  ];
  test.each(cases)('%s', (_, json, details) => {
    expect(() => readModel(json)).toThrow(
      expect.objectContaining({ code: 'model-invalid', details: expect.objectContaining(details) as object }),
    );
  });

  test('models nested without end', () => {
    const nest = (depth: number): Json => ({
      class_name: 'Sequential',
      config: {
        name: `level${depth}`,
        layers:
          depth === 0
            ? [{ class_name: 'Flatten', config: { name: 'flat', batch_input_shape: [null, 2, 2, 1] } }]
            : [nest(depth - 1)],
      },
    });
    expect(() => readModel(nest(20))).toThrow('nested at most 8 deep');
    expect(planModel(readModel(nest(3))).outputs[0]!.shape).toEqual([null, 4]);
  });
});
