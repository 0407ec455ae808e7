// What TF.js has of our layers: a table of the config each layer class is written with, and of the names it knows.
type Json = Readonly<Record<string, unknown>>;

export type WrittenLayer = {
  /** Config values that are written as they are. */
  readonly keys: readonly string[];
  readonly initializers?: readonly string[];
  readonly hasActivation?: boolean;
  /** What TF.js does not read and computes as if it had this value: any other is refused. */
  readonly fixed?: Json;
  /** Keras 3's names by the ones that TF.js and Keras 2 use. */
  readonly renamed?: Readonly<Record<string, string>>;
};

const window = ['kernel_size', 'strides', 'padding', 'data_format', 'dilation_rate', 'use_bias'];
const pooling: WrittenLayer = { keys: ['pool_size', 'strides', 'padding', 'data_format'] };
const globalPooling: WrittenLayer = { keys: ['data_format'], fixed: { keepdims: false } };
const merge: WrittenLayer = { keys: [] };

/** By Keras' class name, from tfjs-layers 4.22. GroupNormalization, Normalization and Subtract it does not have. */
export const tfjsLayers: ReadonlyMap<string, WrittenLayer> = new Map<string, WrittenLayer>([
  ['Activation', { keys: [], hasActivation: true }],
  ['Add', merge],
  ['Average', merge],
  ['AveragePooling2D', pooling],
  [
    'BatchNormalization',
    {
      keys: ['axis', 'momentum', 'epsilon', 'center', 'scale'],
      initializers: ['beta_initializer', 'gamma_initializer', 'moving_mean_initializer', 'moving_variance_initializer'],
    },
  ],
  ['Concatenate', { keys: ['axis'] }],
  [
    'Conv2D',
    {
      keys: [...window, 'filters'],
      initializers: ['kernel_initializer', 'bias_initializer'],
      hasActivation: true,
      fixed: { groups: 1 },
    },
  ],
  [
    'Conv2DTranspose',
    {
      keys: [...window, 'filters'],
      initializers: ['kernel_initializer', 'bias_initializer'],
      hasActivation: true,
      fixed: { output_padding: null },
    },
  ],
  ['Cropping2D', { keys: ['cropping', 'data_format'] }],
  [
    'Dense',
    { keys: ['units', 'use_bias'], initializers: ['kernel_initializer', 'bias_initializer'], hasActivation: true },
  ],
  [
    'DepthwiseConv2D',
    {
      keys: [...window, 'depth_multiplier'],
      initializers: ['depthwise_initializer', 'bias_initializer'],
      hasActivation: true,
    },
  ],
  ['Dropout', { keys: ['rate'] }],
  ['ELU', { keys: [], fixed: { alpha: 1 } }],
  ['Flatten', { keys: ['data_format'] }],
  ['GlobalAveragePooling2D', globalPooling],
  ['GlobalMaxPooling2D', globalPooling],
  [
    'LayerNormalization',
    { keys: ['axis', 'epsilon', 'center', 'scale'], initializers: ['beta_initializer', 'gamma_initializer'] },
  ],
  ['LeakyReLU', { keys: ['alpha'], renamed: { alpha: 'negative_slope' } }],
  ['Maximum', merge],
  ['MaxPooling2D', pooling],
  ['Multiply', merge],
  ['PReLU', { keys: ['shared_axes'], initializers: ['alpha_initializer'] }],
  ['ReLU', { keys: ['max_value'], fixed: { negative_slope: 0, threshold: 0 } }],
  ['Rescaling', { keys: ['scale', 'offset'] }],
  ['Reshape', { keys: [] }],
  [
    'SeparableConv2D',
    {
      keys: [...window, 'filters', 'depth_multiplier'],
      initializers: ['depthwise_initializer', 'pointwise_initializer', 'bias_initializer'],
      hasActivation: true,
    },
  ],
  ['Softmax', { keys: ['axis'] }],
  ['UpSampling2D', { keys: ['size', 'data_format'], fixed: { interpolation: 'nearest' } }],
  ['ZeroPadding2D', { keys: ['padding', 'data_format'] }],
]);

/** TF.js' names of the activations that both have and compute alike. Its hard_sigmoid is 0.2 x + 0.5, Keras 3's x / 6 + 0.5. */
export const tfjsActivations: ReadonlyMap<string, string> = new Map(
  ['linear', 'relu', 'relu6', 'sigmoid', 'tanh', 'softmax', 'softplus', 'elu', 'selu', 'gelu', 'swish']
    .map(name => [name, name] as const)
    .concat([['silu', 'swish']]),
);

/** TF.js' names of Keras' initializers. One that is not here is left out: a trained model does not need it to run. */
export const tfjsInitializers: ReadonlyMap<string, string> = new Map(
  ['Zeros', 'Ones', 'Constant', 'RandomUniform', 'RandomNormal', 'TruncatedNormal', 'VarianceScaling']
    .concat(['GlorotUniform', 'GlorotNormal', 'HeUniform', 'HeNormal'])
    .map(name => [name, name] as const)
    .concat([
      ['LecunUniform', 'LeCunUniform'],
      ['LecunNormal', 'LeCunNormal'],
    ]),
);
