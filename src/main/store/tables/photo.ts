// Photos: the files the project knows, with what the last scan and the last reading of their content found.
// Rows are marked deleted, never deleted: the history and the runs name them.
import path from 'node:path';
import type { PhotoId } from '../../../shared/records/ids.ts';
import type { PhotoProblem, Split } from '../../../shared/records/photo.ts';
import type { PhotoContent, ScannedPhoto } from '../api.ts';
import { checkSum } from '../check-sums.ts';
import type { Connection } from '../connection.ts';

/** What gestures may change of a photo: each is a tracked table of its own, so that undoing one leaves the others. */
export type PhotoMark = { readonly excluded: boolean };
export type PhotoHome = { readonly groupId: number };
/** False: the photo came with an import that was undone. */
export type PhotoListed = { readonly listed: boolean };

export type PhotoRow = {
  readonly id: PhotoId;
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly folderClass: string | null;
  readonly folderSplit: Split | null;
  readonly groupId: number;
  readonly hash: string | null;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly damaged: number;
  readonly missing: number;
  readonly contentRead: number;
  readonly deleted: number;
  readonly excluded: number;
  /** EXIF orientation 1…8 that was applied. */
  readonly orientation: number;
  readonly takenMs: number | null;
  readonly nearHash: string | null;
  /** PhotoNote as JSON. */
  readonly note: string | null;
};
/** A photo with its group's split. */
export type PhotoWithSplit = PhotoRow & { readonly split: Split | null };

/** Why the photo cannot be used now. */
export function problemOf(row: Pick<PhotoRow, 'damaged' | 'missing'>): PhotoProblem | null {
  if (row.missing === 1) return 'missing';
  return row.damaged === 1 ? 'damaged' : null;
}

/** A path for a photo whose name another one has now: below that name, where no file can be while the other is one. */
export const asidePath = ({ id, path: place }: Pick<PhotoRow, 'id' | 'path'>): string =>
  `${place}/${id}/${path.posix.basename(place)}`;

