// When backups are made, and how the copy is taken from the open project: in steps between the calls where there is time, at once where
// something is about to happen that the copy must come before.
//
// Measured on a file of 66 MB: SQLite's backup of 100 pages at a time keeps other calls waiting for at most 10 ms, VACUUM INTO takes 144 ms
// in one piece. Proving the copy takes longer than making it, so that is done in a thread of its own while calls go on.
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
  /** Takes the copy where something changed since the last one; it is a backup once it is proved. A failure is told and stops nothing. */
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

/** Writes the copy of one moment under the backup's temporary name. */
function copyNow({ db, folder }: Pick<Surroundings, 'db' | 'folder'>, id: BackupId): void {
  makeBackupsFolder(folder);
  const temporary = temporaryBackup(folder, id);
  try {
    db.prepare('VACUUM INTO ?').run(temporary);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}

/** Makes a backup of the project as it is, in one piece. @throws AppError. */
export function backUpNow(project: Pick<Surroundings, 'db' | 'folder'>, id: BackupId): Backup {
  try {
    copyNow(project, id);
    return proveBackup(project.folder, id);
  } catch (error) {
    throw storeFailure(error, backupFile(project.folder, id));
  }
}

/** The name of the next backup. */
export function nextBackup(folder: string, reason: BackupReason): BackupId {
  return backupName((namedBackups(folder)[0]?.number ?? 0) + 1, new Date(), reason);
}

/** @param intervalMs how often it is looked whether something changed. */
export function startBackups({ db, folder, onFailure }: Surroundings, intervalMs = everyMs): Backups {
  const pending = new Set<Promise<void>>();
  let isClosing = false;
  let isCopying = false;
  let given = 0;
  removeHalfWritten(folder);
  const last = namedBackups(folder)[0];
  const note = last && readNote(backupFile(folder, last.id));
  const isBehind = (note?.sequence ?? 0) < lastSequenceOf(db);
  // What the last backup holds beside gestures is not known: it is taken to be up to date.
  let saved = isBehind ? '' : stampOf(db);
  const isChanged = (): boolean => stampOf(db) !== saved;

  /** Numbers go on growing while earlier backups are still being proved. */
  function nextId(reason: BackupReason): BackupId {
    given = Math.max(given, namedBackups(folder)[0]?.number ?? 0) + 1;
    return backupName(given, new Date(), reason);
  }
  function told(error: unknown): void {
    const failure = storeFailure(error, backupsFolderName);
    if (!(failure instanceof AppError)) throw failure;
    onFailure(failure);
  }
  function telling(work: () => void): void {
    try {
      work();
    } catch (error) {
      told(error);
    }
  }
  /** Calls go on meanwhile; closing waits for it. */
  function inBackground(work: () => Promise<void>): void {
    const task = work()
      .catch(told)
      .finally(() => pending.delete(task));
    pending.add(task);
  }

  function make(reason: BackupReason): Backup {
    const stamp = stampOf(db);
    try {
      requireRoom(folder, fs.statSync(db.name).size);
      const made = backUpNow({ db, folder }, nextId(reason));
      saved = stamp;
      return made;
    } catch (error) {
      throw storeFailure(error, backupsFolderName);
    }
  }
  /** The copy is of this moment; it is proved while what comes after goes on. */
  function makeBefore(reason: BackupReason): void {
    if (!isChanged()) return;
    const stamp = stampOf(db);
    requireRoom(folder, fs.statSync(db.name).size);
    const id = nextId(reason);
    copyNow({ db, folder }, id);
    saved = stamp;
    inBackground(async () => void (await runTask({ kind: 'prove-backup', folder, id })));
  }
  /** In steps between the calls; given up where the project closes, which makes its own. */
  async function makeInSteps(reason: BackupReason): Promise<void> {
    const stamp = stampOf(db);
    requireRoom(folder, fs.statSync(db.name).size);
    const id = nextId(reason);
    makeBackupsFolder(folder);
    const abandoned = new Error('the project is being closed');
    isCopying = true;
    try {
      await db.backup(temporaryBackup(folder, id), {
        progress: () => {
          if (isClosing) throw abandoned;
          return pagesAtOnce;
        },
      });
      await runTask({ kind: 'prove-backup', folder, id });
      saved = stamp;
    } catch (error) {
      fs.rmSync(temporaryBackup(folder, id), { force: true });
      if (error !== abandoned) throw error;
    } finally {
      isCopying = false;
    }
  }

  if (isBehind) inBackground(() => makeInSteps('opening'));
  const timer = setInterval(
    () => telling(() => (!isCopying && isChanged() ? inBackground(() => makeInSteps('work')) : undefined)),
    intervalMs,
  );
  timer.unref();

  return {
    make,
    makeBefore: reason => telling(() => makeBefore(reason)),
    async close() {
      clearInterval(timer);
      isClosing = true;
      await Promise.all(pending);
      telling(() => void (isChanged() ? make('closing') : undefined));
    },
  };
}
