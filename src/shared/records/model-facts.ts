// What is known of a model beyond its list entry, as data: whoever shows it makes the sentences (model-card.ts).
import { z } from 'zod';
import type { ImportedModel } from './imported-model.ts';
import type { Score } from './run.ts';

export type ModelFacts = {
  readonly name: string;
  readonly classes: readonly string[];
  /** null for a model that no project trained. */
  readonly trainedOn: {
    readonly photos: number;
    readonly perClass: Readonly<Record<string, number>>;
    readonly seed: number;
  } | null;
  readonly score: Score | null;
  readonly preprocessing: {
    readonly widthPx: number;
    readonly heightPx: number;
    /** Per channel, of values from 0 to 255. */
    readonly mean: readonly number[];
    readonly std: readonly number[];
    /** `rgb` where it does not say. */
    readonly order?: 'rgb' | 'bgr';
  };
  readonly backbone: BackboneFacts;
  /** What its card says of the file that it was made of. */
  readonly imported?: ImportedModel['imported'];
};

export type BackboneFacts = {
  readonly name: string;
  readonly licence: string;
  readonly sha256: string;
} & (
  | { readonly pretrained: BuiltInCard['pretrained']; readonly package: string }
  /** Another one than the built-in one: where it comes from in the words of the model's card, which are English. */
  | { readonly pretrained: null; readonly origin: string }
);

const shortText = z.string().max(1_000);
const channels = z.tuple([z.number(), z.number(), z.number()]).readonly();

/** What is read of the built-in model's own card.json. */
export const builtInCard = z
  .object({
    name: shortText,
    pretrained: z
      .object({ dataset: shortText, classes: z.number().int(), author: shortText, converter: shortText })
      .readonly(),
    licence: z.object({ weights: shortText }).readonly(),
    source: z.object({ package: shortText }).readonly(),
    bytes: z.number().int().min(0),
    preprocessing: z
      .object({ heightPx: z.number().int(), widthPx: z.number().int(), mean: channels, std: channels })
      .readonly(),
  })
  .readonly();
export type BuiltInCard = z.infer<typeof builtInCard>;
