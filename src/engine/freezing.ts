// Which layers learn: all from a block on, in the order in which the network runs.
import { blocksOf, layersBefore } from './blocks.ts';
import { modelInvalid } from './layers/config.ts';
import type { Model, ModelLayer } from './model.ts';

/**
 * The model in which everything before a block, or a layer, is frozen and the rest learns. Batch norms stay as they are wherever they
 * stand: with few photos their statistics would leave those that the other layers were trained with (Keras' guide to transfer
 * learning), which is how the textbook's second stage can lose all it had.
 * @throws AppError `model-invalid` where no block and no layer has this name.
 */
export function learningFrom(model: Model, unfreeze: string): Model {
  const frozen = layersBefore(model, unfreeze);
  if (!frozen) {
    const names = blocksOf(model).map(({ name }) => name);
    throw modelInvalid(unfreeze, `a layer, or one of the blocks ${names.join(', ')}`, 'no such block or layer');
  }
  return withTrainable(model, ({ name, className }) => !frozen.has(name) && className !== 'BatchNormalization');
}

function withTrainable(model: Model, isTrainable: (layer: ModelLayer) => boolean): Model {
  const layers = model.layers.map((layer): ModelLayer => {
    const trainable = isTrainable(layer);
    const nested = layer.nested && withTrainable(layer.nested, inner => trainable && isTrainable(inner));
    return { ...layer, config: { ...layer.config, trainable }, ...(nested ? { nested } : {}) };
  });
  return { ...model, layers };
}
