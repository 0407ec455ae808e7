// Gives photos their side of the split inside a gesture, the first time something is said of them. A group that has a side keeps it.
import type { PhotoId } from '../../shared/records/ids.ts';
import type { Split } from '../../shared/records/photo.ts';
import { folderSplitsCount, splitGroups, splitShares, strictestSplit, type GroupToSplit } from '../../shared/splits.ts';
import type { Recorder } from './gestures.ts';
import { stateNew, wholeState } from './photo-entry.ts';
import type { PhotoIndex } from './photo-index.ts';
import type { Tables } from './tables/index.ts';

/** `classKey`: the class that was given, or 0 for "nothing here". */
export type NewlyAnnotated = { readonly photoId: PhotoId; readonly classKey: number };

/** Writes the sides of the groups of `photos` that have none yet: the folder's where folders name them, else balanced by class. */
export function writeFirstSplits(
  tables: Tables,
  index: PhotoIndex,
  recorder: Recorder,
  photos: readonly NewlyAnnotated[],
): void {
  const foldersNameSplits = folderSplitsCount(index.folderSplits());
  const open = new Map<number, GroupToSplit>();
  const decided = new Map<number, Split>();
  let newlyAnnotated = 0;
  for (const { photoId, classKey } of photos) {
    const entry = index.get(photoId);
    if (!entry) continue;
    if (wholeState(entry) === stateNew) newlyAnnotated++;
    if (entry.split !== null || open.has(entry.group) || decided.has(entry.group)) continue;
    const members = tables.photo.ofGroup(entry.group);
    const named = members.flatMap(id => index.get(id)?.folderSplit ?? []);
    const folderSplit = foldersNameSplits ? strictestSplit(named) : null;
    if (folderSplit) decided.set(entry.group, folderSplit);
    else {
      const mayTest = !members.some(id => tables.run.wasTrainedOn(id));
      open.set(entry.group, { group: entry.group, classKey, photos: members.length, mayTest });
    }
  }
  if (open.size > 0) {
    const shares = splitShares(index.annotated() + newlyAnnotated, foldersNameSplits);
    const { seed } = tables.project.read();
    for (const [group, side] of splitGroups([...open.values()], index.perClass(), shares, seed))
      decided.set(group, side);
  }
  for (const [group, split] of decided) recorder.write('photo_group', group, { split });
}
