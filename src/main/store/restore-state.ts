// What is wrong with a project that cannot be opened, and what there is to bring it back from. Only copies are looked into.
import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../shared/errors.ts';
import type { Finding, RestoreState } from '../../shared/records/restore.ts';
import { listBackups, namedBackups } from './backup-files.ts';
import type { Connection } from './connection.ts';
import { isDamage } from './failures.ts';
import { readSchemaVersion } from './header.ts';
import { findDamage, findingsOf, journalFinding } from './integrity.ts';
import { gesturesAhead, journalFileName } from './journal.ts';
import { iterateJournal, journalFacts } from './journal-lines.ts';
import { hasOurSchema } from './migrate.ts';
import { copyProject, inTemporaryFolder } from './restore-source.ts';
import { openTables } from './tables/index.ts';

/** Whether something is left that a project can be brought back from: a backup, a line of its journal. */
export function hasRemains(folder: string): boolean {
  if (namedBackups(folder).length > 0) return true;
  for (const { gesture } of iterateJournal(path.join(folder, journalFileName))) if (gesture !== null) return true;
  return false;
}

type Looked = Pick<RestoreState, 'problem'> & { readonly findings: Finding[]; readonly name: string | null };

const missing: Looked = {
  problem: 'missing',
  findings: [
    { what: 'file', state: 'missing', found: 0, of: 0, detail: '' },
    ...(['photos', 'classes', 'annotations', 'runs'] as const).map((what): Finding => ({
      what,
      state: 'not-looked-at',
      found: 0,
      of: 0,
      detail: '',
    })),
  ],
  name: null,
};

function look(folder: string): Looked {
  if (!fs.existsSync(path.join(folder, 'project.fovea'))) return missing;
  return inTemporaryFolder(place => lookInto(folder, path.join(place, 'project.fovea')));
}

/** What keeps the project in `folder` from being opened. */
export const problemOf = (folder: string): RestoreState['problem'] => look(folder).problem;

/** @param isOpen the project's file is in use: only what lies beside it is looked at. */
export function stateOf(folder: string, isOpen: boolean): RestoreState {
  const journal = path.join(folder, journalFileName);
  const { problem, findings, name }: Looked = isOpen ? { problem: 'none', findings: [], name: null } : look(folder);
  const { lines, lastSequence, lastAt, torn } = journalFacts(journal);
  return {
    projectName: name ?? nameInJournal(journal) ?? path.basename(folder),
    folder,
    problem,
    findings: [...findings, journalFinding(journal)],
    backups: listBackups(folder),
    journal: { lines, lastSequence, lastAt, torn },
    isRestoring: false,
  };
}

function nameInJournal(journal: string): string | null {
  let name: string | null = null;
  for (const { gesture } of iterateJournal(journal)) name = gesture?.project?.name ?? name;
  return name;
}

function lookInto(folder: string, copy: string): Looked {
  copyProject(folder, copy);
  let db: Connection | null = null;
  try {
    readSchemaVersion(copy);
    db = new Database(copy, { fileMustExist: true });
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('trusted_schema = OFF');
    const damage = hasOurSchema(db) ? findDamage(db, 'all') : 'its tables are not those of Fovea';
    const findings = findingsOf(db, damage);
    if (damage !== null) return { problem: 'damaged', findings, name: nameIn(db) };
    const { gesture, project } = openTables(db);
    const ahead = gesturesAhead(folder, gesture, project.read().createdAt);
    return { problem: ahead > 0 ? 'journal-ahead' : 'none', findings, name: project.read().name };
  } catch (error) {
    const isForeign = error instanceof AppError && error.code === 'not-a-project';
    if (!isForeign && !isDamage(error)) throw error;
    const reason = isForeign ? String(error.details['reason']) : (error as Error).message;
    return { problem: 'damaged', findings: findingsOf(null, reason), name: null };
  } finally {
    db?.close();
  }
}

function nameIn(db: Connection): string | null {
  try {
    return db.prepare<[], string>('SELECT name FROM project').pluck().get() ?? null;
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    return null;
  }
}
