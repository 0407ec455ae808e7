// What several photos have in common.
import type { ClassId, PhotoId } from '../../../shared/records/ids.ts';
import { placesById } from '../../../shared/places-by-id.ts';
import { hashAt, labelsAt, type Column, type PhotoColumns } from '../../../shared/records/photo-page.ts';

export type Summary = {
  /** The first of them in the list's order, at most six. */
  readonly first: readonly { readonly id: PhotoId; readonly hash: string }[];
  readonly labels: readonly ClassId[] | 'mixed';
  /** Where the model says the same class of all of them: its lowest and highest probability. */
  readonly predicted: { readonly classId: ClassId; readonly from: number; readonly to: number } | null;
  /** Place in `splits`, -1 for none. */
  readonly split: number | 'mixed';
  /** Width and height of the photo with the fewest and the most pixels. */
  readonly smallest: readonly [number, number];
  readonly largest: readonly [number, number];
};

export function summarise(columns: PhotoColumns, selected: ReadonlySet<PhotoId>): Summary {
  const places = Array.from(selected, placesById(columns.id)).filter(place => place >= 0);
  places.sort((a, b) => a - b);
  const same = <T extends number>(values: Column<T>): T | 'mixed' => {
    const first = values[places[0] ?? 0]!;
    return places.every(place => values[place] === first) ? first : 'mixed';
  };
  const labelsOf = (place: number): string => [...labelsAt(columns, place)].sort((a, b) => a - b).join();
  const first = places[0];
  const isSameLabel = first !== undefined && places.every(place => labelsOf(place) === labelsOf(first));
  const classId = first === undefined ? 'mixed' : same(columns.predictedClass);
  const scores = places.map(place => columns.predictedProbability[place]!);
  const measured = places.filter(place => columns.widthPx[place]! > 0);
  const area = (place: number): number => columns.widthPx[place]! * columns.heightPx[place]!;
  const sizeOf = (choose: (a: number, b: number) => boolean): readonly [number, number] => {
    const chosen = measured.reduce(
      (best, place) => (choose(area(place), area(best)) ? place : best),
      measured[0] ?? -1,
    );
    return chosen < 0 ? [0, 0] : [columns.widthPx[chosen]!, columns.heightPx[chosen]!];
  };
  return {
    first: places.slice(0, 6).map(place => ({ id: columns.id[place]!, hash: hashAt(columns, place) })),
    labels: isSameLabel ? labelsAt(columns, first) : 'mixed',
    predicted:
      classId === 'mixed' || classId === 0
        ? null
        : {
            classId,
            from: scores.reduce((low, score) => Math.min(low, score), 1),
            to: scores.reduce((high, score) => Math.max(high, score), 0),
          },
    split: first === undefined ? 'mixed' : same(columns.split),
    smallest: sizeOf((a, b) => a < b),
    largest: sizeOf((a, b) => a > b),
  };
}
