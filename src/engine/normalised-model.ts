// A model that takes photos as they are, values of 0 to 255: its normalisation as a layer in front.
import type { Model, ModelLayer, TensorReference } from './model.ts';
import { modelInvalid } from './layers/config.ts';
import type { Preprocessing } from './preprocessing.ts';
import { float32Tensor, type Weights } from './tensor.ts';

export type NormalisedModel = { readonly model: Model; readonly weights: Weights };

const wanted = 'normalisation';

/**
 * The model with a layer after its one input that does what the preprocessing says after the resize, which stays outside. Rescaling where
 * one number does for all channels; else a 1 × 1 Conv2D, which turns channels round and takes other means off each, and which every
 * version of Keras and TF.js reads (their Rescaling has one number only). Nothing where the model takes 0 to 255 by itself.
 * @throws AppError `model-invalid` where the model has several inputs.
 */
export function normalisedModel(model: Model, weights: Weights, preprocessing: Preprocessing): NormalisedModel {
  const { mean, std, order } = preprocessing;
  const [input] = model.inputs;
  if (!input || model.inputs.length !== 1)
    throw modelInvalid(input?.layer ?? model.name, 'one input of red, green and blue', `${model.inputs.length} inputs`);
  const isAlike = isOneNumber(mean) && isOneNumber(std);
  if (order === 'rgb' && isAlike && mean[0] === 0 && std[0] === 1) return { model, weights };
  const name = freeName(model);
  if (order === 'rgb' && isAlike) {
    const config = { name, trainable: true, dtype: 'float32', scale: 1 / std[0]!, offset: -mean[0]! / std[0]! };
    return { model: withFirst(model, input, { name, className: 'Rescaling', config, calls: [] }), weights };
  }
  const convolution = { name, className: 'Conv2D', config: convolutionConfig(name), calls: [] };
  return {
    model: withFirst(model, input, convolution),
    weights: new Map([...weightsOf(name, preprocessing), ...weights]),
  };
}

const isOneNumber = (values: readonly number[]): boolean => values.every(value => value === values[0]);

/** A model that was exported before may have a layer of this name already. */
function freeName({ layers }: Model): string {
  const names = new Set(layers.map(({ name }) => name));
  let name = wanted;
  for (let count = 1; names.has(name); count++) name = `${wanted}_${count}`;
  return name;
}

/** `layer` between the input and whatever reads it. */
function withFirst(model: Model, input: TensorReference, layer: ModelLayer): Model {
  const at: TensorReference = { layer: layer.name, call: 0, tensor: 0 };
  const rewired = (references: readonly TensorReference[]): TensorReference[] =>
    references.map(from => (from.layer === input.layer ? at : from));
  const first: ModelLayer = { ...layer, calls: [{ inputs: [input] }] };
  return {
    ...model,
    layers: model.layers.flatMap(other => {
      if (other.name === input.layer) return [other, first];
      return [{ ...other, calls: other.calls.map(({ inputs }) => ({ inputs: rewired(inputs) })) }];
    }),
    outputs: rewired(model.outputs),
  };
}

function convolutionConfig(name: string): ModelLayer['config'] {
  return {
    name,
    trainable: false,
    dtype: 'float32',
    filters: 3,
    kernel_size: [1, 1],
    strides: [1, 1],
    padding: 'valid',
    data_format: 'channels_last',
    dilation_rate: [1, 1],
    groups: 1,
    activation: 'linear',
    use_bias: true,
    kernel_initializer: { class_name: 'Zeros', config: {} },
    bias_initializer: { class_name: 'Zeros', config: {} },
  };
}

/** y[c] = (x[from(c)] - mean[c]) / std[c]: the kernel [1, 1, 3, 3] chooses and scales, the bias takes the mean off. */
function weightsOf(name: string, { mean, std, order }: Preprocessing): Weights {
  const kernel = new Float32Array(9);
  for (const [channel, deviation] of std.entries()) {
    const from = order === 'rgb' ? channel : 2 - channel;
    kernel[from * 3 + channel] = 1 / deviation;
  }
  const bias = std.map((deviation, channel) => -mean[channel]! / deviation);
  return new Map([
    [`${name}/kernel`, float32Tensor([1, 1, 3, 3], kernel)],
    [`${name}/bias`, float32Tensor([3], bias)],
  ]);
}
