// What a run starts from: a network that gives a photo's features, with its weights and its way of reading photos.
import type { Model } from '../../engine/model.ts';
import { withoutTop, withSide } from '../../engine/features.ts';
import { planModel } from '../../engine/plan.ts';
import type { Preprocessing } from '../../engine/preprocessing.ts';
import type { Weights } from '../../engine/tensor.ts';
import { invariant } from '../../shared/errors.ts';
import { cardWords } from '../../shared/model-card.ts';
import type { ModelCard } from '../../shared/records/run.ts';
import { backboneFacts, builtInBackbone, readBuiltIn } from '../formats/models/built-in.ts';
import type { BackboneReference } from '../formats/models/model-manifest.ts';
import type { BackbonePlace } from './api.ts';
import { readNetwork } from './classifier.ts';

export type NetworkSource = {
  /** One photo [N, side, side, 3] → its features [N, C]. */
  readonly model: Model;
  readonly weights: Weights;
  readonly preprocessing: Preprocessing;
  readonly features: number;
  /** Identifies network and weights in the keys of cached features. */
  readonly sha256: string;
  /** How a model folder names it instead of holding its weights; null where it must hold them. */
  readonly reference: BackboneReference | null;
  readonly card: ModelCard['backbone'];
};

type Pretrained = Exclude<BackbonePlace, { readonly kind: 'network' }>;

/**
 * Reads it for photos of `sidePx` (its own side where null).
 * @throws AppError as `readNetwork`; `model-invalid` for a network that has no features or cannot take the side.
 */
export async function readSource(
  place: Pretrained,
  { sidePx, resourcesFolder }: { readonly sidePx: number | null; readonly resourcesFolder: string },
): Promise<NetworkSource> {
  const read = await readPretrained(place, resourcesFolder);
  const side = sidePx ?? read.preprocessing.heightPx;
  const isOwnSide = side === read.preprocessing.heightPx && side === read.preprocessing.widthPx;
  const { model, weights } = withoutTop(read.model, read.weights);
  const sized = isOwnSide ? model : withSide(model, side);
  const features = planModel(sized).outputs[0]!.shape[1];
  invariant(features, 'a features model gives a row of known length');
  const { sha256, reference, card } = read;
  const preprocessing = { ...read.preprocessing, heightPx: side, widthPx: side };
  return { model: sized, weights, preprocessing, features, sha256, reference, card };
}

type Read = Omit<NetworkSource, 'features'>;

async function readPretrained(place: Pretrained, resourcesFolder: string): Promise<Read> {
  const folder = place.kind === 'built-in' ? null : place.folder;
  const { model, weights, preprocessing, trained } = await readNetwork(folder, resourcesFolder);
  const network = { model, weights, preprocessing };
  if (trained === null) {
    const { card } = await readBuiltIn(resourcesFolder);
    const { name, licence, sha256, ...rest } = backboneFacts(card);
    const facts = {
      classes: [],
      trainedOn: null,
      score: null,
      preprocessing,
      backbone: { name, licence, sha256, ...rest },
    };
    const { origin } = cardWords('en', facts);
    return { ...network, sha256, reference: builtInBackbone, card: { name, origin, licence, sha256 } };
  }
  const { name, backbone } = trained.card as unknown as ModelCard;
  const origin = backbone.name === name ? backbone.origin : `${backbone.origin}; trained here as ${name}`;
  return { ...network, sha256: trained.sha256, reference: null, card: { ...backbone, name, origin } };
}
