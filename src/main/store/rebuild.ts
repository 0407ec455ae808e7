// Makes a project file again of its journal alone, when the file and all backups are gone.
import path from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../shared/errors.ts';
import type { JournalProject } from '../../shared/records/journal.ts';
import { connect, writeAhead } from './connection.ts';
import { applicationId } from './header.ts';
import { journalFileName } from './journal.ts';
import { iterateJournal } from './journal-lines.ts';
import { migrate } from './migrate.ts';
import { replayJournal, type Replayed } from './replay.ts';
import { insertProject } from './tables/project.ts';

/** The project's facts in the newest line that has them. Journals of the first versions have none: then the folder's name must do. */
export function projectIn(folder: string, file: string): JournalProject {
  let found: JournalProject | null = null;
  let lines = 0;
  let firstAt = '';
  for (const { gesture } of iterateJournal(file)) {
    if (gesture === null) continue;
    if (lines++ === 0) firstAt = gesture.at;
    found = gesture.project ?? found;
  }
  if (lines === 0) throw new AppError('restore-failed', { reason: `${journalFileName} holds no whole line` });
  const name = path.basename(folder);
  // The photo folder is not known then: the person is asked where it is, as for one that was moved.
  const unknown = { photosFolder: path.join(folder, 'photos'), labelMode: 'one', seed: 1, sample: false } as const;
  return found ?? { name, ...unknown, createdAt: firstAt };
}

/**
 * Writes a new project file from the journal in `folder`. Photos have the ids and groups of the journal and are unread; photos that no
 * gesture was about come with the next scan.
 * @throws AppError restore-failed where the journal holds nothing.
 */
export function rebuildFromJournal(folder: string, target: string): Replayed {
  const journal = path.join(folder, journalFileName);
  const facts = projectIn(folder, journal);
  const fresh = new Database(target);
  try {
    fresh.pragma(`application_id = ${applicationId}`);
    migrate(fresh);
    insertProject(fresh, facts);
  } finally {
    fresh.close();
  }
  const db = connect(target);
  try {
    writeAhead(db);
    return replayJournal(db, iterateJournal(journal));
  } finally {
    db.close();
  }
}
