// Counts of a project file: taken when a backup is made, compared when it is restored, shown beside every choice.
import type { ProjectCounts } from '../../shared/records/restore.ts';
import type { Connection } from './connection.ts';

export function countProject(db: Connection): ProjectCounts {
  return db
    .prepare<[], ProjectCounts>(
      `SELECT (SELECT count(*) FROM photo WHERE deleted = 0) AS photos,
        (SELECT count(DISTINCT photo_id) FROM annotation) AS annotated,
        (SELECT count(*) FROM annotation WHERE kind = 'label') AS labels,
        (SELECT count(*) FROM annotation WHERE kind <> 'label' AND kind <> 'nothing') AS things,
        (SELECT count(*) FROM class WHERE deleted = 0) AS classes,
        (SELECT count(*) FROM run WHERE deleted = 0) AS runs,
        (SELECT count(*) FROM gesture) AS gestures`,
    )
    .get()!;
}

/** The last gesture of a project file; 0 before the first. */
export function lastSequenceOf(db: Connection): number {
  return db.prepare<[], number>('SELECT coalesce(max(sequence), 0) FROM gesture').pluck().get()!;
}
