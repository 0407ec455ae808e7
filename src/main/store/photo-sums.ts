// The sums that splits are balanced by, kept up to date with every row of the photo index that comes, goes or changes.
import { splits, type Split } from '../../shared/records/photo.ts';
import type { PerSplit } from '../../shared/splits.ts';
import { stateNew } from './photo-entry.ts';
import type { PhotoRows } from './photo-rows.ts';

export function startSums() {
  const perClass = new Map<number, Record<Split, number>>();
  const folderSplits = new Set<Split>();
  let [annotated, listed] = [0, 0];
  return {
    /** Counts a row in, or (-1) out. */
    count({ columns, labelSets, thingSets }: PhotoRows, row: number, sign: 1 | -1): void {
      listed += sign;
      const folderSplit = splits[columns.folderSplit[row]!];
      if (folderSplit !== undefined) folderSplits.add(folderSplit);
      const state = columns.state[row]!;
      if (state === stateNew) return;
      annotated += sign;
      const side = splits[columns.split[row]!];
      if (side === undefined) return;
      const labels = labelSets.all[columns.labels[row]!]!;
      const things = thingSets.all[columns.things[row]!]!.map(({ classId }) => classId);
      for (const key of labels.length > 0 ? labels : things.length > 0 ? things : [0]) {
        const counts = perClass.get(key) ?? { train: 0, validation: 0, test: 0 };
        counts[side] += sign;
        perClass.set(key, counts);
      }
    },
    listed: (): number => listed,
    annotated: (): number => annotated,
    /** Photos with a side, per class. */
    perClass: perClass as ReadonlyMap<number, PerSplit>,
    /** Sides that folders are named by, of every photo there ever was. */
    folderSplits: folderSplits as ReadonlySet<Split>,
  };
}
export type PhotoSums = ReturnType<typeof startSums>;
