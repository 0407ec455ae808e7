// Folds batch norms into the convolution or dense layer before them: at inference they are one scale and one shift per channel.
import { LayerConfig } from '../layers/config.ts';
import type { Model, ModelLayer } from '../model.ts';
import { float32Tensor, toFloat32 } from '../tensor.ts';
import type { Tensor, Weights } from '../tensor.ts';

/** The last axes of these kernels, flattened, are the output channels. */
const kernelOf: ReadonlyMap<string, string> = new Map([
  ['Conv2D', 'kernel'],
  ['DepthwiseConv2D', 'kernel'],
  ['SeparableConv2D', 'pointwise_kernel'],
  ['Dense', 'kernel'],
]);

export type Folded = { readonly model: Model; readonly weights: Weights };

/**
 * The same function with fewer layers to compute: a folded batch norm stays in the graph as a linear Activation, so that
 * its name keeps its meaning. Layers in `kept` give their own output still.
 */
export function foldBatchNorms(model: Model, weights: Weights, kept: ReadonlySet<string>): Folded {
  const folded = new Map(weights);
  return { model: foldGraph(model, folded, kept), weights: folded };
}

function foldGraph(model: Model, weights: Map<string, Tensor>, kept: ReadonlySet<string>): Model {
  const uses = new Map<string, number>();
  const references = [...model.outputs, ...model.layers.flatMap(layer => layer.calls.flatMap(call => call.inputs))];
  for (const { layer } of references) uses.set(layer, (uses.get(layer) ?? 0) + 1);

  const byName = new Map(model.layers.map(layer => [layer.name, layer]));
  const isLinear = (layer: ModelLayer): boolean =>
    new LayerConfig(layer.name, layer.config).functionName('activation', 'linear') === 'linear';
  for (const norm of model.layers) {
    if (norm.nested) byName.set(norm.name, { ...norm, nested: foldGraph(norm.nested, weights, kept) });
    const before = byName.get(norm.calls[0]?.inputs[0]?.layer ?? '');
    const kernel = kernelOf.get(before?.className ?? '');
    if (norm.className !== 'BatchNormalization' || norm.calls.length !== 1 || !before || !kernel) continue;
    if (before.calls.length !== 1 || uses.get(before.name) !== 1 || kept.has(before.name) || !isLinear(before))
      continue;
    foldWeights(norm, before, kernel, weights);
    byName.set(before.name, { ...before, config: { ...before.config, use_bias: true } });
    byName.set(norm.name, { ...norm, className: 'Activation', config: { name: norm.name, activation: 'linear' } });
  }
  return { ...model, layers: model.layers.map(layer => byName.get(layer.name)!) };
}

/** kernel · s and (bias - mean) · s + beta with s = gamma / √(variance + epsilon), computed in double. */
function foldWeights(norm: ModelLayer, before: ModelLayer, kernelName: string, weights: Map<string, Tensor>): void {
  const epsilon = new LayerConfig(norm.name, norm.config).number('epsilon', 1e-3, 0);
  const values = (key: string): Float32Array | undefined =>
    weights.has(key) ? toFloat32(weights.get(key)!) : undefined;
  const mean = values(`${norm.name}/moving_mean`)!;
  const variance = values(`${norm.name}/moving_variance`)!;
  const gamma = norm.config['scale'] === false ? undefined : values(`${norm.name}/gamma`);
  const beta = norm.config['center'] === false ? undefined : values(`${norm.name}/beta`);
  const bias = before.config['use_bias'] === false ? undefined : values(`${before.name}/bias`);
  const scale = Float64Array.from(variance, (value, channel) => (gamma?.[channel] ?? 1) / Math.sqrt(value + epsilon));

  const kernel = weights.get(`${before.name}/${kernelName}`)!;
  const scaled = toFloat32(kernel).map((value, index) => value * scale[index % scale.length]!);
  const shift = Float32Array.from(
    scale,
    (factor, channel) => ((bias?.[channel] ?? 0) - mean[channel]!) * factor + (beta?.[channel] ?? 0),
  );
  weights.set(`${before.name}/${kernelName}`, float32Tensor(kernel.shape, scaled));
  weights.set(`${before.name}/bias`, float32Tensor([shift.length], shift));
}
