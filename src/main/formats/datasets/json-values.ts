// Small JSON files of annotations: read whole, and looked at value by value.
import { AppError } from '../../../shared/errors.ts';
import { damagedFile, noteDamage, placeInText } from './damage.ts';
import { jsonBeginning } from './json-fault.ts';
import type { Notes } from './notes.ts';
import type { SourceFolder } from './read-dataset.ts';
import { decodeText } from './source-folder.ts';

/** @throws AppError `dataset-damaged` with the place */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { at } = jsonBeginning(text);
    throw damagedFile(file, at < text.length ? 'dataset-not-json' : 'dataset-cut', placeInText(text, at), error);
  }
}

/** The contents of one JSON file beside others; null and a note where it cannot be read. */
export async function jsonIn(
  source: SourceFolder,
  path: string,
  { mostBytes, notes }: { readonly mostBytes: number; readonly notes: Notes },
): Promise<unknown> {
  try {
    return parseJson(await source.text(path, mostBytes), path);
  } catch (error) {
    noteDamage(notes, path, error);
    return null;
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
const headBytes = 1e6;

/** `isWhole` false: only the beginning of the file, as far as it is JSON. */
export type JsonSample = { readonly path: string; readonly value: unknown; readonly isWhole: boolean };

/** Contents of the smallest JSON files, to tell a format by: of a large, cut or damaged one its beginning. What begins as no JSON is left out. */
export async function sampleJson(source: SourceFolder, most: number): Promise<readonly JsonSample[]> {
  const files = source.files.filter(file => /\.json$/i.test(file.path));
  const smallest = files.toSorted((one, other) => one.bytes - other.bytes).slice(0, most);
  const samples: JsonSample[] = [];
  for (const { path, bytes } of smallest) {
    try {
      const isPart = bytes > mostSampleBytes;
      const sample = sampleOf(decodeText(await source.part(path, 0, isPart ? headBytes : bytes), path, isPart));
      if (sample.value !== null) samples.push({ path, ...sample });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
  return samples;
}

function sampleOf(text: string): Omit<JsonSample, 'path'> {
  try {
    return { value: JSON.parse(text), isWhole: true };
  } catch (error) {
    if (error instanceof SyntaxError) return { value: jsonBeginning(text).value, isWhole: false };
    throw error;
  }
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
