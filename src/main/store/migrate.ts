// Brings a project file's schema up to this program's, one numbered migration per transaction, and tells whether a schema is ours.
import Database from 'better-sqlite3';
import { AppError, invariant } from '../../shared/errors.ts';
import type { Connection } from './connection.ts';
import { migrations, type Migration } from './migrations/index.ts';

/** The schema version this program writes. */
export const schemaVersion = migrations.length;

/** @throws AppError 'project-newer' when the file is of a later schema. Nothing is written then. */
export function refuseNewer(file: string, found: number): void {
  if (found > schemaVersion) throw new AppError('project-newer', { file, found, known: schemaVersion });
}

/** Applies what is missing; a kill leaves the schema before or after a migration, never between. */
export function migrate(db: Connection, steps: readonly Migration[] = migrations): void {
  steps.forEach(({ version }, index) => invariant(version === index + 1, `migration ${version} sits at ${index + 1}`));
  for (const { version, up } of steps.slice(db.pragma('user_version', { simple: true }) as number)) {
    db.transaction(() => {
      up(db);
      db.pragma(`user_version = ${version}`);
    }).immediate();
  }
}

function schemaOf(db: Connection): string {
  const rows = db
    .prepare(
      "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name",
    )
    .raw()
    .all();
  return JSON.stringify(rows);
}

/** Whether the file's tables are exactly those that the migrations up to its version make: no view, trigger or other table hides in it. */
export function hasOurSchema(db: Connection): boolean {
  const fresh = new Database(':memory:');
  try {
    migrate(fresh, migrations.slice(0, db.pragma('user_version', { simple: true }) as number));
    return schemaOf(fresh) === schemaOf(db);
  } finally {
    fresh.close();
  }
}
