// cache/derived.sqlite: predictions and thumbnails. All of it can be made again, so a file that is missing, damaged or of another
// version is simply made anew.
import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { ClassId, PhotoId, RunId } from '../../shared/records/ids.ts';
import type { PredictionRow } from './api.ts';
import type { Connection } from './connection.ts';
import { isDamage, storeFailure } from './failures.ts';

const version = 1;
const schema = `
CREATE TABLE prediction (
  run_id          INTEGER NOT NULL,
  photo_id        INTEGER NOT NULL,
  top_class       INTEGER NOT NULL,
  top_probability REAL    NOT NULL,
  top             TEXT    NOT NULL,
  PRIMARY KEY (run_id, photo_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE thumbnail (
  id   INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  jpeg BLOB NOT NULL
) STRICT;
PRAGMA user_version = ${version};`;

type Top = PredictionRow['top'];

function prepare(db: Connection) {
  return {
    writePrediction: db.prepare(
      'INSERT OR REPLACE INTO prediction (run_id, photo_id, top_class, top_probability, top) VALUES (?, ?, ?, ?, ?)',
    ),
    likeliest: db.prepare<[number], { photoId: PhotoId; classId: ClassId; probability: number }>(
      'SELECT photo_id AS photoId, top_class AS classId, top_probability AS probability FROM prediction WHERE run_id = ?',
    ),
    top: db.prepare<[number, number], string>('SELECT top FROM prediction WHERE run_id = ? AND photo_id = ?').pluck(),
    writeThumbnail: db.prepare('INSERT OR REPLACE INTO thumbnail (hash, jpeg) VALUES (?, ?)'),
    thumbnail: db.prepare<[string], Buffer>('SELECT jpeg FROM thumbnail WHERE hash = ?').pluck(),
  };
}
type Open = { readonly db: Connection; readonly statements: ReturnType<typeof prepare> };

const withSidecars = (file: string): string[] => [file, `${file}-wal`, `${file}-shm`, `${file}-journal`];

function openFile(file: string): Open {
  const db = new Database(file, { timeout: 0 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma('trusted_schema = OFF');
    db.pragma('journal_size_limit = 4194304');
    if (db.pragma('user_version', { simple: true }) === 0) db.transaction(() => db.exec(schema)).immediate();
    if (db.pragma('user_version', { simple: true }) !== version)
      throw new Database.SqliteError('another version', 'SQLITE_CORRUPT');
    return { db, statements: prepare(db) };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** @param folder the project's `cache` folder; made when it is missing. */
export function openDerived(folder: string) {
  const file = path.join(folder, 'derived.sqlite');
  let open: Open | null = null;

  function close(): void {
    open?.db.close();
    open = null;
  }
  function remake(): Open {
    close();
    for (const name of withSidecars(file)) fs.rmSync(name, { force: true });
    fs.mkdirSync(folder, { recursive: true });
    return (open = openFile(file));
  }
  function opened(): Open {
    if (open) return open;
    fs.mkdirSync(folder, { recursive: true });
    return (open = openFile(file));
  }
  /** A damaged file, or one with other tables, is made anew and the work done on that. */
  function use<Result>(work: (open: Open) => Result): Result {
    try {
      try {
        return work(opened());
      } catch (error) {
        const isForeign = error instanceof Database.SqliteError && /^no such (table|column)/.test(error.message);
        if (!isDamage(error) && !isForeign) throw error;
        return work(remake());
      }
    } catch (error) {
      throw storeFailure(error, file);
    }
  }
  const write = (work: (statements: Open['statements']) => void): void =>
    use(({ db, statements }) => db.transaction(() => work(statements)).immediate());

  return {
    writePredictions: (run: RunId, rows: readonly PredictionRow[]): void =>
      write(({ writePrediction }) => {
        for (const { photoId, top } of rows) {
          const likeliest = top[0];
          if (likeliest)
            writePrediction.run(run, photoId, likeliest.classId, likeliest.probability, JSON.stringify(top));
        }
      }),
    /** The likeliest class of every photo that the run's model has seen. */
    likeliest: (run: RunId): { photoId: PhotoId; classId: ClassId; probability: number }[] =>
      use(({ statements }) => statements.likeliest.all(run)),
    top: (run: RunId, photoId: PhotoId): Top | null =>
      use(({ statements }) => {
        const text = statements.top.get(run, photoId);
        return text === undefined ? null : (JSON.parse(text) as Top);
      }),
    writeThumbnails: (rows: readonly { readonly hash: string; readonly jpeg: Uint8Array }[]): void =>
      write(({ writeThumbnail }) => {
        for (const { hash, jpeg } of rows) {
          writeThumbnail.run(hash, Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength));
        }
      }),
    /** Those that are there, in the order asked for. */
    thumbnails: (hashes: readonly string[]): { hash: string; jpeg: Uint8Array }[] =>
      use(({ statements }) =>
        hashes.flatMap(hash => {
          const jpeg = statements.thumbnail.get(hash);
          return jpeg ? [{ hash, jpeg: new Uint8Array(jpeg) }] : [];
        }),
      ),
    bytes: (): number =>
      withSidecars(file).reduce((sum, name) => sum + (fs.statSync(name, { throwIfNoEntry: false })?.size ?? 0), 0),
    clear: (): void => {
      try {
        remake();
      } catch (error) {
        throw storeFailure(error, file);
      }
    },
    close,
  };
}
export type Derived = ReturnType<typeof openDerived>;
