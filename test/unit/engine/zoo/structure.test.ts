// Every network of the zoo has the layers, shapes and parameters that Keras gives the same network.
import { describe, expect, test } from 'vitest';
import { readModel, writeModel } from '../../../../src/engine/graph.ts';
import type { Model } from '../../../../src/engine/graph.ts';
import { layerOutput, planModel } from '../../../../src/engine/plan.ts';
import { elementCount } from '../../../../src/engine/tensor.ts';
import { modelWeights } from '../../../../src/engine/weights.ts';
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
      weights
        .filter(weight => weight.isTrainable === isTrainable)
        .reduce((sum, { shape }) => sum + elementCount(shape), 0);
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

test('without classes Xception ends in its pooled features', () => {
  const model = xception({ classes: 0, sizePx: 224 });
  expect(layerOutput(planModel(model), 'avg_pool').shape).toEqual([null, 2048]);
  expect(model.outputs[0]!.layer).toBe('avg_pool');
  // golden/zoo/totals.json: xception_notop_224
  expect(modelWeights(model).reduce((sum, { shape }) => sum + elementCount(shape), 0)).toBe(20_861_480);
});
