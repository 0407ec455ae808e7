// A model's card in words: the sentences of the Models screen and of card.json and card.md come from the same facts.
import { text } from './messages.ts';
import type { Language } from './messages/message.ts';
import type { ModelFacts } from './records/model-facts.ts';

/** Below this a score says little: its interval at 90 % accuracy is wider than 16 points. */
export const fewHeldOut = 50;

export type CardWords = {
  readonly preprocessing: string;
  readonly origin: string;
  readonly limits: readonly string[];
};

export function cardWords(language: Language, facts: Omit<ModelFacts, 'name'>): CardWords {
  const { trainedOn, backbone, preprocessing } = facts;
  const { pretrained, package: packageName } = backbone;
  const origin = text(language, 'card.origin', { ...pretrained, package: packageName });
  return {
    preprocessing: preprocessingWords(language, preprocessing),
    origin: trainedOn === null ? origin : text(language, 'card.frozen', { origin }),
    limits: limitWords(language, facts),
  };
}

export function preprocessingWords(language: Language, preprocessing: ModelFacts['preprocessing']): string {
  const { widthPx, heightPx, mean, std } = preprocessing;
  return text(language, 'card.preprocessing', { widthPx, heightPx, mean: channels(mean), std: channels(std) });
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
