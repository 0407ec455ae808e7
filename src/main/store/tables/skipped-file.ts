// Files in the photo folder that are not used, with the reason. Those that were photos until their content was read keep their photo's id.
import type { PhotoId } from '../../../shared/records/ids.ts';
import type { SkippedFile } from '../../../shared/records/photo.ts';
import type { Connection } from '../connection.ts';

type Columns = { path: string; code: SkippedFile['code']; details: string; photo_id: PhotoId | null };

export function skippedFileTable(db: Connection) {
  const selectAll = db.prepare<[], Columns>('SELECT path, code, details, photo_id FROM skipped_file ORDER BY path');
  const count = db.prepare<[], number>('SELECT count(*) FROM skipped_file').pluck();
  const clearScanned = db.prepare('DELETE FROM skipped_file WHERE photo_id IS NULL');
  const remove = db.prepare('DELETE FROM skipped_file WHERE path = ?');
  const upsert = db.prepare(
    `INSERT INTO skipped_file (path, code, details, photo_id) VALUES (?, ?, ?, ?)
     ON CONFLICT (path) DO UPDATE SET code = excluded.code, details = excluded.details, photo_id = excluded.photo_id`,
  );
  return {
    all: (): SkippedFile[] =>
      selectAll
        .all()
        .map(({ path, code, details }) => ({ path, code, details: JSON.parse(details) as SkippedFile['details'] })),
    count: (): number => count.get()!,
    /** Photos found not to be photos, by path. */
    rejected: (): Map<string, PhotoId> =>
      new Map(selectAll.all().flatMap(row => (row.photo_id === null ? [] : [[row.path, row.photo_id] as const]))),
    /** Forgets what the last scan skipped; what reading the content rejected stays. */
    clearScanned: (): void => void clearScanned.run(),
    remove: (path: string): void => void remove.run(path),
    write: ({ path, code, details }: SkippedFile, photoId: PhotoId | null): void =>
      void upsert.run(path, code, JSON.stringify(details), photoId),
  };
}
