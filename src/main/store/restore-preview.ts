// What a restore would give, tried on a copy: counts before and after, the later gestures, the photos they change.
import path from 'node:path';
import type { PhotoId } from '../../shared/records/ids.ts';
import type { RestorePreview } from '../../shared/records/restore.ts';
import { connect } from './connection.ts';
import { inTemporaryFolder, makeRestored } from './restore-source.ts';
import type { RestoreChoice } from './tasks.ts';
import { openTables } from './tables/index.ts';

const shownGestures = 200;
const shownPhotos = 50;

/** @throws AppError backup-missing, restore-failed; what the copy's disk throws. */
export function previewRestore({ folder, from, replay }: RestoreChoice): RestorePreview {
  return inTemporaryFolder(place => {
    const file = path.join(place, 'project.fovea');
    const { before, after, replayed } = makeRestored(folder, from, replay, file);
    const later = [...(replayed?.whole ?? []), ...(replayed?.partly ?? [])].sort((a, b) => b.sequence - a.sequence);
    const photos = [...(replayed?.photos ?? [])];
    return {
      before,
      after,
      later: later.slice(0, shownGestures),
      laterCount: later.length,
      photos: pathsOf(file, photos.slice(0, shownPhotos)),
      photoCount: photos.length,
      doubtful: {
        lines: replayed?.damagedLines ?? 0,
        gestures: replayed?.partly.length ?? 0,
        rows: replayed?.lostRows ?? 0,
      },
    };
  });
}

function pathsOf(file: string, ids: readonly PhotoId[]): string[] {
  const db = connect(file);
  try {
    const { photo } = openTables(db);
    return ids.flatMap(id => photo.identity(id)?.path ?? []);
  } finally {
    db.close();
  }
}
