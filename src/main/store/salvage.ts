// Makes a project file of what can still be read of a damaged one: the last resort, where no backup and no journal has more.
import path from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../shared/errors.ts';
import { checkedTables, checkSum, checkSumProof } from './check-sums.ts';
import { connect, writeAhead, type Connection } from './connection.ts';
import { isDamage } from './failures.ts';
import { applicationId, readSchemaVersion } from './header.ts';
import { historyProof } from './history-proof.ts';
import { journalFileName } from './journal.ts';
import { hasOurSchema, migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { projectIn } from './rebuild.ts';
import { insertProject } from './tables/project.ts';

type Row = Readonly<Record<string, string | number | null>>;

/** A page that cannot be read is stepped over so many ids at a time, and so often. */
const stepOver = { ids: 64, times: 10_000 } as const;

/**
 * Writes to `target` the rows of the damaged file `source` that can be read and fit their check sums, and the history where all of it is
 * whole. What refers to a lost row is mended where it can be (a class without its name, a group without its side), else left out.
 * @param folder the project's, for what the journal says of it
 * @throws AppError not-a-project, restore-failed: nothing can be read, or its tables are not those of Fovea.
 */
export function salvageProject(source: string, folder: string, target: string): void {
  const version = readSchemaVersion(source);
  const fresh = new Database(target);
  try {
    fresh.pragma(`application_id = ${applicationId}`);
    migrate(fresh, migrations.slice(0, version));
    const damaged = new Database(source, { fileMustExist: true });
    try {
      damaged.pragma('locking_mode = EXCLUSIVE');
      damaged.pragma('trusted_schema = OFF');
      if (!hasOurSchema(damaged)) throw new AppError('restore-failed', { reason: 'its tables are not those of Fovea' });
      fresh.pragma('foreign_keys = OFF');
      fresh.transaction(() => copyAll(damaged, fresh, folder)).immediate();
    } catch (error) {
      if (!isDamage(error)) throw error;
      throw new AppError('restore-failed', { reason: (error as Error).message }, { cause: error });
    } finally {
      damaged.close();
    }
  } finally {
    fresh.close();
  }
  const db = connect(target);
  try {
    writeAhead(db);
    migrate(db);
  } finally {
    db.close();
  }
}

function copyAll(from: Connection, to: Connection, folder: string): void {
  copyProject(from, to, folder);
  for (const table of checkedTables) {
    const [copy, fits] = [copier(to, table), checkSumProof(to, table)];
    for (const row of readableRows(from, table)) if (fits(row)) copy(row);
  }
  // Rows without a check sum: what is readable is believed. What is lost of them is a run's record, or told by the next scan.
  for (const table of ['source', 'run'].filter(name => columnsOf(to, name).length > 0)) {
    const copy = copier(to, table);
    for (const row of readableRows(from, table)) copy(row);
  }
  for (const table of ['epoch', 'run_photo']) copyTogether(from, to, table);
  mend(to);
  copyHistory(from, to);
}

function copyProject(from: Connection, to: Connection, folder: string): void {
  try {
    const row = from.prepare<[], Row>('SELECT * FROM project').get();
    if (row && copier(to, 'project')(row)) return;
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  insertProject(to, factsIn(folder));
}

/** What the journal says of the project; without one the folder's name must do, and the person is asked where the photos are. */
function factsIn(folder: string): Parameters<typeof insertProject>[1] {
  try {
    return projectIn(folder, path.join(folder, journalFileName));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { name: path.basename(folder), photosFolder: path.join(folder, 'photos'), seed: 1, sample: false };
  }
}

const columnsOf = (db: Connection, table: string): string[] =>
  (db.pragma(`table_info("${table}")`) as { name: string }[]).map(({ name }) => name);

/** Writes a row as it is; false where the table refuses it. */
function copier(db: Connection, table: string): (row: Row) => boolean {
  const columns = columnsOf(db, table);
  const insert = db.prepare(
    `INSERT OR IGNORE INTO "${table}" (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  return row => {
    try {
      return insert.run(...columns.map(column => row[column] ?? null)).changes > 0;
    } catch (error) {
      // A value of a kind that the column does not take.
      if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT')) return false;
      throw error;
    }
  };
}

/** Rows of a table with an id, also those past pages that cannot be read. */
function* readableRows(db: Connection, table: string): Generator<Row> {
  let last = 0;
  for (let steps = 0; steps < stepOver.times; steps++) {
    try {
      for (const row of db.prepare<[number], Row>(`SELECT * FROM "${table}" WHERE id > ? ORDER BY id`).iterate(last)) {
        last = Number(row['id']);
        yield row;
      }
      return;
    } catch (error) {
      if (!isDamage(error)) throw error;
      last += stepOver.ids;
    }
  }
}

/** Copies a table that has no id of its own, as far as it can be read. */
function copyTogether(from: Connection, to: Connection, table: string): boolean {
  const copy = copier(to, table);
  try {
    for (const row of from.prepare<[], Row>(`SELECT * FROM "${table}"`).iterate()) copy(row);
    return true;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return false;
  }
}

/** Makes every reference lead somewhere. Nothing that a person annotated goes where a name alone is lost. */
function mend(db: Connection): void {
  const ids = (sql: string): number[] => db.prepare<[], number>(sql).pluck().all();
  const insertGroup = db.prepare('INSERT INTO photo_group (id, split, check_sum) VALUES (?, NULL, ?)');
  for (const id of ids('SELECT DISTINCT group_id FROM photo WHERE group_id NOT IN (SELECT id FROM photo_group)'))
    insertGroup.run(id, checkSum([id, null]));
  const next = db.prepare<[], number>('SELECT coalesce(max(export_position), -1) + 1 FROM class').pluck();
  const insertClass = db.prepare(
    `INSERT OR IGNORE INTO class (id, name, colour, patterned, key, position, export_position, deleted, check_sum)
     VALUES (?, ?, 0, 0, NULL, ?, ?, 0, ?)`,
  );
  for (const id of ids('SELECT DISTINCT class_id FROM annotation WHERE class_id NOT IN (SELECT id FROM class)')) {
    const [name, place] = [`class ${id}`, next.get()!];
    insertClass.run(id, name, place, place, checkSum([id, name, 0, 0, null, place, place, 0]));
  }
  db.exec(`DELETE FROM annotation WHERE photo_id NOT IN (SELECT id FROM photo) OR class_id NOT IN (SELECT id FROM class);
    DELETE FROM epoch WHERE run_id NOT IN (SELECT id FROM run);
    DELETE FROM run_photo WHERE run_id NOT IN (SELECT id FROM run) OR photo_id NOT IN (SELECT id FROM photo)
      OR class_id NOT IN (SELECT id FROM class) OR group_id NOT IN (SELECT id FROM photo_group);`);
}

/** All or nothing: an undo must find every step before it. What the file lost of it the journal still tells; it is kept beside. */
function copyHistory(from: Connection, to: Connection): void {
  const tables = ['gesture', 'change', 'journal_line'];
  const areRead = tables.every(table => copyTogether(from, to, table));
  const [count, last] = to
    .prepare<[], [number, number]>('SELECT count(*), coalesce(max(sequence), 0) FROM gesture')
    .raw()
    .get()!;
  const isWhole = areRead && count === last && !hasLostReference(to, tables) && historyProof(to).findDamage() === null;
  if (!isWhole) to.exec('DELETE FROM journal_line; DELETE FROM change; DELETE FROM gesture;');
}

const hasLostReference = (db: Connection, tables: readonly string[]): boolean =>
  tables.some(table => (db.pragma(`foreign_key_check("${table}")`) as unknown[]).length > 0);
