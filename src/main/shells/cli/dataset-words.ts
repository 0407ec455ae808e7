// Formats, notes and counts of annotations in the words of the command line.
import { formatNumber, type Language } from '../../../shared/messages/message.ts';
import { noteText, text } from '../../../shared/messages.ts';
import {
  datasetFormatId,
  datasetFormatIds,
  type DatasetFormatId,
  type DatasetNote,
} from '../../../shared/records/dataset-format.ts';
import type { AnnotationCounts } from '../../../shared/records/import.ts';
import { usage } from './arguments.ts';

/** @throws AppError `usage` for a word that names no format */
export function datasetFormat(language: Language, option: string, given: string): DatasetFormatId {
  const parsed = datasetFormatId.safeParse(given);
  if (parsed.success) return parsed.data;
  throw usage(text(language, 'cli.usage.choice', { option, values: datasetFormatIds.join(', '), given }));
}

/** A line for each, with the first examples. */
export function notesInWords(language: Language, notes: readonly DatasetNote[]): string[] {
  return notes.map(note => {
    const words = noteText(language, note);
    const { count, examples } = note;
    return examples.length === 0 ? words : `${words} (${examples.join(', ')}${examples.length < count ? ' …' : ''})`;
  });
}

/** Those that there are: `3 boxes, 2 labels`. */
export function countsInWords(language: Language, counts: AnnotationCounts): string {
  const kinds = Object.keys(counts) as (keyof AnnotationCounts)[];
  const there = kinds.filter(kind => counts[kind] > 0);
  if (there.length === 0) return formatNumber(language, 0);
  return there.map(kind => text(language, `cli.count.${kind}`, { count: counts[kind] })).join(', ');
}
