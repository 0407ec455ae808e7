// Every network of the zoo has the layers, shapes and parameters that Keras gives the same network.
import { describe, expect, test } from 'vitest';
import { readModel, writeModel } from '../../../../src/engine/graph.ts';
import type { Model } from '../../../../src/engine/graph.ts';
import { layerOutput, planModel } from '../../../../src/engine/plan.ts';
import type { ModelWeight } from '../../../../src/engine/plan.ts';
import { elementCount } from '../../../../src/engine/tensor.ts';
import { modelWeights } from '../../../../src/engine/weights.ts';
import { alexnet } from '../../../../src/engine/zoo/alexnet.ts';
import { fashionCnn } from '../../../../src/engine/zoo/fashion-cnn.ts';
import { googlenet } from '../../../../src/engine/zoo/googlenet.ts';
import { lenet5 } from '../../../../src/engine/zoo/lenet5.ts';
import { mobilenetV2 } from '../../../../src/engine/zoo/mobilenet-v2.ts';
import { resnet152, resnet50 } from '../../../../src/engine/zoo/resnet.ts';
import { resnet34 } from '../../../../src/engine/zoo/resnet34.ts';
import { xception } from '../../../../src/engine/zoo/xception.ts';
import { goldenJson } from '../../../support/golden.ts';

type Structure = {
  readonly total_params: number;
  readonly trainable_params: number;
  readonly non_trainable_params: number;
  readonly layers: readonly {
    readonly name: string;
    readonly class: string;
    readonly output_shape: readonly (number | null)[];
    readonly inbound: readonly string[];
    readonly weights: readonly (readonly [name: string, shape: readonly number[]])[];
    readonly config: Readonly<Record<string, unknown>>;
  }[];
};

const sameAsKeras: readonly { readonly golden: string; readonly model: Model }[] = [
  { golden: 'xception', model: xception({ classes: 1000 }) },
  { golden: 'resnet50', model: resnet50({ classes: 1000 }) },
  { golden: 'resnet152', model: resnet152({ classes: 1000 }) },
  { golden: 'mobilenet_v2', model: mobilenetV2({ classes: 1000 }) },
  { golden: 'resnet34_keras_10', model: resnet34({ classes: 10 }) },
  { golden: 'lenet5', model: lenet5({ classes: 10 }) },
  { golden: 'fashion_cnn', model: fashionCnn({ classes: 10 }) },
];

/** What Keras means where a config leaves a key out; the golden files spell everything out. */
const kerasDefaults: Readonly<Record<string, unknown>> = {
  activation: 'linear',
  center: true,
  depth_multiplier: 1,
  dilation_rate: [1, 1],
  groups: 1,
  negative_slope: 0,
  max_value: null,
  scale: true,
  threshold: 0,
};

describe.each(sameAsKeras)('$golden', ({ golden, model }) => {
  const keras = goldenJson(`zoo/${golden}.json`) as Structure;
  // Keras does not list the input of a Sequential.
  const hasInput = keras.layers[0]!.class === 'InputLayer';
  const layers = hasInput ? model.layers : model.layers.slice(1);

  test('has Keras’ layers in Keras’ order, each reading what it reads in Keras', () => {
    expect(layers.map(layer => [layer.name, layer.className])).toEqual(
      keras.layers.map(layer => [layer.name, layer.class]),
    );
    const read = layers.map(layer => layer.calls.flatMap(call => call.inputs.map(input => input.layer)));
    const inbound = keras.layers.map(layer => layer.inbound);
    expect(hasInput ? read : read.slice(1)).toEqual(hasInput ? inbound : inbound.slice(1));
  });

  test('has Keras’ configs and output shapes', () => {
    const plan = planModel(model);
    keras.layers.forEach((layer, place) => {
      const { config } = layers[place]!;
      const ours = Object.fromEntries(
        Object.keys(layer.config).map(key => [key, config[key] === undefined ? kerasDefaults[key] : config[key]]),
      );
      expect(withoutAxis(ours), layer.name).toEqual(withoutAxis(layer.config));
      expect(layerOutput(plan, layer.name).shape, layer.name).toEqual(layer.output_shape);
    });
  });

  test('has Keras’ weights: names, shapes and numbers of parameters', () => {
    const weights = modelWeights(model);
    const expected = keras.layers.flatMap(layer =>
      layer.weights.map(([name, shape]) => ({ key: `${layer.name}/${name}`, shape })),
    );
    expect(weights.map(({ key, shape }) => ({ key, shape }))).toEqual(expected);
    const count = (isTrainable: boolean): number =>
      parameters(weights.filter(weight => weight.isTrainable === isTrainable));
    expect(count(true)).toBe(keras.trainable_params);
    expect(count(false)).toBe(keras.non_trainable_params);
    expect(count(true) + count(false)).toBe(keras.total_params);
  });

  test('is the same model after being written for Keras and read back', () => {
    expect(readModel(JSON.parse(JSON.stringify(writeModel(model))))).toEqual(model);
  });
});

