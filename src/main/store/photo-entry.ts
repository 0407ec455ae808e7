// One photo of the photo index, and the state that annotations give it.
import type { ClassId, PhotoId } from '../../shared/records/ids.ts';
import { photoProblems, splits, type PhotoProblem, type Split } from '../../shared/records/photo.ts';
import type { PhotoRows } from './photo-rows.ts';

/** Places in `photoStates`. */
export const stateNew = 0;
export const stateAnnotated = 1;
export const stateNothing = 2;
export type StatePlace = 0 | 1 | 2;

export type PhotoEntry = {
  readonly id: PhotoId;
  readonly group: number;
  readonly split: Split | null;
  readonly folderSplit: Split | null;
  readonly excluded: boolean;
  readonly problem: PhotoProblem | null;
  readonly isRead: boolean;
  readonly labels: readonly ClassId[];
  readonly boxClasses: readonly ClassId[];
  readonly photoState: StatePlace;
  readonly thingsState: StatePlace;
};

/** The state of both kinds together: annotated where either is. */
export function wholeState(entry: { readonly photoState: number; readonly thingsState: number }): StatePlace {
  if (entry.photoState === stateAnnotated || entry.thingsState === stateAnnotated) return stateAnnotated;
  return entry.photoState === stateNothing || entry.thingsState === stateNothing ? stateNothing : stateNew;
}

export function toEntry({ columns, labelSets, thingSets }: PhotoRows, row: number): PhotoEntry {
  return {
    id: columns.id[row] as PhotoId,
    group: columns.group[row]!,
    split: splits[columns.split[row]!] ?? null,
    folderSplit: splits[columns.folderSplit[row]!] ?? null,
    excluded: columns.excluded[row] === 1,
    problem: photoProblems[columns.problem[row]! - 1] ?? null,
    isRead: (columns.hashHigh[row]! | columns.hashLow[row]!) !== 0,
    labels: labelSets.all[columns.labels[row]!]!,
    boxClasses: thingSets.all[columns.things[row]!]!.map(({ classId }) => classId),
    photoState: columns.photoState[row] as StatePlace,
    thingsState: columns.thingsState[row] as StatePlace,
  };
}
