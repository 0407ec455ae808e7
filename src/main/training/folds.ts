// Folds for cross-validation: stratified by class, and a group (photos of equal content, a burst, a clip) is never split between two.
import { shuffled, type Random } from '../../shared/random.ts';

export type FoldPhoto = { readonly classId: number; readonly group: number };

/**
 * The fold (from 0) of each photo. Groups are dealt, largest first and otherwise in random order, each to the fold that holds the
 * least of the group's classes. There are never more folds than groups, so that no fold is empty.
 */
export function groupedFolds(photos: readonly FoldPhoto[], wantedFolds: number, random: Random): number[] {
  const groups = Map.groupBy(photos.keys(), index => photos[index]!.group);
  const folds = Math.min(wantedFolds, groups.size);
  const photosPerClass = countBy(photos);
  const held = Array.from({ length: folds }, () => ({ photos: 0, perClass: new Map<number, number>() }));
  const foldOf = new Array<number>(photos.length).fill(0);
  const order = shuffled([...groups.values()], random).sort((a, b) => b.length - a.length);
  for (const members of order) {
    const perClass = countBy(members.map(index => photos[index]!));
    const crowding = held.map(fold =>
      perClass.entries().reduce((sum, [classId, count]) => {
        return sum + (count * (fold.perClass.get(classId) ?? 0)) / photosPerClass.get(classId)!;
      }, 0),
    );
    const isRoomier = (fold: number, best: number): boolean =>
      crowding[fold] === crowding[best] ? held[fold]!.photos < held[best]!.photos : crowding[fold]! < crowding[best]!;
    const least = held.keys().reduce((best, fold) => (isRoomier(fold, best) ? fold : best));
    const chosen = held[least]!;
    chosen.photos += members.length;
    for (const [classId, count] of perClass) chosen.perClass.set(classId, (chosen.perClass.get(classId) ?? 0) + count);
    for (const index of members) foldOf[index] = least;
  }
  return foldOf;
}

function countBy(photos: readonly FoldPhoto[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { classId } of photos) counts.set(classId, (counts.get(classId) ?? 0) + 1);
  return counts;
}
