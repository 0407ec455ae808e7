// What a model said of photos, as files that people take away.
import type { PredictedPhoto } from '../../../shared/records/prediction.ts';
import { csvRow } from './csv-text.ts';

/** One row per photo: its likeliest class, that class's probability, then the probability of every class in the model's order. */
export function* predictionsCsv(photos: Iterable<PredictedPhoto>, classNames: readonly string[]): Generator<string> {
  yield csvRow(['filename', 'class', 'probability', ...classNames.map(name => `p(${name})`)]);
  for (const { photo, top } of photos) {
    const byName = new Map(top.map(entry => [entry.class, entry.probability]));
    const best = top[0];
    yield csvRow([
      photo,
      best?.class ?? '',
      probability(best?.probability),
      ...classNames.map(name => probability(byName.get(name))),
    ]);
  }
}

/** The same as a JSON list of `{photo, top: [{class, probability}]}`. */
export function* predictionsJson(photos: Iterable<PredictedPhoto>): Generator<string> {
  let separator = '[\n';
  for (const { photo, top } of photos) {
    yield separator + JSON.stringify({ photo, top });
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

const probability = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(6));
