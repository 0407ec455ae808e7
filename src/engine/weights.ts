// A model's weights: which there must be, whether given ones fit, and fresh ones by Keras' initialisers.
import type { Random } from '../shared/random.ts';
import { modelInvalid } from './layers/config.ts';
import type { Model } from './model.ts';
import { layerOf, planModel } from './plan.ts';
import type { ModelWeight } from './plan.ts';
import { elementCount, float32Tensor, toFloat32 } from './tensor.ts';
import type { Tensor, Weights } from './tensor.ts';

/** Every weight of the model in the order of its layers. */
export function modelWeights(model: Model): readonly ModelWeight[] {
  return planModel(model).weights;
}

/**
 * Refuses weights that do not fit: one missing, of another shape, not of floats, or not finite.
 * @throws AppError `model-invalid` naming the layer.
 */
export function checkWeights(specs: readonly ModelWeight[], weights: Weights): void {
  for (const spec of specs) {
    const layer = layerOf(spec.key);
    const tensor = weights.get(spec.key);
    const expected = `${spec.name} [${spec.shape.join(', ')}]`;
    if (!tensor) throw modelInvalid(layer, expected, 'no such weight');
    if (tensor.shape.join() !== spec.shape.join()) throw modelInvalid(layer, expected, `[${tensor.shape.join(', ')}]`);
    if (tensor.dtype !== 'float32' && tensor.dtype !== 'float16')
      throw modelInvalid(layer, `${expected} of floats`, tensor.dtype);
    if (tensor.data.length !== elementCount(spec.shape))
      throw modelInvalid(layer, `${elementCount(spec.shape)} values`, tensor.data.length);
    checkFinite(spec.key, tensor);
  }
}

/**
 * Refuses a float tensor `layer/weight` that holds NaN or infinity.
 * @throws AppError `model-invalid` naming the layer, the weight and the first such value.
 */
export function checkFinite(key: string, tensor: Tensor): void {
  if (isFiniteTensor(tensor)) return;
  const values = toFloat32(tensor);
  const place = values.findIndex(value => !Number.isFinite(value));
  const layer = layerOf(key);
  const weight = key.slice(layer.length + 1);
  throw modelInvalid(
    layer,
    `${weight} [${tensor.shape.join(', ')}] of finite numbers`,
    `${values[place]} at place ${place}`,
  );
}

/** Doubles hold the sum of any number of finite floats, and nothing finite comes of a sum with NaN or infinity in it. */
export function isFiniteTensor(tensor: Tensor): boolean {
  const values = toFloat32(tensor);
  let sum = 0;
  // An iterator takes five times as long.
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return Number.isFinite(sum);
}

/** Fresh weights as the layers' configs ask for; the same generator gives the same weights. */
export function initialWeights(model: Model, random: Random): Map<string, Tensor> {
  return new Map(modelWeights(model).map(spec => [spec.key, initialTensor(spec, random)]));
}

type Fill = (spec: ModelWeight, random: Random) => () => number;

const constant =
  (value: number): Fill =>
  () =>
  () =>
    value;

/** Keras' VarianceScaling: variance scale / fan, as a uniform or a truncated normal distribution. */
const varianceScaling =
  (fixed?: { scale: number; mode: string; distribution: string }): Fill =>
  (spec, random) => {
    const { scale, mode, distribution } = fixed ?? {
      scale: number(spec, 'scale', 1),
      mode: text(spec, 'mode', 'fan_in'),
      distribution: text(spec, 'distribution', 'truncated_normal'),
    };
    const receptive = elementCount(spec.shape.slice(0, -2));
    const fanIn = spec.shape.length < 2 ? spec.shape[0]! : spec.shape.at(-2)! * receptive;
    const fanOut = spec.shape.length < 2 ? spec.shape[0]! : spec.shape.at(-1)! * receptive;
    const fan = mode === 'fan_in' ? fanIn : mode === 'fan_out' ? fanOut : (fanIn + fanOut) / 2;
    const variance = scale / Math.max(1, fan);
    if (distribution === 'uniform') return uniform(Math.sqrt(3 * variance), random);
    // .8796… is the deviation of a standard normal cut at two deviations.
    if (distribution === 'truncated_normal') return truncated(0, Math.sqrt(variance) / 0.87962566103423978, random);
    return () => normal(random) * Math.sqrt(variance);
  };

const fills: ReadonlyMap<string, Fill> = new Map<string, Fill>([
  ['Zeros', constant(0)],
  ['Ones', constant(1)],
  ['Constant', spec => constant(number(spec, 'value', 0))(spec, () => 0)],
  ['GlorotUniform', varianceScaling({ scale: 1, mode: 'fan_avg', distribution: 'uniform' })],
  ['GlorotNormal', varianceScaling({ scale: 1, mode: 'fan_avg', distribution: 'truncated_normal' })],
  ['HeUniform', varianceScaling({ scale: 2, mode: 'fan_in', distribution: 'uniform' })],
  ['HeNormal', varianceScaling({ scale: 2, mode: 'fan_in', distribution: 'truncated_normal' })],
  ['LecunUniform', varianceScaling({ scale: 1, mode: 'fan_in', distribution: 'uniform' })],
  ['LecunNormal', varianceScaling({ scale: 1, mode: 'fan_in', distribution: 'truncated_normal' })],
  ['VarianceScaling', varianceScaling()],
  ['RandomUniform', (spec, random) => between(number(spec, 'minval', -0.05), number(spec, 'maxval', 0.05), random)],
  ['RandomNormal', (spec, random) => () => number(spec, 'mean', 0) + normal(random) * number(spec, 'stddev', 0.05)],
  ['TruncatedNormal', (spec, random) => truncated(number(spec, 'mean', 0), number(spec, 'stddev', 0.05), random)],
]);

function initialTensor(spec: ModelWeight, random: Random): Tensor {
  const name = spec.initializer.className;
  const fill = [...fills].find(([known]) => known.toLowerCase() === name.replaceAll('_', '').toLowerCase())?.[1];
  const layer = layerOf(spec.key);
  if (!fill) throw modelInvalid(layer, `an initializer of ${[...fills.keys()].join(', ')}`, name);
  const next = fill(spec, random);
  return float32Tensor(spec.shape, Float32Array.from({ length: elementCount(spec.shape) }, next));
}

function number(spec: ModelWeight, key: string, fallback: number): number {
  const value = spec.initializer.config[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}

function text(spec: ModelWeight, key: string, fallback: string): string {
  const value = spec.initializer.config[key];
  return typeof value === 'string' ? value : fallback;
}

const between = (low: number, high: number, random: Random) => (): number => low + random() * (high - low);
const uniform = (limit: number, random: Random): (() => number) => between(-limit, limit, random);

function truncated(mean: number, deviation: number, random: Random): () => number {
  return () => {
    let value = normal(random);
    while (Math.abs(value) > 2) value = normal(random);
    return mean + value * deviation;
  };
}

/** A standard normal value (Box and Muller 1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
