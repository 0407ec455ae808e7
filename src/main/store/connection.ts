// Opens the project file with the settings that make a commit survive a power cut, and proves that they hold.
import fs from 'node:fs';
import Database from 'better-sqlite3';
import { invariant } from '../../shared/errors.ts';

export type Connection = Database.Database;

/** Below this SQLite can corrupt a write-ahead log (fixed in 3.51.3). */
const oldestSqlite = [3, 51, 3] as const;

function assertSqliteVersion(db: Connection): void {
  const found = (db.prepare('SELECT sqlite_version()').pluck().get() as string).split('.').map(Number);
  const difference = oldestSqlite.map((part, place) => (found[place] ?? 0) - part).find(part => part !== 0) ?? 0;
  invariant(difference >= 0, `SQLite ${found.join('.')} is older than ${oldestSqlite.join('.')}`);
}

/**
 * Opens an existing project file as its only user. Nothing is written: a file that is refused stays byte for byte as it is.
 * @throws SqliteError SQLITE_BUSY at once when another process has it open.
 */
export function connect(file: string): Connection {
  const db = new Database(file, { fileMustExist: true, timeout: 0 });
  try {
    // First, before any access: only then no -shm file is made and the lock is held until close.
    db.pragma('locking_mode = EXCLUSIVE');
    assertSqliteVersion(db);
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('trusted_schema = OFF');
    db.pragma('cell_size_check = ON');
    db.pragma('mmap_size = 0');
    db.pragma('recursive_triggers = OFF');
    db.pragma('wal_autocheckpoint = 1000');
    db.pragma(`journal_size_limit = ${64 * 1024 * 1024}`);
    db.pragma('temp_store = MEMORY');
    if (process.platform === 'darwin') {
      db.pragma('fullfsync = ON');
      db.pragma('checkpoint_fullfsync = ON');
    }
    // The first read takes the lock.
    db.pragma('user_version');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Commits go to a log beside the file from now on. Written into the file where it was not so: a copy of a backup. */
export function writeAhead(db: Connection): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
}

/** Reads the settings back. Call after the first write: better-sqlite3's build falls to synchronous NORMAL there. */
export function assertDurable(db: Connection): void {
  db.pragma('synchronous = FULL');
  db.pragma('busy_timeout = 2000');
  const expected = {
    locking_mode: 'exclusive',
    journal_mode: 'wal',
    synchronous: 2,
    foreign_keys: 1,
    trusted_schema: 0,
  };
  for (const [name, value] of Object.entries(expected)) {
    const found = db.pragma(name, { simple: true });
    invariant(found === value, `PRAGMA ${name} is ${String(found)}, not ${value}`);
  }
  invariant(!fs.existsSync(`${db.name}-shm`), 'the project file is shared: -shm exists');
}
