// How a loaded model computes while it is trained, where TF.js would do otherwise than Keras 3: a loss that reads past the last softmax,
// batch norms that are frozen stay as they are, and dropout drops by the noise it is given.
import { LayerConfig, modelInvalid } from '../../engine/layers/config.ts';
import type { Model, ModelLayer, TensorReference } from '../../engine/model.ts';
import { layerOf } from '../../engine/plan.ts';
import type { Plan } from '../../engine/plan.ts';
import { allLayers } from './tfjs-model.ts';
import type { LoadedModel } from './tfjs-model.ts';
import type { Tf, TfCall, TfTensor, TfVariable } from './tfjs-module.ts';

/**
 * The model without its last activation, or null where it does not end in this one.
 * @throws AppError `model-invalid` where the layer that ends in it is also used elsewhere.
 */
export function withoutLast(model: Model, activation: 'softmax' | 'sigmoid'): Model | null {
  const layers = withoutActivation(model, model.outputs[0]!, activation);
  return layers ? { ...model, layers } : null;
}

function withoutActivation(
  { layers }: Model,
  end: TensorReference,
  activation: string,
): readonly ModelLayer[] | undefined {
  const layer = layers.find(({ name }) => name === end.layer)!;
  const changed = layer.nested
    ? nestedWithout(layer, layer.nested.outputs[end.tensor]!, activation)
    : linear(layer, activation);
  if (!changed) return undefined;
  if (layer.calls.length > 1) throw modelInvalid(layer.name, 'a last layer that is used once', 'several uses');
  return layers.map(other => (other === layer ? changed : other));
}

function nestedWithout(layer: ModelLayer, end: TensorReference, activation: string): ModelLayer | undefined {
  const layers = withoutActivation(layer.nested!, end, activation);
  return layers && { ...layer, nested: { ...layer.nested!, layers } };
}

function linear(layer: ModelLayer, activation: string): ModelLayer | undefined {
  const { name, className, config } = layer;
  if (className === 'Softmax' && activation === 'softmax')
    return { ...layer, className: 'Activation', config: { name, activation: 'linear' } };
  const isLast = new LayerConfig(name, config).functionName('activation', 'linear') === activation;
  return isLast ? { ...layer, config: { ...config, activation: 'linear' } } : undefined;
}

/** Fresh noise of each call of a dropout layer, in the order of calls, by layer; in Keras' order. */
export type Noise = ReadonlyMap<string, TfTensor[]>;

/** @throws AppError `model-invalid` naming a layer on the way to a trainable weight whose gradient TF.js does not have. */
export function refuseWithoutGradient({ weights, steps }: Plan, configs: ReadonlyMap<string, LayerConfig>): void {
  const trainable = new Set(weights.filter(({ isTrainable }) => isTrainable).map(({ key }) => layerOf(key)));
  const moving = new Set<string>();
  for (const { layer, inputs, output } of steps) {
    if (!trainable.has(layer) && !inputs.some(input => moving.has(input))) continue;
    moving.add(output);
    const dilation = configs.get(layer)!.pair('dilation_rate', [1, 1]);
    if (dilation.some(rate => rate > 1))
      throw modelInvalid(layer, 'dilation_rate: 1 in a layer that TF.js trains', dilation.join(' × '));
  }
}

/** Makes the layers compute as Keras does while training. `trains` says which batch norms use the batch; `noise` gives that of the step. */
export function useTrainingMode(
  tf: Tf,
  { layers, variables }: LoadedModel,
  { trains, noise }: { readonly trains: (layer: string) => boolean; readonly noise: () => Noise },
  configs: ReadonlyMap<string, LayerConfig>,
): void {
  for (const layer of allLayers(layers)) {
    const config = configs.get(layer.name)!;
    const usual = layer.call.bind(layer);
    if (layer.getClassName() === 'Dropout') {
      const rate = config.number('rate');
      layer.call = (inputs, options) =>
        options['training'] === true && rate > 0
          ? tf.tidy(() => dropped(tf, only(inputs), noise().get(layer.name)!.shift()!, rate))
          : usual(inputs, options);
    }
    if (layer.getClassName() === 'BatchNormalization') {
      const normalise = batchNorm(tf, layer.name, variables, config);
      layer.call = (inputs, options) =>
        options['training'] === true
          ? tf.tidy(() => normalise(only(inputs), trains(layer.name)))
          : usual(inputs, options);
    }
  }
}

const only = (inputs: Parameters<TfCall>[0]): TfTensor =>
  Array.isArray(inputs) ? (inputs as readonly TfTensor[])[0]! : (inputs as TfTensor);

function dropped(tf: Tf, x: TfTensor, noise: TfTensor, rate: number): TfTensor {
  const kept = tf.cast(tf.greaterEqual(noise, tf.scalar(rate)), 'float32');
  return tf.mul(x, tf.mul(kept, tf.scalar(1 / (1 - rate))));
}

/**
 * By the batch's own statistics, which the moving ones follow, or frozen by the moving ones. TF.js' own has no gradient without gamma
 * and beta, and follows the statistics of frozen layers too.
 */
function batchNorm(
  tf: Tf,
  layer: string,
  variables: LoadedModel['variables'],
  config: LayerConfig,
): (x: TfTensor, follows: boolean) => TfTensor {
  const epsilon = config.number('epsilon', 1e-3, 0);
  const momentum = config.number('momentum', 0.99, 0);
  const [gamma, beta] = [variables.get(`${layer}/gamma`), variables.get(`${layer}/beta`)];
  const [movingMean, movingVariance] = ['moving_mean', 'moving_variance'].map(name =>
    variables.get(`${layer}/${name}`)!,
  );
  const follow = (moving: TfVariable, found: TfTensor): void =>
    moving.assign(tf.add(tf.mul(moving, tf.scalar(momentum)), tf.mul(found, tf.scalar(1 - momentum))));
  return (x, follows) => {
    const [offset, scale] = [beta ?? tf.zerosLike(movingMean!), gamma ?? tf.onesLike(movingMean!)];
    if (!follows) return tf.batchNorm(x, movingMean!, movingVariance!, offset, scale, epsilon);
    const axes = x.shape.map((_, axis) => axis).slice(0, -1);
    const { mean, variance } = tf.moments(x, axes);
    follow(movingMean!, mean);
    follow(movingVariance!, variance);
    return tf.batchNorm(x, mean, variance, offset, scale, epsilon);
  };
}
