// All tables of the project file with their prepared statements.
import type { Connection } from '../connection.ts';
import { annotationTable } from './annotation.ts';
import { classTable } from './class.ts';
import { gestureTable } from './gesture.ts';
import { listingTable } from './listing.ts';
import { photoGroupTable } from './photo-group.ts';
import { photoTable } from './photo.ts';
import { projectTable } from './project.ts';
import { runTable } from './run.ts';
import { skippedFileTable } from './skipped-file.ts';
import { sourceTable } from './source.ts';

export function openTables(db: Connection) {
  return {
    project: projectTable(db),
    photo: photoTable(db),
    group: photoGroupTable(db),
    class: classTable(db),
    annotation: annotationTable(db),
    gesture: gestureTable(db),
    run: runTable(db),
    skipped: skippedFileTable(db),
    listing: listingTable(db),
    source: sourceTable(db),
  };
}
export type Tables = ReturnType<typeof openTables>;
