// When backups are made, and how the copy is taken from the open project: in steps between the calls, whatever it is made for. A gesture that
// the copy must come before waits for it (turns.ts), and nobody else does.
//
// Proving a copy takes longer than making it, so that is done in a thread of its own while calls go on.
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
  removeHalfCopied,
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
/** A step of SQLite's backup: 400 KB, 1 to 2 ms of work. */
const pagesAtOnce = 100;
/** Room that stays for the work itself: so many bytes and twice the project file. */
const reservedBytes = 64 * 1024 * 1024;

export type Backups = {
  /** Makes one, whatever changed. @throws AppError disk-full, disk-failed, project-damaged. */
  readonly make: (reason: BackupReason) => Promise<Backup>;
  /**
   * Takes the copy where something changed since the last one; it is a backup once it is proved, which is not waited for. A failure is told
   * and stops nothing.
   * @returns null where there is nothing to copy.
   */
  readonly makeBefore: (reason: BackupReason) => Promise<void> | null;
  /** Waits for those that are being made, makes the last one where something changed. */
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

/**
 * Makes a backup of the project as it is, in one piece: before a migration, where nobody is answered yet. Measured on a file of 66 MB:
 * VACUUM INTO takes 144 ms, a step of SQLite's backup at most 10.
 * @throws AppError.
 */
export function backUpNow({ db, folder }: Pick<Surroundings, 'db' | 'folder'>, id: BackupId): Backup {
  try {
    makeBackupsFolder(folder);
    try {
      db.prepare('VACUUM INTO ?').run(temporaryBackup(folder, id));
    } catch (error) {
      removeHalfCopied(folder, id);
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

/** Copies the project under the backup's temporary name, in steps between the calls; what they change meanwhile is in the copy. */
async function copyInSteps({ db, folder }: Pick<Surroundings, 'db' | 'folder'>, id: BackupId): Promise<void> {
  requireRoom(folder, fs.statSync(db.name).size);
  makeBackupsFolder(folder);
  try {
    await db.backup(temporaryBackup(folder, id), { progress: () => pagesAtOnce });
  } catch (error) {
    removeHalfCopied(folder, id);
    // Its words for a folder that went meanwhile.
    if (!(error instanceof TypeError)) throw error;
    throw new AppError('disk-failed', { file: backupsFolderName, reason: error.message }, { cause: error });
  }
}

/** @param intervalMs how often it is looked whether something changed. */
export function startBackups({ db, folder, onFailure }: Surroundings, intervalMs = everyMs): Backups {
  const pending = new Set<Promise<unknown>>();
  let copies = 0;
  let lastCopy: Promise<unknown> = Promise.resolve();
  let given = 0;
  /** What the last backup is about. */
  let saved = '';
  const isChanged = (): boolean => stampOf(db) !== saved;

  function told(error: unknown): void {
    const failure = storeFailure(error, backupsFolderName);
    if (!(failure instanceof AppError)) throw failure;
    onFailure(failure);
  }
  /** Closing waits for it. */
  function waitedFor<Result>(work: Promise<Result>): Promise<Result> {
    const ended: Promise<unknown> = Promise.allSettled([work]).then(() => pending.delete(ended));
    pending.add(ended);
    return work;
  }

  /** One copy after the other. @returns its name; null where nothing changed since the last one and `mustCopy` does not ask for it. */
  function copy(reason: BackupReason, mustCopy: boolean): Promise<BackupId | null> {
    copies++;
    const taken = lastCopy.then(async () => {
      if (!mustCopy && !isChanged()) return null;
      // Numbers go on growing while earlier backups are still being proved.
      given = Math.max(given, namedBackups(folder)[0]?.number ?? 0) + 1;
      const id = backupName(given, new Date(), reason);
      await copyInSteps({ db, folder }, id);
      saved = stampOf(db);
      return id;
    });
    lastCopy = taken.then(
      () => copies--,
      () => copies--,
    );
    return taken;
  }
  async function prove(id: BackupId): Promise<Backup> {
    try {
      return await runTask({ kind: 'prove-backup', folder, id });
    } catch (error) {
      // There is no such backup: the next one is due.
      saved = '';
      throw error;
    }
  }
  /** A failure is told; a bug of ours is nobody's to catch. */
  async function proveAndTell(taken: Promise<BackupId | null>): Promise<void> {
    await waitedFor(taken.then(id => (id === null ? null : prove(id))).catch(told));
  }

  /** Whether the last backup is older than the last gesture. What it holds beside gestures is not known: it is taken to be up to date. */
  function isBehind(): boolean {
    removeHalfWritten(folder);
    const last = namedBackups(folder)[0];
    given = last?.number ?? 0;
    if ((last ? (readNote(backupFile(folder, last.id))?.sequence ?? 0) : 0) < lastSequenceOf(db)) return true;
    saved = stampOf(db);
    return false;
  }
  try {
    if (isBehind()) void proveAndTell(copy('opening', false));
  } catch (error) {
    // Backups that cannot be read keep nobody from working.
    told(error);
  }
  const timer = setInterval(() => {
    if (copies === 0 && isChanged()) void proveAndTell(copy('work', false));
  }, intervalMs);
  timer.unref();

  return {
    make: reason =>
      waitedFor(
        copy(reason, true)
          .then(id => prove(id!))
          .catch((error: unknown) => {
            throw storeFailure(error, backupsFolderName);
          }),
      ),
    makeBefore(reason) {
      // A copy that is being taken would hold what is to come after it.
      if (copies === 0 && !isChanged()) return null;
      const taken = copy(reason, false);
      void proveAndTell(taken);
      return taken.then(
        () => undefined,
        () => undefined, // it is told
      );
    },
    async close() {
      clearInterval(timer);
      await Promise.all(pending);
      await proveAndTell(copy('closing', false));
    },
  };
}