export function photoTable(db: Connection) {
  const fields = `p.id, p.path, p.bytes, p.modified_ms AS modifiedMs, p.folder_class AS folderClass, p.folder_split AS folderSplit,
    p.group_id AS groupId, p.hash, p.width_px AS widthPx, p.height_px AS heightPx, p.damaged, p.missing,
    p.content_read AS contentRead, p.deleted, p.excluded, p.orientation, p.taken_ms AS takenMs, p.near_hash AS nearHash, p.note`;
  const from = 'FROM photo p JOIN photo_group g ON g.id = p.group_id';
  const selectAll = db.prepare<[], PhotoWithSplit>(
    `SELECT ${fields}, g.split ${from} WHERE p.deleted = 0 ORDER BY p.id`,
  );
  const select = db.prepare<[number], PhotoWithSplit>(`SELECT ${fields}, g.split ${from} WHERE p.id = ?`);
  const ofGroup = db.prepare<[number], PhotoId>('SELECT id FROM photo WHERE group_id = ? AND deleted = 0').pluck();
  const ofHash = db.prepare<[string], PhotoWithSplit>(
    `SELECT ${fields}, g.split ${from} WHERE p.hash = ? AND p.deleted = 0 ORDER BY p.id`,
  );
  const identity = db.prepare<[number], { path: string; hash: string | null; groupId: number }>(
    'SELECT path, hash, group_id AS groupId FROM photo WHERE id = ?',
  );
  const unlisted = db.prepare<[string], PhotoId>('SELECT max(id) FROM photo WHERE path = ? AND deleted = 1').pluck();
  const takenBack = db
    .prepare<[], [string, PhotoId]>(
      `SELECT p.path, max(p.id) FROM photo p WHERE p.deleted = 1
         AND EXISTS (SELECT 1 FROM change c WHERE c.photo_id = p.id AND c.table_name = 'photo_listed') GROUP BY p.path`,
    )
    .raw();
  const ofPath = db.prepare<[string], PhotoId>('SELECT id FROM photo WHERE path = ? AND deleted = 0').pluck();
  const groupInFolder = db
    .prepare<[string, string], number>(
      'SELECT group_id FROM photo WHERE deleted = 0 AND path > ? AND path < ? ORDER BY path LIMIT 1',
    )
    .pluck();
  const unread = 'content_read = 0 AND deleted = 0 AND missing = 0';
  const pending = db.prepare<[number], { id: PhotoId; path: string }>(
    `SELECT id, path FROM photo WHERE ${unread} ORDER BY id LIMIT ?`,
  );
  const lastPending = db.prepare<[], PhotoId | null>(`SELECT max(id) FROM photo WHERE ${unread}`).pluck();
  // The plus keeps SQLite from going through every photo that was read, instead of the few that are not.
  const hasChanged = db
    .prepare<[], 0 | 1>(`SELECT EXISTS (SELECT 1 FROM photo WHERE ${unread} AND +hash IS NOT NULL)`)
    .pluck();
  const isSought = db
    .prepare<[string, number], 0 | 1>(`SELECT EXISTS (SELECT 1 FROM photo WHERE hash = ? AND ${unread} AND id <> ?)`)
    .pluck();
  const missingOfHash = db.prepare<[string], PhotoWithSplit>(
    `SELECT ${fields}, g.split ${from} WHERE p.hash = ? AND p.deleted = 0 AND p.missing = 1 ORDER BY p.id`,
  );
  const folderNames = db.prepare<[]>(
    'SELECT DISTINCT folder_class FROM photo WHERE deleted = 0 AND folder_class IS NOT NULL LIMIT 2',
  );
  const unstatedInFolder = db
    .prepare<[number], 0 | 1>(
      `SELECT EXISTS (SELECT 1 FROM photo p WHERE p.id > ? AND p.deleted = 0 AND p.folder_class IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM change c WHERE c.photo_id = p.id AND c.table_name = 'annotation'))`,
    )
    .pluck();
  const highest = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM photo').pluck();
  const insert = db.prepare(
    `INSERT INTO photo (id, path, bytes, modified_ms, folder_class, folder_split, group_id, hash, width_px, height_px, damaged, missing,
       content_read, deleted, excluded, check_sum)
     VALUES (?, ?, ?, ?, ?, ?, ?, NULL, 0, 0, 0, 0, 0, 0, 0, ?)`,
  );
  const setFile = db.prepare(
    'UPDATE photo SET path = ?, bytes = ?, modified_ms = ?, folder_class = ?, folder_split = ?, missing = 0 WHERE id = ?',
  );
  const setUnread = db.prepare('UPDATE photo SET content_read = 0, damaged = 0, deleted = 0 WHERE id = ?');
  const setMustBeRead = db.prepare('UPDATE photo SET content_read = 0 WHERE id = ?');
  const setAside = db.prepare('UPDATE photo SET path = ?, bytes = 0, modified_ms = 0, missing = 1 WHERE id = ?');
  const setMissing = db.prepare('UPDATE photo SET missing = 1 WHERE id = ?');
  const setDamaged = db.prepare('UPDATE photo SET damaged = 1, content_read = 1 WHERE id = ?');
  const setContent = db.prepare(
    `UPDATE photo SET hash = ?, width_px = ?, height_px = ?, damaged = ?, missing = ?, orientation = ?, taken_ms = ?, near_hash = ?,
       note = ?, content_read = 1 WHERE id = ?`,
  );
  const setDeleted = db.prepare('UPDATE photo SET deleted = 1, content_read = 0 WHERE id = ?');
  const setListed = db.prepare('UPDATE photo SET deleted = ? WHERE id = ?');
  const setHome = db.prepare('UPDATE photo SET group_id = ? WHERE id = ?');
  const setGroup = db.prepare('UPDATE photo SET group_id = ? WHERE group_id = ?');
  const setExcluded = db.prepare('UPDATE photo SET excluded = ?, check_sum = ? WHERE id = ?');

  return {
    /** Every photo that is not deleted, by id. */
    iterateAll: (): IterableIterator<PhotoWithSplit> => selectAll.iterate(),
    read: (id: number): PhotoWithSplit | null => select.get(id) ?? null,
    ofGroup: (groupId: number): PhotoId[] => ofGroup.all(groupId),
    ofHash: (hash: string): PhotoWithSplit[] => ofHash.all(hash),
    /** What names a photo outside this database. */
    identity: (id: PhotoId): { path: string; hash: string | null; groupId: number } | null => identity.get(id) ?? null,
    ofPath: (photoPath: string): PhotoId | null => ofPath.get(photoPath) ?? null,
    /** The photo of that path that an undone import took away, or a scan found to be none. */
    unlistedOfPath: (photoPath: string): PhotoId | null => unlisted.get(photoPath) ?? null,
    /** By path, photos that came with an import and are off the list, as after its undo. */
    takenBack: (): Map<string, PhotoId> => new Map(takenBack.all()),
    /** The group of the first photo below a folder (its path ends in `/`), or null. */
    groupInFolder: (folder: string): number | null => groupInFolder.get(folder, `${folder.slice(0, -1)}0`) ?? null,
    /** Whether two folders or more are there whose names may be classes. */
    hasFolderNames: (): boolean => folderNames.all().length > 1,
    /** Whether photos beyond this one lie in a folder that names a class, and nothing was ever stated of them. */
    hasUnstatedInFolder: (through: number): boolean => unstatedInFolder.get(through) === 1,
    pending: (limit: number): { id: PhotoId; path: string }[] => pending.all(limit),
    /** The unread photo with the highest id. */
    lastPending: (): PhotoId | null => lastPending.get() ?? null,
    /** Whether an unread photo had content before. */
    hasChanged: (): boolean => hasChanged.get() === 1,
    /** Whether another unread photo had this content before. */
    isSought: (hash: string, except: PhotoId): boolean => isSought.get(hash, except) === 1,
    missingOfHash: (hash: string): PhotoWithSplit[] => missingOfHash.all(hash),
    create(file: ScannedPhoto, groupId: number): PhotoId {
      const id = (highest.get()! + 1) as PhotoId;
      insert.run(
        id,
        file.path,
        file.bytes,
        file.modifiedMs,
        file.folderClass,
        file.folderSplit,
        groupId,
        checkSum([id, 0]),
      );
      return id;
    },
    /** The file is there, as the scan saw it. */
    setFile(id: PhotoId, file: ScannedPhoto): void {
      setFile.run(file.path, file.bytes, file.modifiedMs, file.folderClass, file.folderSplit, id);
    },
    /** Its content must be read (again); a rejected photo becomes one again. */
    setUnread: (id: PhotoId): void => void setUnread.run(id),
    setMustBeRead: (id: PhotoId): void => void setMustBeRead.run(id),
    /** Its name is another photo's now: it is missing, under a path of its own, until its content is found. */
    setAside: (id: PhotoId, place: string): void => void setAside.run(place, id),
    setMissing: (id: PhotoId): void => void setMissing.run(id),
    setDamaged: (id: PhotoId): void => void setDamaged.run(id),
    setContent(content: PhotoContent): void {
      const { id, hash, widthPx, heightPx, problem, orientation, takenMs, nearHash, note } = content;
      const problems = [Number(problem === 'damaged'), Number(problem === 'missing')];
      setContent.run(
        hash,
        widthPx,
        heightPx,
        ...problems,
        orientation,
        takenMs,
        nearHash,
        note && JSON.stringify(note),
        id,
      );
    },
    /** Off the list; its content is read again where an import that comes back lists it again. */
    setDeleted: (id: PhotoId): void => void setDeleted.run(id),
    /** Moves all photos of one group to another. */
    moveGroup: (from: number, to: number): void => void setGroup.run(to, from),
    tracked: {
      read: (id: number): PhotoMark | null => {
        const row = select.get(id);
        return row ? { excluded: row.excluded === 1 } : null;
      },
      write(id: number, row: PhotoMark | null): void {
        const excluded = Number(row?.excluded ?? false);
        setExcluded.run(excluded, checkSum([id, excluded]), id);
      },
    },
    home: {
      read: (id: number): PhotoHome | null => {
        const row = select.get(id);
        return row ? { groupId: row.groupId } : null;
      },
      write: (id: number, row: PhotoHome | null): void => {
        if (row) setHome.run(row.groupId, id);
      },
    },
    listed: {
      read: (id: number): PhotoListed | null => {
        const row = select.get(id);
        return row ? { listed: row.deleted === 0 } : null;
      },
      write: (id: number, row: PhotoListed | null): void => void setListed.run(Number(!row?.listed), id),
    },
  };
}
