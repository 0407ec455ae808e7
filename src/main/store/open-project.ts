// Opens a project's file in the order that keeps it safe: finish a restore that was decided, look at the file's bytes, lock it, check it,
// bring its schema up to date after a backup, then the first small write. A folder that cannot be written is opened as a copy in a temporary folder.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../shared/errors.ts';
import { temporaryPrefix } from '../../shared/temporary-name.ts';
import type { NewProject } from './api.ts';
import { backUpNow, nextBackup } from './backups.ts';
import { assertDurable, connect, writeAhead, type Connection } from './connection.ts';
import { storeFailure } from './failures.ts';
import { applicationId, keepsLog, readSchemaVersion } from './header.ts';
import { findDamage } from './integrity.ts';
import { gesturesAhead } from './journal.ts';
import { hasOurSchema, migrate, refuseNewer, schemaVersion } from './migrate.ts';
import { hasRemains } from './restore-state.ts';
import { finishSwap } from './restore-swap.ts';
import { seal, unbrokenSeal, type Seal } from './seal.ts';
import { syncFolder } from './sync.ts';
import { openTables, type Tables } from './tables/index.ts';
import { insertProject } from './tables/project.ts';

export const projectFileName = 'project.fovea';

/** Above this the full check waits until the first write, so that a large project shows at once. */
const checkAtOnceBelowBytes = 200e6;

/** The history of a larger project is proved with every backup, and each gesture before it is undone. */
const historyAtOnceBelowBytes = 20e6;

export type OpenProject = {
  readonly db: Connection;
  readonly tables: Tables;
  readonly file: string;
  /** Where derived data goes: beside the file that is open. */
  readonly cacheFolder: string;
  readonly readOnly: boolean;
  /** Checks the whole file once; call before a write. @throws AppError 'project-damaged'. */
  readonly verify: () => void;
  /** Checkpoints and closes, so that the one file holds everything; where the disk is full the log beside it stays. */
  readonly close: () => void;
};

