// A source of an import as a dataset worker read it, held by the core while it is looked at.
import { AppError } from '../../shared/errors.ts';
import type { DatasetFormatId } from '../../shared/records/dataset-format.ts';
import { noAnnotations, type AnnotationCounts } from '../../shared/records/import.ts';
import type { PreparedPhoto, ReadOutcome } from '../annotations/jobs.ts';
import { readLines } from '../annotations/staging.ts';

export type SourceRead = {
  readonly place: number;
  /** As a person knows it: the last part of the path. */
  readonly name: string;
  readonly wanted: DatasetFormatId | null;
  readonly outcome: ReadOutcome;
  readonly photos: readonly PreparedPhoto[];
  readonly counts: AnnotationCounts;
  /** Annotations of each class, usable or not. */
  readonly perClass: readonly number[];
};

/** About 2 GB of boxes in the core. */
const mostAnnotations = 5_000_000;

/** @throws AppError `dataset-too-large` */
export async function readPrepared(
  outcome: ReadOutcome,
  { place, name, wanted }: Pick<SourceRead, 'place' | 'name' | 'wanted'>,
): Promise<SourceRead> {
  const photos: PreparedPhoto[] = [];
  const counts: Record<string, number> = { ...noAnnotations };
  const perClass = outcome.classes.map(() => 0);
  let annotations = 0;
  for await (const photo of readLines<PreparedPhoto>(outcome.lines)) {
    photos.push(photo);
    annotations += photo.annotations.length;
    if (annotations > mostAnnotations)
      throw new AppError('dataset-too-large', { file: name, reason: 'dataset-annotations' });
    for (const [kind, count] of Object.entries(photo.counts)) counts[kind] = (counts[kind] ?? 0) + count;
    counts['nothing']! += Number(photo.nothing.photo) + Number(photo.nothing.things);
    for (const { c } of photo.annotations) perClass[c] = (perClass[c] ?? 0) + 1;
    for (const c of [...photo.refused, ...photo.waiting]) perClass[c] = (perClass[c] ?? 0) + 1;
  }
  return { place, name, wanted, outcome, photos, counts: counts as AnnotationCounts, perClass };
}
