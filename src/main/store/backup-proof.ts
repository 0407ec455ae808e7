// What makes a copy of a project file a backup: it is opened and checked whole, flushed, described, and only then given its name.
import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../shared/errors.ts';
import type { Backup, BackupId } from '../../shared/records/restore.ts';
import {
  backupFile,
  backupsFolderName,
  digestOf,
  listed,
  pruneBackups,
  removeHalfCopied,
  temporaryBackup,
  writeNote,
} from './backup-files.ts';
import { countProject, lastSequenceOf } from './counts.ts';
import { findDamage } from './integrity.ts';
import { syncFile, syncFolder } from './sync.ts';

/**
 * Proves the copy that was written under the backup's temporary name and gives it its own. Older backups go only after that.
 * @throws AppError project-damaged where the copy is not whole (it is removed); what the file system throws.
 */
export function proveBackup(folder: string, id: BackupId): Backup {
  const temporary = temporaryBackup(folder, id);
  const file = backupFile(folder, id);
  try {
    const { sequence, counts } = lookInto(temporary);
    syncFile(temporary);
    const bytes = fs.statSync(temporary).size;
    writeNote(file, { sequence, counts, bytes, sha256: digestOf(temporary) });
    fs.renameSync(temporary, file);
    syncFolder(path.join(folder, backupsFolderName));
    pruneBackups(folder);
    return listed(id, 'latest', { sequence, bytes, counts, intact: true });
  } catch (error) {
    removeHalfCopied(folder, id);
    throw error;
  }
}

function lookInto(file: string): Pick<Backup, 'sequence' | 'counts'> {
  const db = new Database(file, { fileMustExist: true });
  try {
    db.pragma('trusted_schema = OFF');
    db.pragma('cell_size_check = ON');
    // One file that holds everything: a backup is copied by hand, and a log beside it would be forgotten.
    db.pragma('journal_mode = DELETE');
    const damage = findDamage(db, 'all');
    if (damage !== null) throw new AppError('project-damaged', { file: path.basename(file), reason: damage });
    return { sequence: lastSequenceOf(db), counts: countProject(db) };
  } finally {
    db.close();
  }
}