function isWritable(place: string): boolean {
  try {
    fs.accessSync(place, fs.constants.W_OK);
    return true;
  } catch (error) {
    if (['EACCES', 'EROFS', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

/** Makes the project's file under another name first: a kill in between leaves no half-made project. */
export function createProject(folder: string, project: NewProject): void {
  const file = path.join(folder, projectFileName);
  const temporary = path.join(folder, `.${projectFileName}.${process.pid}.new`);
  const removeTemporary = (): void => {
    for (const name of [temporary, `${temporary}-journal`]) fs.rmSync(name, { force: true });
  };
  try {
    fs.mkdirSync(folder, { recursive: true });
    if (fs.existsSync(file)) throw new AppError('out-folder-not-empty', { folder });
    removeTemporary();
    const db = new Database(temporary);
    try {
      db.pragma('synchronous = FULL');
      db.pragma(`application_id = ${applicationId}`);
      migrate(db);
      insertProject(db, project);
    } finally {
      db.close();
    }
    fs.renameSync(temporary, file);
    syncFolder(folder);
  } catch (error) {
    if (fs.existsSync(folder)) removeTemporary();
    throw storeFailure(error, file);
  }
}

/** What SQLite left in its log when the program was killed; null where it left nothing. */
function readLog(file: string): Buffer | null {
  const log = `${file}-wal`;
  return (fs.lstatSync(log, { throwIfNoEntry: false })?.size ?? 0) > 0 ? fs.readFileSync(log) : null;
}

/**
 * A rollback journal beside a file that keeps a log is not ours, and SQLite would write its old pages into the file: it goes under another name.
 */
function setForeignJournalAside(file: string): void {
  const journal = `${file}-journal`;
  if (!fs.existsSync(journal) || !keepsLog(file)) return;
  let number = 1;
  while (fs.existsSync(`${journal}.aside-${number}`)) number++;
  fs.renameSync(journal, `${journal}.aside-${number}`);
}

/** The project's files in a new temporary folder, because SQLite cannot open them where nothing may be written. */
function copyAside(folder: string): string {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), temporaryPrefix('read-only', process.pid)));
  for (const name of [projectFileName, `${projectFileName}-wal`]) {
    const original = path.join(folder, name);
    if (!fs.existsSync(original)) continue;
    fs.copyFileSync(original, path.join(copy, name));
    fs.chmodSync(path.join(copy, name), 0o600);
  }
  return copy;
}

function refuseDamage(db: Connection, fileBytes: number): void {
  const reason = findDamage(db, fileBytes < historyAtOnceBelowBytes ? 'all' : 'said');
  if (reason !== null) throw new AppError('project-damaged', { file: projectFileName, reason });
}

/** An older file that was put in the place of the newer one must not make the journal's later gestures forgotten. */
function refuseOlderThanJournal(db: Connection, folder: string): void {
  const { gesture, project } = openTables(db);
  const gestures = gesturesAhead(folder, gesture, project.read().createdAt);
  if (gestures > 0) throw new AppError('journal-ahead', { file: projectFileName, gestures });
}

type Opening = {
  readonly folder: string;
  readonly file: string;
  readonly readOnly: boolean;
  /** Unbroken. */
  readonly sealed: Seal | null;
};
type Prepared = Pick<OpenProject, 'tables' | 'verify'> & {
  /** When everything was looked through, in ms since 1970; null where it was not yet. */
  readonly checkedAt: () => number | null;
};

/** Everything between the lock and the first write. */
function prepare(db: Connection, { folder, file, readOnly, sealed }: Opening): Prepared {
  const found = db.pragma('user_version', { simple: true }) as number;
  refuseNewer(projectFileName, found);
  if (!hasOurSchema(db)) {
    throw new AppError('project-damaged', { file: projectFileName, reason: 'its tables are not those of Fovea' });
  }
  const bytes = fs.statSync(file).size;
  let checkedAt = sealed?.checkedAt ?? null;
  const verify = (): void => {
    if (checkedAt !== null) return;
    refuseDamage(db, bytes);
    checkedAt = Date.now();
  };
  if (bytes < checkAtOnceBelowBytes) verify();
  if (!readOnly && found === schemaVersion) refuseOlderThanJournal(db, folder);
  writeAhead(db);
  if (found < schemaVersion) {
    // The copy of a project that cannot be written has the original for a backup.
    if (!readOnly) backUpNow({ db, folder }, nextBackup(folder, 'migration'));
    migrate(db);
    if (!readOnly) refuseOlderThanJournal(db, folder);
  }
  const tables = openTables(db);
  db.transaction(() => {
    tables.project.countOpening();
    tables.run.failRunning({ code: 'worker-died', details: { worker: 'training', reason: 'the program ended' } });
  }).immediate();
  assertDurable(db);
  return { tables, verify, checkedAt: () => checkedAt };
}

/** A file that is lost, empty or no project any more, where a backup or the journal is left, is a project to bring back. */
function lookAt(original: string): void {
  try {
    refuseNewer(projectFileName, readSchemaVersion(original));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not-a-project' || !hasRemains(path.dirname(original)))
      throw error;
    throw new AppError(
      'project-damaged',
      { file: projectFileName, reason: String(error.details['reason']) },
      { cause: error },
    );
  }
}

/** So that the next opening needs no check. Where it cannot be written the project is closed all the same. */
function sealClosed(file: string, cacheFolder: string, checkedAt: number | null): void {
  if (checkedAt === null) return;
  try {
    seal(file, cacheFolder, checkedAt);
  } catch (error) {
    if (!(storeFailure(error, file) instanceof AppError)) throw error;
  }
}

/**
 * @throws AppError folder-missing, not-a-project, project-newer (the file stays byte for byte), project-in-use (at once),
 *   project-damaged (the file is kept), journal-ahead (an older file was put in its place), disk-full, disk-failed.
 */
export function openProject(folder: string): OpenProject {
  if (!fs.existsSync(folder)) throw new AppError('folder-missing', { folder });
  const original = path.join(folder, projectFileName);
  try {
    finishSwap(folder);
    lookAt(original);
    const readOnly = !isWritable(folder) || !isWritable(original);
    const place = readOnly ? copyAside(folder) : folder;
    const file = path.join(place, projectFileName);
    const removeCopy = (): void => {
      if (readOnly) fs.rmSync(place, { recursive: true, force: true });
    };
    try {
      if (!readOnly) setForeignJournalAside(file);
      const log = readLog(file);
      const cacheFolder = path.join(place, 'cache');
      const sealed = unbrokenSeal(file, cacheFolder);
      const db = connect(file);
      try {
        const { tables, verify, checkedAt } = prepare(db, { folder, file, readOnly, sealed });
        const close = (): void => {
          try {
            db.pragma('wal_checkpoint(TRUNCATE)');
            db.pragma('optimize');
          } catch (error) {
            // A full disk: what was saved is safe in the log beside the file, and the next opening takes it in.
            if (!(storeFailure(error, file) instanceof AppError)) throw error;
          } finally {
            db.close();
            if (!readOnly) sealClosed(file, cacheFolder, checkedAt());
            removeCopy();
          }
        };
        return { db, tables, file, cacheFolder, readOnly, verify, close };
      } catch (error) {
        db.close();
        // Closing takes the log into the file, as far as it is whole; what was refused keeps all that was there.
        if (log !== null && !fs.existsSync(`${file}-wal`)) fs.writeFileSync(`${file}-wal`, log, { flag: 'wx' });
        throw error;
      }
    } catch (error) {
      removeCopy();
      throw error;
    }
  } catch (error) {
    throw storeFailure(error, original);
  }
}
