// Blocked forms against the portable ones: values, gradients of inputs and weights, with channels that fill blocks and that do not.
import { expect, test } from 'vitest';
import { compileGradients } from '../../../../src/engine/compile/gradients.ts';
import { readModel } from '../../../../src/engine/graph.ts';
import { elementCount, float32Tensor } from '../../../../src/engine/tensor.ts';
import type { Tensor } from '../../../../src/engine/tensor.ts';
import { openSession } from '../../../../src/main/runtime/onnx.ts';
import { fnv1a32, mulberry32 } from '../../../../src/shared/random.ts';
import { blockedForm } from '../../../support/engine-forms.ts';
import { relativeDifference } from '../../../support/golden.ts';

type Json = Record<string, unknown>;
type Layer = readonly [className: string, config: Json, ...from: number[]];

/** Layers by their place, 0 is the input; each reads the one before unless it says otherwise. */
function modelOf(size: readonly number[], layers: readonly Layer[]): ReturnType<typeof readModel> {
  const name = (place: number): string => `l${place}`;
  const all = layers.map(([className, config, ...from], at) => ({
    class_name: className,
    name: name(at + 1),
    config: { name: name(at + 1), ...config },
    inbound_nodes: [(from.length > 0 ? from : [at]).map(place => [name(place), 0, 0, {}])],
  }));
  const input = { class_name: 'InputLayer', name: 'l0', config: { name: 'l0', batch_shape: [null, ...size] } };
  return readModel({
    class_name: 'Functional',
    config: {
      name: 'net',
      layers: [{ ...input, inbound_nodes: [] }, ...all],
      input_layers: [['l0', 0, 0]],
      output_layers: [[name(layers.length), 0, 0]],
    },
  });
}

/** Of the name alone, so that both graphs are fed the same. */
function valuesFor(name: string, shape: readonly number[]): Tensor {
  const random = mulberry32(fnv1a32(name));
  const isPositive = name.endsWith('moving_variance') || name.endsWith('gamma');
  const data = Float32Array.from({ length: elementCount(shape) }, () =>
    isPositive ? random() + 0.5 : random() * 2 - 1,
  );
  return float32Tensor(shape, data);
}

const same = (kernel: number, more: Json = {}): Json => ({ kernel_size: kernel, padding: 'same', ...more });

