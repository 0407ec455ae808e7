// A list of photos as plain lists, for tests to compare.
import type { ClassId, PhotoId } from '../../src/shared/records/ids.ts';
import type { PhotoProblem } from '../../src/shared/records/photo.ts';
import { hashAt, labelsAt, problemAt, type Column, type PhotoPage } from '../../src/shared/records/photo-page.ts';

export type PlainColumns = {
  readonly id: readonly PhotoId[];
  readonly widthPx: readonly number[];
  readonly heightPx: readonly number[];
  readonly hash: readonly string[];
  readonly photoState: readonly number[];
  readonly thingsState: readonly number[];
  readonly labels: readonly (readonly ClassId[])[];
  readonly boxes: readonly number[];
  readonly split: readonly number[];
  readonly excluded: readonly boolean[];
  readonly problem: readonly (PhotoProblem | null)[];
  readonly predictedClass: readonly (ClassId | 0)[];
  readonly predictedProbability: readonly number[];
};

export function plainColumns({ columns }: PhotoPage): PlainColumns {
  const plain = <Value extends number>(column: Column<Value>): Value[] => Array.from(column);
  const places = columns.id.length;
  const each = <Value>(at: (place: number) => Value): Value[] =>
    Array.from({ length: places }, (_, place) => at(place));
  return {
    id: plain(columns.id),
    widthPx: plain(columns.widthPx),
    heightPx: plain(columns.heightPx),
    hash: each(place => hashAt(columns, place)),
    photoState: plain(columns.photoState),
    thingsState: plain(columns.thingsState),
    labels: each(place => labelsAt(columns, place)),
    boxes: plain(columns.boxes),
    split: plain(columns.split),
    excluded: each(place => columns.excluded[place] === 1),
    problem: each(place => problemAt(columns, place)),
    predictedClass: plain(columns.predictedClass),
    predictedProbability: plain(columns.predictedProbability),
  };
}