/** Batch normalisation over the last axis is axis 3 of a photo as well as axis -1. */
function withoutAxis(config: Readonly<Record<string, unknown>>): unknown {
  return config['axis'] === 3 ? { ...config, axis: -1 } : config;
}

// The numbers of parameters are those of golden/zoo/totals.json (`…_notop_224`); ResNet-34's is its own less the dense layer.
test.each([
  {
    name: 'Xception',
    model: xception({ classes: 0, sizePx: 224 }),
    end: 'avg_pool',
    features: 2048,
    count: 20_861_480,
  },
  { name: 'ResNet-50', model: resnet50({ classes: 0 }), end: 'avg_pool', features: 2048, count: 23_587_712 },
  { name: 'ResNet-152', model: resnet152({ classes: 0 }), end: 'avg_pool', features: 2048, count: 58_370_944 },
  {
    name: 'MobileNetV2',
    model: mobilenetV2({ classes: 0 }),
    end: 'global_average_pooling2d',
    features: 1280,
    count: 2_257_984,
  },
  { name: 'ResNet-34', model: resnet34({ classes: 0 }), end: 'gap', features: 512, count: 21_306_826 - 5_130 },
])('without classes $name ends in its pooled features', ({ model, end, features, count }) => {
  expect(model.outputs).toEqual([{ layer: end, call: 0, tensor: 0 }]);
  expect(layerOutput(planModel(model), end).shape).toEqual([null, features]);
  expect(parameters(modelWeights(model))).toBe(count);
});

test('MobileNetV2 pads odd sides on both edges, as Keras does', () => {
  const model = mobilenetV2({ classes: 0, sizePx: 90 }); // 45, 23, 12, 6, 3
  const padding = (name: string): unknown => model.layers.find(layer => layer.name === name)!.config['padding'];
  expect(['block_1_pad', 'block_3_pad', 'block_6_pad', 'block_13_pad'].map(padding)).toEqual([
    [
      [1, 1],
      [1, 1],
    ],
    [
      [1, 1],
      [1, 1],
    ],
    [
      [0, 1],
      [0, 1],
    ],
    [
      [0, 1],
      [0, 1],
    ],
  ]);
  expect(layerOutput(planModel(model), 'out_relu').shape).toEqual([null, 3, 3, 1280]);
});

describe('AlexNet', () => {
  const model = alexnet({ classes: 1000 });

  test('has the maps, sizes and neurons of the lecture’s table', () => {
    const plan = planModel(model);
    const shapes = ['c1', 's2', 'c3', 's4', 'c5', 'c6', 'c7', 's8', 'flatten', 'f9', 'f10', 'out'];
    expect(shapes.map(layer => layerOutput(plan, layer).shape.slice(1))).toEqual([
      [55, 55, 96],
      [27, 27, 96],
      [27, 27, 256],
      [13, 13, 256],
      [13, 13, 384],
      [13, 13, 384],
      [13, 13, 256],
      [6, 6, 256],
      [9216],
      [4096],
      [4096],
      [1000],
    ]);
    const drops = model.layers.filter(layer => layer.className === 'Dropout');
    expect(drops.map(layer => [layer.calls[0]!.inputs[0]!.layer, layer.config['rate']])).toEqual([
      ['f9', 0.5],
      ['f10', 0.5],
    ]);
  });

  test('has 62,378,344 parameters, layer by layer as computed by hand', () => {
    expect(parametersByLayer(model)).toEqual({
      c1: 34_944, // 11 · 11 · 3 · 96 + 96
      c3: 614_656, // 5 · 5 · 96 · 256 + 256
      c5: 885_120, // 3 · 3 · 256 · 384 + 384
      c6: 1_327_488, // 3 · 3 · 384 · 384 + 384
      c7: 884_992, // 3 · 3 · 384 · 256 + 256
      f9: 37_752_832, // 6 · 6 · 256 · 4096 + 4096
      f10: 16_781_312, // 4096 · 4096 + 4096
      out: 4_097_000, // 4096 · 1000 + 1000
    });
    expect(parameters(modelWeights(model))).toBe(62_378_344);
  });
});