const cases: Readonly<Record<string, readonly [readonly number[], readonly Layer[]]>> = {
  'a pointwise convolution': [[5, 6, 32], [['Conv2D', { filters: 48, kernel_size: 1 }]]],
  'channels that fill no block': [
    [5, 6, 20],
    [
      ['Conv2D', { filters: 21, kernel_size: 1 }],
      ['ReLU', {}],
    ],
  ],
  'a full convolution': [[7, 6, 16], [['Conv2D', same(3, { filters: 24 })]]],
  'strides on an even size': [[8, 8, 32], [['Conv2D', same(3, { filters: 16, strides: 2 })]]],
  'strides on an odd size': [[7, 9, 18], [['Conv2D', same(3, { filters: 16, strides: 2 })]]],
  'pointwise with strides, odd size': [[7, 7, 32], [['Conv2D', same(1, { filters: 32, strides: 2 })]]],
  'a window that leaves a row over': [[8, 8, 16], [['Conv2D', { filters: 16, kernel_size: 3, strides: 2 }]]],
  dilation: [[9, 9, 16], [['Conv2D', same(3, { filters: 16, dilation_rate: 2 })]]],
  'a photo first, then blocks': [
    [9, 9, 3],
    [
      ['Conv2D', same(3, { filters: 20, strides: 2 })],
      ['ReLU', {}],
      ['Conv2D', same(3, { filters: 16 })],
    ],
  ],
  depthwise: [[7, 6, 32], [['DepthwiseConv2D', same(3)]]],
  'depthwise, no whole block': [
    [7, 6, 20],
    [
      ['DepthwiseConv2D', same(3, { use_bias: false })],
      ['ReLU', {}],
    ],
  ],
  'depthwise with strides': [[8, 7, 16], [['DepthwiseConv2D', same(3, { strides: 2 })]]],
  'depthwise with dilation': [[9, 9, 16], [['DepthwiseConv2D', same(3, { dilation_rate: 2 })]]],
  'a window that leaves a row over, depthwise': [[8, 8, 16], [['DepthwiseConv2D', { kernel_size: 3, strides: 2 }]]],
  'depthwise, a large map': [[30, 28, 16], [['DepthwiseConv2D', same(3)]]],
  'depthwise with strides, a large map': [[59, 58, 16], [['DepthwiseConv2D', same(5, { strides: 2 })]]],
  'depthwise with dilation, a large map': [[30, 28, 16], [['DepthwiseConv2D', same(3, { dilation_rate: 2 })]]],
  'depthwise, a kernel larger than the map': [[1, 2, 16], [['DepthwiseConv2D', same(5)]]],
  separable: [
    [8, 8, 16],
    [
      ['ReLU', {}],
      ['SeparableConv2D', same(3, { filters: 24, use_bias: false })],
      ['BatchNormalization', { trainable: false }],
    ],
  ],
  'batch norm while training': [
    [5, 4, 20],
    [
      ['Conv2D', same(3, { filters: 20, use_bias: false })],
      ['BatchNormalization', {}],
      ['ReLU', {}],
    ],
  ],
  'frozen batch norm and ReLU': [
    [5, 4, 20],
    [
      ['Conv2D', same(3, { filters: 20, use_bias: false })],
      ['BatchNormalization', { trainable: false }],
      ['ReLU', {}],
    ],
  ],
  'a residual sum': [
    [8, 8, 16],
    [
      ['Conv2D', same(3, { filters: 32, strides: 2 })],
      ['ReLU', {}],
      ['Conv2D', same(3, { filters: 32 })],
      ['Conv2D', same(1, { filters: 32, strides: 2 }), 0],
      ['Add', {}, 3, 4],
      ['ReLU', {}],
    ],
  ],
  'max pooling': [
    [8, 8, 16],
    [
      ['Conv2D', same(1, { filters: 16 })],
      ['MaxPooling2D', { pool_size: 3, strides: 2, padding: 'same' }],
    ],
  ],
  'max pooling, odd size': [
    [9, 7, 20],
    [
      ['Conv2D', same(1, { filters: 20 })],
      ['MaxPooling2D', { pool_size: 3, strides: 2, padding: 'same' }],
    ],
  ],
  'max pooling, leaving a row over': [
    [9, 8, 16],
    [
      ['Conv2D', same(1, { filters: 16 })],
      ['MaxPooling2D', { pool_size: 2 }],
    ],
  ],
  'max pooling in steps of one': [
    [6, 5, 16],
    [
      ['Conv2D', same(1, { filters: 16 })],
      ['MaxPooling2D', { pool_size: 3, strides: 1, padding: 'same' }],
    ],
  ],
  'average pooling': [
    [8, 7, 16],
    [
      ['Conv2D', same(1, { filters: 16 })],
      ['AveragePooling2D', { pool_size: 3, strides: 2, padding: 'same' }],
    ],
  ],
  'pooling with gaps': [
    [8, 8, 16],
    [
      ['Conv2D', same(1, { filters: 16 })],
      ['AveragePooling2D', { pool_size: 1, strides: 2 }],
    ],
  ],
  'the mean of all places': [
    [4, 5, 20],
    [
      ['Conv2D', same(1, { filters: 20 })],
      ['GlobalAveragePooling2D', {}],
      ['Dense', { units: 3 }],
    ],
  ],
  'squeeze and excite': [
    [4, 5, 32],
    [
      ['Conv2D', same(1, { filters: 32 })],
      ['GlobalAveragePooling2D', { keepdims: true }],
      ['Conv2D', same(1, { filters: 32, activation: 'sigmoid' })],
      ['Multiply', {}, 1, 3],
    ],
  ],
  'branches put together': [
    [6, 6, 16],
    [
      ['Conv2D', same(1, { filters: 16 })],
      ['Conv2D', same(3, { filters: 32 }), 0],
      ['Concatenate', {}, 1, 2],
      ['Conv2D', same(1, { filters: 16 })],
    ],
  ],
  'branches that fill no block': [
    [6, 6, 16],
    [
      ['Conv2D', same(1, { filters: 10 })],
      ['Conv2D', same(3, { filters: 20 }), 0],
      ['Concatenate', {}, 1, 2],
      ['Conv2D', same(1, { filters: 16 })],
    ],
  ],
  'relu6 and swish': [
    [4, 4, 16],
    [
      ['Conv2D', same(3, { filters: 16, activation: 'relu6' })],
      ['Conv2D', same(3, { filters: 16, activation: 'swish' })],
    ],
  ],
};

test.skipIf(!blockedForm).each(Object.entries(cases))('%s', async (_, [size, layers]) => {
  const model = modelOf(size, layers);
  const results = [];
  for (const forms of [{}, blockedForm!]) {
    const graph = compileGradients({ model, batch: 3, isTraining: true, ...forms });
    const session = await openSession(graph.onnx, { threads: 1 });
    const shapes = new Map(graph.inputs.map(({ name, shape }) => [name, shape]));
    const feeds = session.inputs.map(name => [name, valuesFor(name, shapes.get(name) ?? graph.output)] as const);
    results.push(await session.run(Object.fromEntries(feeds)));
    await session.dispose();
  }
  const [portable, blocked] = results as [Record<string, Tensor>, Record<string, Tensor>];
  expect(Object.keys(blocked)).toEqual(Object.keys(portable));
  const differences = Object.keys(portable).map(
    key => [key, relativeDifference(blocked[key]!, portable[key]!)] as const,
  );
  expect(differences.filter(([, difference]) => !(difference <= 1e-5))).toEqual([]);
});
