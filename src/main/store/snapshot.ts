// What a run would see now: photos with exactly one class of the whole photo, usable, with a side; the others counted by reason.
import type { ClassRecord } from '../../shared/records/class.ts';
import type { RunPhotoRow } from './tables/run.ts';
import type { Snapshot, SnapshotPhoto } from './api.ts';
import { stateNothing, type PhotoEntry } from './photo-entry.ts';
import type { PhotoIndex } from './photo-index.ts';
import type { Tables } from './tables/index.ts';

type Reason = keyof Snapshot['leftOut'];

/** Why a photo is not used; null when it is. A photo whose content was not read yet counts as one that cannot be used. */
function reasonOf(entry: PhotoEntry): Reason | null {
  if (entry.excluded) return 'excluded';
  if (entry.photoState === stateNothing) return 'nothing';
  if (entry.labels.length === 0 || entry.split === null) return 'notAnnotated';
  if (entry.labels.length > 1) return 'several';
  return entry.problem !== null || !entry.isRead ? 'damaged' : null;
}

export function takeSnapshot(tables: Tables, index: PhotoIndex, classes: readonly ClassRecord[]): Snapshot {
  const leftOut: Record<Reason, number> = { notAnnotated: 0, excluded: 0, damaged: 0, nothing: 0, several: 0 };
  const photos: SnapshotPhoto[] = [];
  for (const entry of index.entries()) {
    const reason = reasonOf(entry);
    if (reason) {
      leftOut[reason]++;
      continue;
    }
    const { path, hash, widthPx, heightPx } = tables.photo.read(entry.id)!;
    const { id, group, labels, split } = entry;
    photos.push({ id, path, hash: hash!, widthPx, heightPx, classId: labels[0]!, split: split!, group });
  }
  return { classes, photos, leftOut };
}

/** Whether something a run saw was relabelled, excluded or moved since. Photos annotated later make no run stale. */
export function isStale(index: PhotoIndex, seen: readonly RunPhotoRow[]): boolean {
  return seen.some(({ photoId, classId, split }) => {
    const entry = index.get(photoId);
    return (
      !entry || entry.excluded || entry.split !== split || entry.labels.length !== 1 || entry.labels[0] !== classId
    );
  });
}
