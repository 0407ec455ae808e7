// BatchNormalization with the statistics of the file, LayerNormalization, and InstanceNormalization as groups of one channel.
import { float32Tensor, toFloat32 } from '../../../../engine/tensor.ts';
import type { Tensor } from '../../../../engine/tensor.ts';
import type { Step } from './step.ts';
import { channelAxis, onnxSizes, placeByPlace } from './values.ts';
import type { Features } from './values.ts';

/** PyTorch's momentum 0.1 is Keras' 0.9, as is ONNX's own. */
const usualMomentum = 0.9;

export function batchNormalization(step: Step): Features {
  const x = step.features(0);
  const count = x.shape.at(-1)!;
  if (channelAxis(x) !== 1) throw step.refuse(`over axis 1 of [N, ${onnxSizes(x).join(', ')}]`);
  if (step.integer('training_mode', 0) !== 0) throw step.refuse('in training mode');
  if (step.integer('spatial', 1) !== 1) throw step.refuse('each place for itself');
  const [gamma, beta, mean, variance] = [1, 2, 3, 4].map(place => ownOrder(step.vector(place, count), x));
  const config = {
    axis: -1,
    momentum: step.float('momentum', usualMomentum),
    epsilon: step.float('epsilon', 1e-5),
    center: true,
    scale: true,
  };
  const weights = { gamma: gamma!, beta: beta!, moving_mean: mean!, moving_variance: variance! };
  return step.layer({ className: 'BatchNormalization', config, inputs: [x], weights, weight: 1 });
}

function ownOrder(tensor: Tensor, { layout, flatChannels }: Features): Tensor {
  return layout === 'flat' ? float32Tensor(tensor.shape, placeByPlace(toFloat32(tensor), flatChannels)) : tensor;
}

/** Over the last axis, where that is the channels'. */
export function layerNormalization(step: Step): Features {
  const x = step.features(0);
  const rank = x.shape.length + 1;
  const axis = step.axis(step.integer('axis', -1), rank);
  if (x.layout !== 'keras' || axis !== rank - 1)
    throw step.refuse(`from axis ${axis} of [N, ${onnxSizes(x).join(', ')}]`);
  const count = x.shape.at(-1)!;
  const config = { axis: -1, epsilon: step.float('epsilon', 1e-5), scale: true, center: step.has(2) };
  const weights = { gamma: step.vector(1, count), ...(step.has(2) ? { beta: step.vector(2, count) } : {}) };
  return step.layer({ className: 'LayerNormalization', config, inputs: [x], weights, weight: 1 });
}

export function instanceNormalization(step: Step): Features {
  const x = step.map();
  const groups = x.shape[2]!;
  const config = { groups, axis: -1, epsilon: step.float('epsilon', 1e-5), center: true, scale: true };
  const weights = { gamma: step.vector(1, groups), beta: step.vector(2, groups) };
  return step.layer({ className: 'GroupNormalization', config, inputs: [x], weights, weight: 1 });
}
