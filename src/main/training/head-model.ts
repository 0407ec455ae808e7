// The head that one click puts on the backbone: one dense layer with softmax on the features. And head and backbone as one network.
import type { Model, ModelLayer, TensorReference } from '../../engine/model.ts';
import { toFloat32, type Weights } from '../../engine/tensor.ts';
import { invariant } from '../../shared/errors.ts';

const featuresLayer = 'features';
const denseLayer = 'predictions';

/** Features [N, length] → probabilities [N, classes]. */
export function headModel(featureLength: number, classes: number): Model {
  const input = { name: featuresLayer, batch_shape: [null, featureLength], dtype: 'float32' };
  const dense = {
    name: denseLayer,
    trainable: true,
    units: classes,
    activation: 'softmax',
    use_bias: true,
    // The loss is convex: the start decides nothing, and zeros are the same start on every machine.
    kernel_initializer: { class_name: 'Zeros', config: {} },
    bias_initializer: { class_name: 'Zeros', config: {} },
  };
  return {
    name: 'head',
    layers: [
      { name: featuresLayer, className: 'InputLayer', config: input, calls: [{ inputs: [] }] },
      { name: denseLayer, className: 'Dense', config: dense, calls: [{ inputs: [at(featuresLayer)] }] },
    ],
    inputs: [at(featuresLayer)],
    outputs: [at(denseLayer)],
  };
}

const at = (layer: string): TensorReference => ({ layer, call: 0, tensor: 0 });

/** One network: what read the head's input reads the backbone's output. Layer names must differ, but for the input's. */
export function joinModels(backbone: Model, head: Model): Model {
  const [from] = backbone.outputs;
  const [into] = head.inputs;
  invariant(
    from && into && backbone.outputs.length === 1 && head.inputs.length === 1,
    'one tensor joins backbone and head',
  );
  const isInput = (reference: TensorReference): boolean => reference.layer === into.layer;
  const rewire = (layer: ModelLayer): ModelLayer => ({
    ...layer,
    calls: layer.calls.map(({ inputs }) => ({ inputs: inputs.map(input => (isInput(input) ? from : input)) })),
  });
  const layers = head.layers.filter(layer => layer.name !== into.layer).map(rewire);
  return { ...backbone, layers: [...backbone.layers, ...layers], outputs: head.outputs };
}

export type HeadWeights = { readonly kernel: Float32Array; readonly bias: Float32Array };

/** The dense layer's kernel [length, classes] and bias [classes] out of the head's weights. */
export function headWeights(weights: Weights): HeadWeights {
  const [kernel, bias] = [weights.get(`${denseLayer}/kernel`), weights.get(`${denseLayer}/bias`)];
  invariant(kernel && bias, 'the head has a kernel and a bias');
  return { kernel: toFloat32(kernel), bias: toFloat32(bias) };
}

/** Probabilities of one photo's features, in double precision: the head is small, and crossing into the runtime costs more than it. */
export function probabilitiesOf({ kernel, bias }: HeadWeights, features: Float32Array): Float64Array {
  const scores = Float64Array.from(bias);
  const classes = scores.length;
  for (let i = 0; i < features.length; i++) {
    const feature = features[i]!;
    for (let c = 0; c < classes; c++) scores[c]! += feature * kernel[i * classes + c]!;
  }
  const highest = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  let sum = 0;
  for (let c = 0; c < classes; c++) sum += scores[c] = Math.exp(scores[c]! - highest);
  return scores.map(score => score / sum);
}
