// What happens to a project's file while Fovea is not running: it is damaged, replaced by an older one, lost.
import { copyFileSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';

const pageBytes = 4096;

/** Overwrites every page of the file but the first ones, as a failing disk may do: it still says that it is Fovea's. */
export function damageProjectFile(project: string): void {
  const file = path.join(project, 'project.fovea');
  const bytes = readFileSync(file);
  bytes.fill(0xa5, 2 * pageBytes);
  writeFileSync(file, bytes);
}

/** Makes an annotation other than it was written, as a failing memory may do: its check sum tells. */
export function damageRow(project: string): void {
  const db = new Database(path.join(project, 'project.fovea'));
  db.prepare('UPDATE annotation SET check_sum = check_sum + 1 WHERE id = (SELECT max(id) FROM annotation)').run();
  db.close();
}

/** Puts an older copy in the project file's place, as a sync program does. */
export function replaceProjectFile(project: string, older: string): void {
  for (const ending of ['-wal', '-shm']) rmSync(path.join(project, `project.fovea${ending}`), { force: true });
  copyFileSync(older, path.join(project, 'project.fovea'));
}

/** Every backup but the oldest goes; gives its path. */
export function keepOldestBackup(project: string): string {
  const folder = path.join(project, 'backups');
  const names = readdirSync(folder)
    .filter(name => name.endsWith('.fovea'))
    .sort();
  for (const name of names.slice(1)) {
    rmSync(path.join(folder, name));
    rmSync(path.join(folder, `${name}.json`), { force: true });
  }
  return path.join(folder, names[0]!);
}

export function loseBackups(project: string): void {
  renameSync(path.join(project, 'backups'), path.join(project, 'backups that are elsewhere'));
}
