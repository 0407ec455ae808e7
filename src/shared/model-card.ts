// A model's card in words: the sentences of the Models screen and of card.json and card.md come from the same facts.
import { text } from './messages.ts';
import type { Language } from './messages/message.ts';
import type { ImportedModel } from './records/imported-model.ts';
import type { ModelFacts } from './records/model-facts.ts';

/** Below this a score says little: its interval at 90 % accuracy is wider than 16 points. */
export const fewHeldOut = 50;

export type CardWords = {
  readonly preprocessing: string;
  readonly origin: string;
  readonly limits: readonly string[];
};

export function cardWords(language: Language, facts: Omit<ModelFacts, 'name'>): CardWords {
  const { trainedOn, backbone, preprocessing: values, classes, imported } = facts;
  const preprocessing = preprocessingWords(language, values);
  if (imported) return { preprocessing, ...importedWords(language, { classes, imported }) };
  if (backbone.pretrained === null)
    return { preprocessing, origin: backbone.origin, limits: limitWords(language, facts) };
  const { pretrained, package: packageName } = backbone;
  const origin = text(language, 'card.origin', { ...pretrained, package: packageName });
  return {
    preprocessing,
    origin: trainedOn === null ? origin : text(language, 'card.frozen', { origin }),
    limits: limitWords(language, facts),
  };
}

/** Of a model that was fetched or brought in. */
export function importedWords(
  language: Language,
  { classes, imported }: Pick<ImportedModel, 'classes' | 'imported'>,
): Pick<CardWords, 'origin' | 'limits'> {
  const { file, pretrained, author, host, part, isCropped } = imported;
  const origin =
    host === null
      ? text(language, 'card.origin-file', { file })
      : text(language, 'card.origin-download', { dataset: pretrained ?? '', author: author ?? '', host });
  const limits = [
    classes.length === 0
      ? text(language, 'card.limit.features-only')
      : text(language, 'card.limit.names-always', { classes: classes.length }),
  ];
  if (part !== null) limits.push(text(language, 'card.limit.cut-off', { blocks: part.blocks, all: part.of }));
  if (isCropped) limits.push(text(language, 'card.limit.cropped'));
  return { origin, limits };
}

export function preprocessingWords(language: Language, preprocessing: ModelFacts['preprocessing']): string {
  const { widthPx, heightPx, mean, std, order } = preprocessing;
  const key = order === 'bgr' ? 'card.preprocessing-bgr' : 'card.preprocessing';
  return text(language, key, { widthPx, heightPx, mean: channels(mean), std: channels(std) });
}

export function limitWords(
  language: Language,
  { classes, score, preprocessing }: Pick<ModelFacts, 'classes' | 'score' | 'preprocessing'>,
): string[] {
  const { widthPx, heightPx } = preprocessing;
  const limits = [text(language, 'card.limit.names-always', { classes: classes.length })];
  if (score) limits.push(text(language, 'card.limit.like-held-out'));
  limits.push(text(language, 'card.limit.small-things', { widthPx, heightPx }));
  if (score && score.total < fewHeldOut)
    limits.push(text(language, 'card.limit.few-held-out', { photos: score.total }));
  return limits;
}

/** One number where all channels have the same. */
function channels(values: readonly number[]): string {
  return new Set(values).size === 1 ? String(values[0]) : `[${values.join(', ')}]`;
}
