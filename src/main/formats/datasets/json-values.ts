// Small JSON files of annotations: read whole, and looked at value by value.
import { AppError } from '../../../shared/errors.ts';
import type { SourceFolder } from './read-dataset.ts';

/** @throws AppError `dataset-damaged` */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('dataset-damaged', { file, reason: 'dataset-not-json' }, { cause: error });
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

export const objectOf = (value: unknown): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
/** NaN for what is no finite number; `"12.5"` is one, some tools write texts. */
export function numberOf(value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : Number.NaN;
}
/** A size in whole pixels that a file states; 0 where it states none. */
export const sizeOf = (value: unknown): number => {
  const number = numberOf(value);
  return number >= 1 && number <= 100_000 ? Math.round(number) : 0;
};

const mostSampleBytes = 4e6;

/** Contents of the smallest JSON files, to tell a format by; one that is no JSON is left out. */
export async function sampleJson(source: SourceFolder, most: number): Promise<{ path: string; value: unknown }[]> {
  const files = source.files.filter(file => /\.json$/i.test(file.path) && file.bytes <= mostSampleBytes);
  const smallest = files.toSorted((one, other) => one.bytes - other.bytes).slice(0, most);
  const samples: { path: string; value: unknown }[] = [];
  for (const { path } of smallest) {
    try {
      samples.push({ path, value: parseJson(await source.text(path), path) });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
  return samples;
}

const together = 16;

/** What `read` makes of each item, in their order; a few are read at once. */
export async function* inOrder<Item, Result>(
  items: readonly Item[],
  read: (item: Item) => Promise<Result>,
): AsyncGenerator<{ item: Item; result: Result }> {
  for (let from = 0; from < items.length; from += together) {
    const some = items.slice(from, from + together);
    const results = await Promise.all(some.map(read));
    for (const [place, result] of results.entries()) yield { item: some[place]!, result };
  }
}
