// A network without its own top, ending in the features of a photo; and the same network for photos of another size.
import { AppError } from '../shared/errors.ts';
import { modelInvalid } from './layers/config.ts';
import type { Model, ModelLayer, TensorReference } from './model.ts';
import { endingAt, withLayer, withoutNesting } from './model-parts.ts';
import { layerOf, planModel } from './plan.ts';
import type { Weights } from './tensor.ts';

/**
 * The network up to its features [N, C], with the weights that this part needs. A classifier's last layer goes, with the dropout
 * before it; a map of features [N, H, W, C] is averaged; other networks with one row for each photo are left as they are.
 * @throws AppError `model-invalid` for several inputs or outputs, and for an output that is neither a row nor a map of features.
 */
export function withoutTop(model: Model, weights: Weights): { readonly model: Model; readonly weights: Weights } {
  const flat = withoutNesting(model);
  if (flat.inputs.length !== 1 || flat.outputs.length !== 1)
    throw modelInvalid(flat.name, 'one input and one output', `${flat.inputs.length} and ${flat.outputs.length}`);
  const cut = withoutClassifier(flat);
  const plan = planModel(cut);
  const rank = plan.outputs[0]!.shape.length;
  if (rank !== 2 && rank !== 4) throw modelInvalid(plan.outputs[0]!.layer, 'features [N, C] or [N, H, W, C]', rank);
  const pooling = { name: 'avg_pool', data_format: 'channels_last', keepdims: false };
  const features = rank === 2 ? cut : withLayer(cut, 'GlobalAveragePooling2D', pooling);
  const keys = new Set(plan.weights.map(({ key }) => key));
  return { model: features, weights: new Map([...weights].filter(([key]) => keys.has(key))) };
}

function withoutClassifier(model: Model): Model {
  const plan = planModel(model);
  if (plan.outputs[0]!.shape.length !== 2) return model;
  const layers = new Map(model.layers.map(layer => [layer.name, layer]));
  const withWeights = new Set(plan.weights.map(({ key }) => layerOf(key)));
  const sourceOf = ({ layer, call }: TensorReference): TensorReference | undefined => {
    const { inputs } = layers.get(layer)!.calls[call]!;
    return inputs.length === 1 ? inputs[0] : undefined;
  };
  let last: TensorReference | undefined = model.outputs[0];
  while (last && !withWeights.has(last.layer)) last = sourceOf(last);
  if (!last) return model;
  const top = layers.get(last.layer)!;
  // MobileNet's classifier is a convolution of one pixel.
  const isPixel = top.className === 'Conv2D' && plan.shapeOf(last).slice(1, 3).join() === '1,1';
  if (top.className !== 'Dense' && !isPixel) return model;
  let features = sourceOf(last);
  while (features && layers.get(features.layer)!.className === 'Dropout') features = sourceOf(features);
  return features ? endingAt(model, features) : model;
}

/**
 * The network for photos of sidePx × sidePx. @throws AppError `model-invalid` where its weights would need another shape (a Dense
 * layer after a Flatten), where a layer cannot take the size, and for a network whose input is no photo.
 */
export function withSide(model: Model, sidePx: number): Model {
  const [input] = model.inputs;
  const shape = input && planModel(model).shapeOf(input);
  if (!shape || shape.length !== 4) throw modelInvalid(model.name, 'a photo as its input', shape);
  const resized: Model = {
    ...model,
    layers: model.layers.map((layer): ModelLayer => {
      if (layer.name !== input.layer) return layer;
      const { batch_input_shape: _keras2, ...config } = layer.config;
      return { ...layer, config: { ...config, batch_shape: [null, sidePx, sidePx, shape[3]] } };
    }),
  };
  const before = new Map(planModel(model).weights.map(weight => [weight.key, weight.shape]));
  for (const { key, shape: after } of planModel(resized).weights) {
    const expected = before.get(key)!;
    if (after.join() !== expected.join())
      throw modelInvalid(layerOf(key), `photos for which its ${key} is [${expected.join(', ')}]`, `${sidePx} pixels`);
  }
  return resized;
}

/** Whether the network takes photos of other sizes than its own. */
export function takesAnySide(model: Model, sidePx: number): boolean {
  try {
    withSide(model, sidePx + 32);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'model-invalid') return false;
    throw error;
  }
}
