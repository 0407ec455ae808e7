// When backups are made, and how the copy is taken from the open project: in steps between the calls where there is time, at once where
// something is about to happen that the copy must come before.
//
// Measured on a file of 66 MB: SQLite's backup of 100 pages at a time keeps other calls waiting for at most 10 ms, VACUUM INTO takes 144 ms
// in one piece. Checking the copy takes longer than making it, so for copies in steps that is done in a thread of its own.
import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { Backup, BackupId } from '../../shared/records/restore.ts';
import {
  backupFile,
  backupName,
  backupsFolderName,
  namedBackups,
  readNote,
  removeHalfWritten,
  temporaryBackup,
} from './backup-files.ts';
import { proveBackup } from './backup-proof.ts';
import type { Connection } from './connection.ts';
import { lastSequenceOf } from './counts.ts';
import { storeFailure } from './failures.ts';
import { runTask } from './tasks.ts';

type BackupReason = Backup['reason'];

const everyMs = 10 * 60 * 1000;
const pagesAtOnce = 100;
/** Room that stays for the work itself: so many bytes and twice the project file. */
const reservedBytes = 64 * 1024 * 1024;

export type Backups = {
  /** Makes one at once, whatever changed. @throws AppError disk-full, disk-failed, project-damaged. */
  readonly make: (reason: BackupReason) => Backup;
  /** Makes one where something changed since the last one. A failure is told and stops nothing. */
  readonly makeBefore: (reason: BackupReason) => void;
  /** Waits for the one that is being made, makes the last one where something changed. */
  readonly close: () => Promise<void>;
};

type Surroundings = {
  readonly db: Connection;
  readonly folder: string;
  /** Told of each backup that could not be made. */
  readonly onFailure: (error: unknown) => void;
};

/** What a backup is about: another gesture, run or name of the project, and the last one is out of date. */
function stampOf(db: Connection): string {
  return JSON.stringify(
    db
      .prepare(
        `SELECT (SELECT coalesce(max(sequence), 0) FROM gesture), (SELECT count(*) FROM run WHERE state <> 'running'),
          (SELECT count(*) FROM run WHERE deleted = 1), name, photos_folder, label_mode FROM project`,
      )
      .raw()
      .get(),
  );
}

/** @throws AppError disk-full where a backup would take the room that work needs. */
function requireRoom(folder: string, projectBytes: number): void {
  const { bavail, bsize } = fs.statfsSync(folder);
  if (bavail * bsize < reservedBytes + 2 * projectBytes) throw new AppError('disk-full', { file: backupsFolderName });
}

/** Only beside a project that is there: where its disk is gone, no new folder stands in its place. */
function makeBackupsFolder(folder: string): void {
  try {
    fs.mkdirSync(path.join(folder, backupsFolderName));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Makes a backup of the project as it is, in one piece. @throws AppError. */
export function backUpNow({ db, folder }: Pick<Surroundings, 'db' | 'folder'>, id: BackupId): Backup {
  try {
    makeBackupsFolder(folder);
    const temporary = temporaryBackup(folder, id);
    try {
      db.prepare('VACUUM INTO ?').run(temporary);
    } catch (error) {
      fs.rmSync(temporary, { force: true });
      throw error;
    }
    return proveBackup(folder, id);
  } catch (error) {
    throw storeFailure(error, backupFile(folder, id));
  }
}

/** The name of the next backup. */
export function nextBackup(folder: string, reason: BackupReason): BackupId {
  return backupName((namedBackups(folder)[0]?.number ?? 0) + 1, new Date(), reason);
}

/** @param intervalMs how often it is looked whether something changed. */
export function startBackups({ db, folder, onFailure }: Surroundings, intervalMs = everyMs): Backups {
  let isClosing = false;
  let going: Promise<void> | null = null;
  removeHalfWritten(folder);
  const last = namedBackups(folder)[0];
  const note = last && readNote(backupFile(folder, last.id));
  const isBehind = (note?.sequence ?? 0) < lastSequenceOf(db);
  // What the last backup holds beside gestures is not known: it is taken to be up to date.
  let saved = isBehind ? '' : stampOf(db);

  const bytes = (): number => fs.statSync(db.name).size;
  const isChanged = (): boolean => stampOf(db) !== saved;

  function make(reason: BackupReason): Backup {
    try {
      const stamp = stampOf(db);
      requireRoom(folder, bytes());
      const made = backUpNow({ db, folder }, nextBackup(folder, reason));
      saved = stamp;
      return made;
    } catch (error) {
      throw storeFailure(error, backupsFolderName);
    }
  }
  function told(work: () => void): void {
    try {
      work();
    } catch (error) {
      const failure = storeFailure(error, backupsFolderName);
      if (!(failure instanceof AppError)) throw failure;
      onFailure(failure);
    }
  }
  /** In steps between the calls; given up where the project closes, which makes its own. */
  async function makeInSteps(reason: BackupReason): Promise<void> {
    const stamp = stampOf(db);
    requireRoom(folder, bytes());
    const id = nextBackup(folder, reason);
    makeBackupsFolder(folder);
    const abandoned = new Error('the project is being closed');
    try {
      await db.backup(temporaryBackup(folder, id), {
        progress: () => {
          if (isClosing) throw abandoned;
          return pagesAtOnce;
        },
      });
    } catch (error) {
      fs.rmSync(temporaryBackup(folder, id), { force: true });
      if (error === abandoned) return;
      throw error;
    }
    await runTask({ kind: 'prove-backup', folder, id });
    saved = stamp;
  }
  function makeLater(reason: BackupReason): void {
    going ??= makeInSteps(reason)
      .catch((error: unknown) =>
        told(() => {
          throw error;
        }),
      )
      .finally(() => (going = null));
  }

  if (isBehind) makeLater('opening');
  const timer = setInterval(() => told(() => (isChanged() ? makeLater('work') : undefined)), intervalMs);
  timer.unref();

  return {
    make,
    makeBefore: reason => told(() => void (isChanged() ? make(reason) : undefined)),
    async close() {
      clearInterval(timer);
      isClosing = true;
      await going;
      told(() => void (isChanged() ? make('closing') : undefined));
    },
  };
}