describe('GoogLeNet', () => {
  const model = googlenet({ classes: 1000 });

  test('has the output sizes of the paper’s table 1', () => {
    const plan = planModel(model);
    const sizes: readonly (readonly [layer: string, ...shape: readonly number[]])[] = [
      ['conv1', 112, 112, 64],
      ['pool1', 56, 56, 64],
      ['conv2', 56, 56, 192],
      ['pool2', 28, 28, 192],
      ['inception_3a', 28, 28, 256],
      ['inception_3b', 28, 28, 480],
      ['pool3', 14, 14, 480],
      ['inception_4a', 14, 14, 512],
      ['inception_4b', 14, 14, 512],
      ['inception_4c', 14, 14, 512],
      ['inception_4d', 14, 14, 528],
      ['inception_4e', 14, 14, 832],
      ['pool4', 7, 7, 832],
      ['inception_5a', 7, 7, 832],
      ['inception_5b', 7, 7, 1024],
      ['avg_pool', 1024],
      ['predictions', 1000],
    ];
    for (const [layer, ...shape] of sizes) expect(layerOutput(plan, layer).shape.slice(1), layer).toEqual(shape);
  });

  test('has 6,998,552 parameters, module by module as computed by hand', () => {
    // A module has inputs · (1×1 + 3×3 reduce + 5×5 reduce + pool) + 9 · reduce · 3×3 + 25 · reduce · 5×5 + one bias a filter.
    expect(parametersByLayer(model, name => /^(inception_..|conv2|.*)/.exec(name)![1]!)).toEqual({
      conv1: 9_472, // 7 · 7 · 3 · 64 + 64
      conv2: 114_944, // 64 · 64 + 64 for the reduction, 3 · 3 · 64 · 192 + 192
      inception_3a: 163_696, // 192 · 208 + 9 · 96 · 128 + 25 · 16 · 32 + 368
      inception_3b: 388_736, // 256 · 352 + 9 · 128 · 192 + 25 · 32 · 96 + 640
      inception_4a: 376_176, // 480 · 368 + 9 · 96 · 208 + 25 · 16 · 48 + 624
      inception_4b: 449_160, // 512 · 360 + 9 · 112 · 224 + 25 · 24 · 64 + 648
      inception_4c: 510_104, // 512 · 344 + 9 · 128 · 256 + 25 · 24 · 64 + 664
      inception_4d: 605_376, // 512 · 352 + 9 · 144 · 288 + 25 · 32 · 64 + 704
      inception_4e: 868_352, // 528 · 576 + 9 · 160 · 320 + 25 · 32 · 128 + 1024
      inception_5a: 1_043_456, // 832 · 576 + 9 · 160 · 320 + 25 · 32 · 128 + 1024
      inception_5b: 1_444_080, // 832 · 752 + 9 · 192 · 384 + 25 · 48 · 128 + 1264
      predictions: 1_025_000, // 1024 · 1000 + 1000
    });
    expect(parameters(modelWeights(model))).toBe(6_998_552);
  });
});

function parameters(weights: readonly ModelWeight[]): number {
  return weights.reduce((sum, { shape }) => sum + elementCount(shape), 0);
}

/** Parameters of each layer that has some, or of each group of layers. */
function parametersByLayer(model: Model, group = (layer: string) => layer): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const weight of modelWeights(model)) {
    const name = group(weight.key.slice(0, weight.key.lastIndexOf('/')));
    counts[name] = (counts[name] ?? 0) + elementCount(weight.shape);
  }
  return counts;
}
