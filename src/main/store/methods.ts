// Binds the store's methods to an open project: one transaction door, one index, one journal.
import { AppError } from '../../shared/errors.ts';
import type { StoreMethods } from './api.ts';
import { annotatingMethods } from './annotating.ts';
import { startBackups } from './backups.ts';
import { backupGuards } from './backup-guards.ts';
import { classFolderMethods } from './class-folders.ts';
import { classMethods, classWriter } from './classes.ts';
import { openDerived } from './derived.ts';
import { storeFailure } from './failures.ts';
import { startGestures } from './gestures.ts';
import { groupMethods } from './grouping.ts';
import { historyMethods } from './history.ts';
import { historyProof } from './history-proof.ts';
import { findDamage, findingsOf } from './integrity.ts';
import { importMethods } from './importing.ts';
import { startJournal, type Journal } from './journal.ts';
import { openProject, type OpenProject } from './open-project.ts';
import { openPhotoIndex } from './photo-index.ts';
import { photoMethods } from './photo-methods.ts';
import { removeHalfRestored } from './restore-swap.ts';
import { runMethods } from './runs.ts';
import { scanMethods } from './scanning.ts';
import { takeSnapshot } from './snapshot.ts';
import { takeTurns, type Turns } from './turns.ts';

/** From this many changed photos on the index is made again instead of photo by photo. */
const refreshedOneByOne = 20_000;

type Opened = {
  /** At once, and without the backups that come before some calls. */
  readonly methods: StoreMethods;
  /** The same in turn; see turns.ts. */
  readonly call: Turns['call'];
  /** Answers what was called before, makes the last backup, closes. */
  readonly close: () => Promise<void>;
};

/**
 * Opens the project in `folder`.
 * @param onSaveFailed told of a write that failed and is tried again.
 */
export function openMethods(folder: string, onSaveFailed: (error: unknown) => void): Opened {
  const project = openProject(folder);
  try {
    return bindMethods(project, folder, onSaveFailed);
  } catch (error) {
    project.close();
    throw storeFailure(error, project.file);
  }
}

function bindMethods(project: OpenProject, folder: string, onSaveFailed: (error: unknown) => void): Opened {
  const { db, tables, file, readOnly } = project;
  const index = openPhotoIndex(tables);
  const derived = openDerived(project.cacheFolder);
  const journal: Journal | null = readOnly ? null : startJournal(folder, tables.gesture, onSaveFailed);
  journal?.append();
  if (!readOnly) removeHalfRestored(folder);
  const backups = readOnly ? null : startBackups({ db, folder, onFailure: onSaveFailed });

  /** What the project file itself holds of the files, so it may run on the copy of a read-only project too. */
  function transaction<Result>(work: () => Result): Result {
    try {
      project.verify();
      return db.transaction(work).immediate();
    } catch (error) {
      throw storeFailure(error, file);
    }
  }
  function personTransaction<Result>(work: () => Result): Result {
    if (readOnly) throw new AppError('folder-read-only', { folder });
    return transaction(work);
  }

  const classes = classWriter(tables);
  const photos = photoMethods(tables, index, classes, derived);
  const gestures = startGestures({
    tables,
    transaction: personTransaction,
    isGestureWhole: historyProof(db).isGestureWhole,
    committed(touched, changedTables) {
      journal?.append();
      const photosCameOrWent = changedTables.has('photo_listed') || changedTables.has('photo_home');
      if (photosCameOrWent || touched.size > refreshedOneByOne) index.invalidate();
      else index.refresh(touched);
      if (changedTables.has('class')) photos.classesChanged();
    },
  });

  const methods: StoreMethods = {
    projectRead: () => ({ ...tables.project.read(), readOnly }),
    projectUpdate: changes =>
      personTransaction(() => {
        tables.project.update({ ...tables.project.read(), ...changes });
        return { ...tables.project.read(), readOnly };
      }),
    ...scanMethods({ tables, transaction, index }),
    ...classFolderMethods(tables, index, gestures, classes),
    ...photos.methods,
    ...classMethods(tables, gestures, classes),
    ...annotatingMethods(tables, index, gestures, classes),
    ...importMethods(tables, index, gestures, classes),
    ...groupMethods(tables, index, gestures),
    ...historyMethods(tables, gestures),
    async backupsMake(reason) {
      if (!backups) throw new AppError('folder-read-only', { folder });
      return backups.make(reason);
    },
    integrity: () => findingsOf(db, findDamage(db, 'all')),
    undo: gestures.undo,
    redo: gestures.redo,
    snapshot: () => takeSnapshot(tables, index, classes.list()),
    ...runMethods({
      tables,
      index,
      derived,
      transaction: personTransaction,
      predictionsChanged: photos.runsChanged,
    }),
    thumbnailsRead: derived.thumbnails,
    thumbnailsWrite: derived.writeThumbnails,
    derivedBytes: derived.bytes,
    derivedClear() {
      derived.clear();
      photos.runsChanged();
    },
  };
  const reasonBefore = backupGuards(tables);
  const turns = takeTurns(methods, (method, args) => {
    const reason = backups && reasonBefore(method, args);
    return reason && backups.makeBefore(reason);
  });
  return {
    methods,
    call: turns.call,
    async close() {
      try {
        await turns.settled();
        await backups?.close();
        journal?.close();
        derived.close();
      } finally {
        project.close();
      }
    },
  };
}
