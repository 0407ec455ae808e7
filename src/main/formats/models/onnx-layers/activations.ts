// Activation functions: those of Keras by name, and limits that are made of ReLU and Rescaling.
import { float32Tensor } from '../../../../engine/tensor.ts';
import { rescaled } from './affine.ts';
import type { Step } from './step.ts';
import { kerasAxis, onnxSizes } from './values.ts';
import type { Features } from './values.ts';

/** One of Keras' functions. */
export const named =
  (activation: string, isNonNegative = false) =>
  (step: Step): Features =>
    activated(step, activation, isNonNegative);

function activated(step: Step, activation: string, isNonNegative = false): Features {
  return step.layer({ className: 'Activation', config: { activation }, inputs: [step.features(0)], isNonNegative });
}

export const relu = (step: Step): Features => limited(step, step.features(0), null);

/** At least 0 and at most so much. */
function limited(step: Step, x: Features, maxValue: number | null, suffix = ''): Features {
  const config = { max_value: maxValue, negative_slope: 0, threshold: 0 };
  return step.layer({ className: 'ReLU', config, inputs: [x], suffix, isNonNegative: true });
}

export function clip(step: Step): Features {
  const bound = (place: number, name: string, fallback: number): number =>
    step.has(place) ? Number(step.weights(place).data[0]) : step.float(name, fallback);
  const [low, high] = [bound(1, 'min', -Infinity), bound(2, 'max', Infinity)];
  const x = step.features(0);
  // The largest float stands for no limit too.
  const maxValue = high < 3.4e38 ? high - low : null;
  if (low === 0 && (maxValue === null || maxValue >= 0)) return limited(step, x, maxValue);
  if (!Number.isFinite(low) || low < -3.4e38 || (maxValue !== null && !(maxValue >= 0)))
    throw step.refuse(`limits ${low} and ${high}`);
  return rescaled(step, limited(step, rescaled(step, x, 1, -low, '_from'), maxValue), 1, low, '_back');
}

/** max(0, min(1, alpha · x + beta)). */
export function hardSigmoid(step: Step): Features {
  const [alpha, beta] = [step.float('alpha', 0.2), step.float('beta', 0.5)];
  if (Math.abs(alpha - 1 / 6) < 1e-6 && beta === 0.5) return activated(step, 'hard_sigmoid', true);
  return limited(step, rescaled(step, step.features(0), alpha, beta, '_line'), 1);
}

export function leakyRelu(step: Step): Features {
  const slope = step.float('alpha', 0.01);
  if (!(slope >= 0)) throw step.refuse(`a slope of ${slope}`);
  return step.layer({ className: 'LeakyReLU', config: { negative_slope: slope }, inputs: [step.features(0)] });
}

export function elu(step: Step): Features {
  const alpha = step.float('alpha', 1);
  if (!(alpha >= 0)) throw step.refuse(`an alpha of ${alpha}`);
  return step.layer({ className: 'ELU', config: { alpha }, inputs: [step.features(0)] });
}

export function selu(step: Step): Features {
  const isUsual =
    Math.abs(step.float('alpha', 1.67326) - 1.67326) < 1e-4 && Math.abs(step.float('gamma', 1.0507) - 1.0507) < 1e-4;
  if (!isUsual) throw step.refuse('an alpha or gamma of its own');
  return activated(step, 'selu');
}

export function gelu(step: Step): Features {
  if (step.text('approximate', 'none') !== 'none') throw step.refuse('an approximation');
  return activated(step, 'gelu');
}

/** A slope for each channel: PReLU that shares it over rows and columns. */
export function prelu(step: Step): Features {
  const x = step.features(0);
  const slope = step.weights(1);
  const channels = x.shape.at(-1)!;
  const sizes = onnxSizes(x);
  const own = slope.shape.length > sizes.length ? slope.shape.slice(1) : slope.shape;
  const expected = x.layout === 'channels-first' ? [channels, 1, 1] : [channels];
  const isOne = slope.data.length === 1;
  if (x.layout === 'flat' || (x.layout === 'keras' && sizes.length !== 1) || (!isOne && own.join() !== expected.join()))
    throw step.refuse(`slopes of shape [${slope.shape.join(', ')}] for [N, ${sizes.join(', ')}]`);
  const isMap = x.layout === 'channels-first';
  const values = Float32Array.from({ length: channels }, (_, at) => Number(slope.data[isOne ? 0 : at]));
  const alpha = float32Tensor(isMap ? [1, 1, channels] : [channels], values);
  const config = { shared_axes: isMap ? [1, 2] : null };
  return step.layer({ className: 'PReLU', config, inputs: [x], weights: { alpha }, weight: 1 });
}

export function softmax(step: Step): Features {
  const x = step.features(0);
  const rank = onnxSizes(x).length + 1;
  const isOld = step.context.opset < 13;
  const axis = step.axis(step.integer('axis', isOld ? 1 : -1), rank);
  // Older files mean all axes from this one on.
  const behind = onnxSizes(x)
    .slice(axis)
    .reduce((product, size) => product * size, 1);
  if (axis === 0 || x.layout === 'flat' || (isOld && behind !== 1)) throw step.refuse(`along axis ${axis} of ${rank}`);
  const own = kerasAxis(x, axis);
  if (own === rank - 1) return activated(step, 'softmax', true);
  return step.layer({ className: 'Softmax', config: { axis: own }, inputs: [x], isNonNegative: true });
}
