// What a project can be brought back from: copies to look into, never the files themselves.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../shared/errors.ts';
import { temporaryPrefix } from '../../shared/temporary-name.ts';
import type { ProjectCounts, RestoreFrom } from '../../shared/records/restore.ts';
import { backupFile, isIntact, readNote } from './backup-files.ts';
import { connect, writeAhead, type Connection } from './connection.ts';
import { countProject } from './counts.ts';
import { gesturesAhead, journalFileName } from './journal.ts';
import { iterateJournal } from './journal-lines.ts';
import { migrate } from './migrate.ts';
import { rebuildFromJournal } from './rebuild.ts';
import { replayJournal, type Replayed } from './replay.ts';
import { salvageProject } from './salvage.ts';
import { openTables } from './tables/index.ts';

const projectFileName = 'project.fovea';

/** Runs `look` with a new folder that goes afterwards. */
export function inTemporaryFolder<Result>(look: (folder: string) => Result): Result {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), temporaryPrefix('restore', process.pid)));
  try {
    return look(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Copies a project file and what SQLite left beside it. */
export function copyProject(folder: string, target: string): void {
  for (const ending of ['', '-wal', '-journal']) {
    const from = path.join(folder, `${projectFileName}${ending}`);
    if (!fs.existsSync(from)) continue;
    fs.copyFileSync(from, `${target}${ending}`, fs.constants.COPYFILE_FICLONE);
    fs.chmodSync(`${target}${ending}`, 0o600);
  }
}

export type Made = {
  readonly before: ProjectCounts;
  readonly after: ProjectCounts;
  readonly replayed: Replayed | null;
  /** The journal tells of this file and goes on from it. */
  readonly journalContinues: boolean;
};

const nothing: ProjectCounts = { photos: 0, annotated: 0, labels: 0, things: 0, classes: 0, runs: 0, gestures: 0 };

/** Counts of a project file that nobody has open. */
function countsOf(file: string): ProjectCounts {
  const db = new Database(file, { fileMustExist: true });
  try {
    return countProject(db);
  } finally {
    db.close();
  }
}

/**
 * Writes the project file that the choice leads to: as it was, brought to this program's schema, with the later gestures of the journal
 * where they are wished for and the journal goes on from there.
 * @throws AppError backup-missing, restore-failed.
 */
export function makeRestored(folder: string, from: RestoreFrom, replay: boolean, target: string): Made {
  if (from.kind === 'journal') {
    const replayed = rebuildFromJournal(folder, target);
    return { before: nothing, after: countsOf(target), replayed, journalContinues: replayed.damagedLines === 0 };
  }
  if (from.kind === 'intact') return salvaged(folder, target);
  if (from.kind === 'file') copyProject(folder, target);
  else {
    const backup = backupFile(folder, from.id);
    const note = readNote(backup);
    if (!isIntact(backup, note)) throw new AppError('backup-missing', { file: from.id });
    fs.copyFileSync(backup, target, fs.constants.COPYFILE_FICLONE);
    const found = countsOf(target);
    if (JSON.stringify(found) !== JSON.stringify(note!.counts)) {
      throw new AppError('restore-failed', { reason: `${from.id} holds other counts than when it was made` });
    }
  }
  const db = connect(target);
  try {
    writeAhead(db);
    migrate(db);
    return continued(db, folder, replay);
  } finally {
    db.close();
  }
}

/** The journal is set aside: what it tells may be what was lost, and would not fit what is left. */
function salvaged(folder: string, target: string): Made {
  inTemporaryFolder(place => {
    const copy = path.join(place, projectFileName);
    copyProject(folder, copy);
    salvageProject(copy, folder, target);
  });
  return { before: nothing, after: countsOf(target), replayed: null, journalContinues: false };
}

function continued(db: Connection, folder: string, replay: boolean): Made {
  const tables = openTables(db);
  const before = countProject(db);
  const later = gesturesAhead(folder, tables.gesture, tables.project.read().createdAt);
  if (!replay || later === 0) return { before, after: before, replayed: null, journalContinues: false };
  const replayed = replayJournal(db, iterateJournal(path.join(folder, journalFileName)));
  return { before, after: countProject(db), replayed, journalContinues: replayed.damagedLines === 0 };
}
