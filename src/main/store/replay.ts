// Replays lines of the journal on a project file: each gesture with its rows, its changes and the line itself, as if it were made again.
// Where the journal has a gap, what follows is written row by row as far as the rows still are what they were.
import Database from 'better-sqlite3';
import { isDeepStrictEqual } from 'node:util';
import type { JournalGesture } from '../../shared/records/journal.ts';
import type { PhotoId } from '../../shared/records/ids.ts';
import type { Connection } from './connection.ts';
import { trackedTables, type TrackedName, type TrackedRows } from './gestures.ts';
import type { JournalEntry } from './journal-lines.ts';
import { openTables } from './tables/index.ts';
import type { ChangeRow, GestureRow } from './tables/gesture.ts';
import { asidePath } from './tables/photo.ts';

export type Replayed = {
  /** Gestures that were made again whole. */
  readonly whole: GestureRow[];
  /** Gestures of which some rows did not fit any more, or that came after a gap. */
  readonly partly: GestureRow[];
  /** Lines that are damaged or tell of something unknown. */
  readonly damagedLines: number;
  /** Rows that did not fit. */
  readonly lostRows: number;
  /** Photos that the replay changed. */
  readonly photos: ReadonlySet<PhotoId>;
};

type Row = Readonly<Record<string, unknown>> | null;
/** Tables whose rows stay when what a gesture said of them is undone: their first state is written before the gesture's. */
const lasting: ReadonlySet<string> = new Set(['photo', 'photo_home', 'photo_listed', 'photo_group', 'class']);

/** Equal in meaning: a row of an older version lacks keys that say nothing. */
function isSameRow(one: Row, other: Row): boolean {
  if (one === null || other === null) return one === other;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every(key => isDeepStrictEqual(one[key] ?? null, other[key] ?? null));
}

/** What a journal's undo or redo becomes after a gap: a change of its own, because what it was about may be lost. */
export const afterGap = 'recovered';

/**
 * Writes what `entries` tell beyond the last gesture of `db`, in one transaction. Lines up to that gesture are passed over.
 * @throws what SQLite throws for a disk that fails; a row that it refuses is counted as lost.
 */
