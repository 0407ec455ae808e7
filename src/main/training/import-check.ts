// Whether a model that was brought in can serve: one square colour photo in, one result out; and what a run could start from.
import { blocksOf, defaultUnfreeze } from '../../engine/blocks.ts';
import { takesAnySide, withoutTop } from '../../engine/features.ts';
import type { Model } from '../../engine/model.ts';
import { withLayer, withoutNesting } from '../../engine/model-parts.ts';
import { planModel } from '../../engine/plan.ts';
import { elementCount } from '../../engine/tensor.ts';
import type { Weights } from '../../engine/tensor.ts';
import type { ImportedModel } from '../../shared/records/imported-model.ts';
import { modelInvalid, namingFile } from '../formats/models/model-error.ts';

/** The model without nesting. @throws AppError `model-invalid` {file, reason, detail} for one that does not look at one photo. */
export function checkedModel(model: Model, file: string): Model {
  const flat = namingFile(file, () => withoutNesting(model));
  const { inputs, outputs } = namingFile(file, () => planModel(flat));
  if (inputs.length !== 1 || outputs.length !== 1)
    throw modelInvalid(file, 'inputs-several', `${inputs.length} inputs, ${outputs.length} outputs`);
  const shape = inputs[0]!.shape;
  const [, height, width, channels] = shape;
  if (shape.length !== 4 || channels !== 3 || height !== width)
    throw modelInvalid(file, 'not-a-photo', `the input is [${shape.slice(1).join(', ')}], expected [side, side, 3]`);
  return flat;
}

type Summary = Pick<ImportedModel['imported'], 'parameters' | 'sidePx' | 'takesAnySide' | 'blocks' | 'unfreeze'>;

/** `outputs`: how many results a classifier gives; null where it is none. */
export function summaryOf(model: Model, weights: Weights): Summary & { readonly outputs: number | null } {
  const { model: features } = withoutTop(model, weights);
  const plan = planModel(model);
  const sidePx = plan.inputs[0]!.shape[1]!;
  const blocks = blocksOf(features);
  const hasTop = planModel(features).weights.length < plan.weights.length;
  return {
    parameters: planModel(features).weights.reduce((sum, { shape }) => sum + elementCount(shape), 0),
    sidePx,
    takesAnySide: takesAnySide(features, sidePx),
    blocks: blocks.map(({ name, parameters }) => ({ name, parameters })),
    unfreeze: defaultUnfreeze(blocks),
    outputs: hasTop && activationOf(model) !== 'sigmoid' ? plan.outputs[0]!.shape[1]! : null,
  };
}

/** A model that begins with its own normalisation is given photos as they are. */
export function readsItself(model: Model): 'as-it-is' | null {
  const own = new Set(['Rescaling', 'Normalization']);
  const input = model.inputs[0]!.layer;
  const readers = model.layers.filter(({ calls }) =>
    calls.some(({ inputs }) => inputs.some(({ layer }) => layer === input)),
  );
  return readers.length > 0 && readers.every(({ className }) => own.has(className)) ? 'as-it-is' : null;
}

/** The model giving probabilities: one that gives its last sums (logits) gets the softmax that is missing. */
export function withSoftmax(model: Model): Model {
  return activationOf(model) === 'softmax'
    ? model
    : withLayer(model, 'Activation', { name: 'probabilities', activation: 'softmax' });
}

/** What was last applied to the sums of the last layer. */
function activationOf(model: Model): string {
  const layers = new Map(model.layers.map(layer => [layer.name, layer]));
  let at = model.outputs[0]!;
  for (;;) {
    const { className, config, calls } = layers.get(at.layer)!;
    if (className === 'Softmax') return 'softmax';
    const activation = config['activation'];
    if (typeof activation === 'string' && activation !== 'linear') return activation;
    const { inputs } = calls[at.call]!;
    if (!['Flatten', 'Reshape', 'Activation'].includes(className) || inputs.length !== 1) return 'linear';
    at = inputs[0]!;
  }
}
