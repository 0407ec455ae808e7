// What the zoo's tables are built with: layers are added one by one, each named, each returning its name for the next to read.
import type { Model, ModelLayer } from '../model.ts';

type Window = { readonly size: number; readonly stride?: number; readonly padding?: 'same' | 'valid' };

/** A convolution as the zoo's tables need it: square kernel, no dilation. `initializer` by Keras' name. */
type Convolution = Window & {
  readonly filters: number;
  readonly hasBias?: boolean;
  readonly activation?: string;
  readonly initializer?: string;
};

type Dense = { readonly units: number; readonly activation: string; readonly initializer?: string };

/** A square pooling window. */
type Pooling = { readonly size: number; readonly stride: number; readonly padding: 'same' | 'valid' };

export type ModelBuilder = {
  /** Adds a layer that reads the first output of each of `inputs`. Returns its name. */
  add(name: string, className: string, config: Readonly<Record<string, unknown>>, inputs: readonly string[]): string;
  /** The input [null, height, width, channels]. */
  input(name: string, shape: readonly [height: number, width: number, channels: number]): string;
  /** Stride 1, padding `same`, no bias and no activation unless said otherwise: what stands before a normalisation. */
  convolve(name: string, x: string, convolution: Convolution): string;
  depthwise(name: string, x: string, window: Window): string;
  /** Batch normalisation over the channels with Keras' momentum 0.99 and epsilon 0.001 unless said otherwise. */
  normalise(name: string, x: string, options?: { readonly momentum?: number; readonly epsilon?: number }): string;
  activate(name: string, x: string, activation: string): string;
  maxPool(name: string, x: string, pooling: Pooling): string;
  averagePool(name: string, x: string, pooling: Pooling): string;
  globalAveragePool(name: string, x: string): string;
  dropout(name: string, x: string, rate: number): string;
  dense(name: string, x: string, dense: Dense): string;
  /** The model of everything added, which gives what the layer `output` gives. */
  model(name: string, output: string): Model;
};

export function createModelBuilder(): ModelBuilder {
  const layers: ModelLayer[] = [];

  const add: ModelBuilder['add'] = (name, className, config, inputs) => {
    const calls = [{ inputs: inputs.map(layer => ({ layer, call: 0, tensor: 0 })) }];
    layers.push({ name, className, config: { name, trainable: true, ...config }, calls });
    return name;
  };
  const square = (side: number): readonly number[] => [side, side];
  const pool =
    (className: string) =>
    (name: string, x: string, { size, stride, padding }: Pooling): string =>
      add(name, className, { pool_size: square(size), strides: square(stride), padding }, [x]);

  return {
    add,
    input: (name, shape) => add(name, 'InputLayer', { batch_shape: [null, ...shape], dtype: 'float32' }, []),
    convolve: (name, x, { filters, size, stride = 1, padding = 'same', hasBias = false, activation, initializer }) =>
      add(
        name,
        'Conv2D',
        {
          filters,
          kernel_size: square(size),
          strides: square(stride),
          padding,
          use_bias: hasBias,
          ...(activation && { activation }),
          ...(initializer && { kernel_initializer: initializer }),
        },
        [x],
      ),
    depthwise: (name, x, { size, stride = 1, padding = 'same' }) =>
      add(name, 'DepthwiseConv2D', { kernel_size: square(size), strides: square(stride), padding, use_bias: false }, [
        x,
      ]),
    normalise: (name, x, { momentum = 0.99, epsilon = 1e-3 } = {}) =>
      add(name, 'BatchNormalization', { axis: -1, momentum, epsilon }, [x]),
    activate: (name, x, activation) => add(name, 'Activation', { activation }, [x]),
    maxPool: pool('MaxPooling2D'),
    averagePool: pool('AveragePooling2D'),
    globalAveragePool: (name, x) =>
      add(name, 'GlobalAveragePooling2D', { data_format: 'channels_last', keepdims: false }, [x]),
    dropout: (name, x, rate) => add(name, 'Dropout', { rate }, [x]),
    dense: (name, x, { units, activation, initializer }) =>
      add(
        name,
        'Dense',
        { units, activation, use_bias: true, ...(initializer && { kernel_initializer: initializer }) },
        [x],
      ),
    model(name, output) {
      const inputs = layers.filter(layer => layer.className === 'InputLayer');
      return {
        name,
        layers,
        inputs: inputs.map(layer => ({ layer: layer.name, call: 0, tensor: 0 })),
        outputs: [{ layer: output, call: 0, tensor: 0 }],
      };
    },
  };
}