export function replayJournal(db: Connection, entries: Iterable<JournalEntry>): Replayed {
  const tables = openTables(db);
  const tracked = trackedTables(tables);
  const moved = db.prepare('UPDATE OR IGNORE photo SET path = ?, hash = coalesce(?, hash), group_id = ? WHERE id = ?');
  const insertPhoto = db.prepare(
    `INSERT OR IGNORE INTO photo (id, path, bytes, modified_ms, folder_class, folder_split, group_id, hash, width_px, height_px,
       damaged, missing, content_read, deleted, excluded, check_sum) VALUES (?, ?, 0, 0, NULL, NULL, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0)`,
  );

  function needGroup(id: number): void {
    if (tables.group.tracked.read(id) === null) tables.group.make(id);
  }

  /**
   * A name that the journal gives to another photo now: the one that had it has moved on since, which is in no line. It keeps its content's
   * hash, by which the next scan finds it.
   */
  function makeRoom(path: string, id: number): void {
    const holder = tables.photo.ofPath(path);
    if (holder !== null && holder !== id) tables.photo.setAside(holder, asidePath({ id: holder, path }));
  }

  /** Makes the photos of a line be there, with the path, content and group that the journal knows of them; gives those that were not. */
  function bringPhotos({ photos, changes }: JournalGesture): Set<number> {
    // The line names a photo's group after the gesture; one that moved it found it in another.
    const movedFrom = new Map(
      changes.flatMap(({ table, key, before }) =>
        table === 'photo_home' && before ? [[key, Number(before['groupId'])] as const] : [],
      ),
    );
    const made = new Set<number>();
    for (const [id, path, hash, group] of photos) {
      if (path === null) continue;
      const known = tables.photo.identity(id as PhotoId);
      const groupId = movedFrom.get(id) ?? group ?? known?.groupId ?? tables.group.create();
      if (known?.path === path && known.hash === hash && known.groupId === groupId) continue;
      needGroup(groupId);
      makeRoom(path, id);
      if (known) moved.run(path, hash, groupId, id);
      else if (insertPhoto.run(id, path, groupId, hash).changes > 0) {
        made.add(id);
        tracked.photo.write(id, { excluded: false });
      }
    }
    return made;
  }

  /** Writes one row where it is still what the gesture found. @returns whether it was. */
  function write(table: TrackedName, key: number, [before, after]: [Row, Row], isNew: boolean): boolean {
    const write = tracked[table].write as (key: number, row: Row) => void;
    if (table === 'photo_group') needGroup(key);
    for (const row of [before, after]) if (table === 'photo_home' && row) needGroup(Number(row['groupId']));
    if (lasting.has(table) && before && (isNew || tracked[table].read(key) === null)) write(key, before);
    if (!isSameRow(tracked[table].read(key) as Row, before)) return false;
    write(key, after);
    return true;
  }

  /** One gesture, whole or as far as its rows fit. */
  function replay({ line, gesture }: { line: string; gesture: JournalGesture }, isAfterGap: boolean): number {
    const made = bringPhotos(gesture);
    const changes: ChangeRow[] = [];
    let lost = 0;
    for (const { table, key, before, after } of gesture.changes) {
      if (!Object.hasOwn(tracked, table)) {
        lost++;
        continue;
      }
      const name = table as TrackedName;
      if (!isWritten(() => write(name, key, [before, after], made.has(key) && name.startsWith('photo')))) lost++;
      else
        changes.push({
          tableName: table,
          key,
          before: toText(before),
          after: toText(after),
          photoId: photoOf(name, key, after ?? before),
        });
    }
    const isStep = gesture.target !== null && (isAfterGap || lost > 0);
    const kind = isStep ? afterGap : gesture.kind;
    const photos = typeof gesture.details['photos'] === 'number' ? gesture.details['photos'] : gesture.photos.length;
    const { sequence, details, at } = gesture;
    tables.gesture.insert(
      { sequence, kind, details, photos, at, target: isStep ? null : gesture.target },
      changes,
      line,
    );
    return lost;
  }

  return db.transaction(replayAll).immediate();

  function replayAll(): Replayed {
    const [whole, partly]: [GestureRow[], GestureRow[]] = [[], []];
    const photos = new Set<PhotoId>();
    let [damagedLines, lostRows] = [0, 0];
    let isAfterGap = false;
    for (const { line, gesture, isTorn } of entries) {
      if (gesture === null) {
        if (!isTorn) damagedLines++;
        continue;
      }
      const last = tables.gesture.lastSequence();
      if (gesture.sequence <= last) continue;
      if (gesture.sequence !== last + 1) isAfterGap = true;
      const lost = replay({ line, gesture }, isAfterGap);
      if (lost > 0) isAfterGap = true;
      lostRows += lost;
      (lost > 0 || isAfterGap ? partly : whole).push(tables.gesture.read(gesture.sequence) as GestureRow);
      for (const [id] of gesture.photos) photos.add(id as PhotoId);
    }
    return { whole, partly, damagedLines, lostRows, photos };
  }
}

const toText = (row: Row): string | null => (row === null ? null : JSON.stringify(row));

/** The photo that a changed row is about, as a gesture keeps it. */
function photoOf(table: TrackedName, key: number, row: Row): number | null {
  if (table === 'annotation') return (row as TrackedRows['annotation'] | null)?.photoId ?? null;
  return table === 'photo' || table === 'photo_home' || table === 'photo_listed' ? key : null;
}

/** False also for a row that SQLite refuses: of a photo or a class that is lost, or of a journal that was tampered with. */
function isWritten(write: () => boolean): boolean {
  try {
    return write();
  } catch (error) {
    // Values that no column takes.
    if (error instanceof TypeError || error instanceof RangeError) return false;
    if (error instanceof Database.SqliteError && /^SQLITE_(CONSTRAINT|MISMATCH)/.test(error.code)) return false;
    throw error;
  }
}
