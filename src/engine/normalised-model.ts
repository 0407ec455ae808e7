// A model that takes photos as they are, values of 0 to 255: its normalisation as a layer in front.
import type { Model, TensorReference } from './model.ts';
import { modelInvalid } from './layers/config.ts';
import type { Preprocessing } from './preprocessing.ts';

const layerName = 'normalisation';

/**
 * The model with a Keras Rescaling layer after its one input. What remains to be done outside is the resize.
 * @throws AppError `model-invalid` where the channels would have to be turned round, or the model has several inputs.
 */
export function normalisedModel(model: Model, { mean, std, order }: Preprocessing): Model {
  const [input] = model.inputs;
  if (!input || model.inputs.length !== 1 || order !== 'rgb')
    throw modelInvalid(
      input?.layer ?? model.name,
      'one input of red, green and blue',
      `${model.inputs.length}, ${order}`,
    );
  const at: TensorReference = { layer: layerName, call: 0, tensor: 0 };
  const rescaling = {
    name: layerName,
    className: 'Rescaling',
    config: {
      name: layerName,
      trainable: true,
      dtype: 'float32',
      scale: shared(std.map(value => 1 / value)),
      offset: shared(std.map((value, channel) => -mean[channel]! / value)),
    },
    calls: [{ inputs: [input] }],
  };
  const layers = model.layers.flatMap(layer => {
    const calls = layer.calls.map(({ inputs }) => ({
      inputs: inputs.map(from => (from.layer === input.layer ? at : from)),
    }));
    return layer.name === input.layer ? [layer, rescaling] : [{ ...layer, calls }];
  });
  return { ...model, layers };
}

/** One number where all are the same: every version of Keras reads it. */
function shared(values: readonly number[]): number | readonly number[] {
  return values.every(value => value === values[0]) ? values[0]! : values;
}
