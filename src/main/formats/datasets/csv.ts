// One CSV table, one row per box or whole-photo label: the TensorFlow object-detection columns and the split.
import type { PredictedPhoto } from '../../../shared/records/prediction.ts';
import { classFinder, cornersOf, type Dataset, type DatasetFormat } from './dataset.ts';

export const csv: DatasetFormat = {
  id: 'csv',
  extension: 'csv',
  mime: 'text/csv; charset=utf-8',
  write: csvTable,
  leftOut: ({ photos }) =>
    photos.filter(({ annotations }) => annotations.every(({ kind }) => kind === 'nothing')).length,
};

/**
 * Header `filename,width,height,class,xmin,ymin,xmax,ymax,split`; corners in pixels of the upright photo, counted from 0 at its
 * left and upper edge. A label of the whole photo leaves the four corners empty. A table of rows cannot say "nothing here".
 */
export function* csvTable({ classes, photos }: Dataset): Generator<string> {
  const classOf = classFinder(classes);
  yield row(['filename', 'width', 'height', 'class', 'xmin', 'ymin', 'xmax', 'ymax', 'split']);
  for (const { photo, annotations } of photos) {
    for (const annotation of annotations) {
      if (annotation.kind === 'nothing') continue;
      const { name } = classOf(annotation);
      const corners = annotation.kind === 'box' ? cornersOf(annotation.box, photo) : null;
      const box = corners === null ? ['', '', '', ''] : [corners.left, corners.top, corners.right, corners.bottom];
      yield row([photo.path, photo.widthPx, photo.heightPx, name, ...box, photo.split ?? '']);
    }
  }
}

/** One row per photo: its likeliest class, that class's probability, then the probability of every class in the model's order. */
export function* predictionsCsv(photos: Iterable<PredictedPhoto>, classNames: readonly string[]): Generator<string> {
  yield row(['filename', 'class', 'probability', ...classNames.map(name => `p(${name})`)]);
  for (const { photo, top } of photos) {
    const byName = new Map(top.map(entry => [entry.class, entry.probability]));
    const best = top[0];
    yield row([
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

const row = (cells: readonly (string | number)[]): string => `${cells.map(cell).join(',')}\r\n`;

/** RFC 4180; a text that a spreadsheet would run as a formula gets a quote in front. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) || harmless !== harmless.trim() ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
