// What the photo index is made of, read as plain lists: at 500,000 photos an object for each row would take longer than the reading.
import type { PhotoId } from '../../../shared/records/ids.ts';
import type { Split } from '../../../shared/records/photo.ts';
import type { Connection } from '../connection.ts';

export type ListedPhoto = [
  id: PhotoId,
  path: string,
  modifiedMs: number,
  folderSplit: Split | null,
  groupId: number,
  /** First 16 hex digits of the content's hash. */
  hash: string | null,
  widthPx: number,
  heightPx: number,
  damaged: number,
  missing: number,
  excluded: number,
  split: Split | null,
];
/** What is said of a photo, without where it is: `label photo 3,box things 1,nothing things`, in the order it was said. */
export type Said = readonly [photoId: PhotoId, said: string];

/** What a scan compares a file with. */
export type KnownFile = {
  readonly id: PhotoId;
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly folderClass: string | null;
  readonly folderSplit: Split | null;
  readonly missing: number;
  readonly deleted: number;
};

const photosAtOnce = 2_000;

export function listingTable(db: Connection) {
  const photoFields = `p.id, p.path, p.modified_ms, p.folder_split, p.group_id, substr(p.hash, 1, 16), p.width_px, p.height_px,
    p.damaged, p.missing, p.excluded, g.split FROM photo p JOIN photo_group g ON g.id = p.group_id WHERE p.deleted = 0`;
  const photos = db
    .prepare<[number], ListedPhoto>(`SELECT ${photoFields} AND p.id > ? ORDER BY p.id LIMIT ${photosAtOnce}`)
    .raw();
  const photo = db.prepare<[number], ListedPhoto>(`SELECT ${photoFields} AND p.id = ?`).raw();
  const saidText = "group_concat(concat_ws(' ', kind, about, class_id), ',' ORDER BY id)";
  const said = db
    .prepare<[number, number], Said>(
      `SELECT photo_id, ${saidText} FROM annotation WHERE photo_id > ? AND photo_id <= ? GROUP BY photo_id ORDER BY photo_id`,
    )
    .raw();
  const saidOf = db.prepare<[number], string | null>(`SELECT ${saidText} FROM annotation WHERE photo_id = ?`).pluck();
  const highest = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM photo').pluck();
  const annotated = db
    .prepare<[string, number], PhotoId>(
      `SELECT id FROM photo WHERE deleted = 0 AND path > ? AND EXISTS (SELECT 1 FROM annotation WHERE photo_id = photo.id)
       ORDER BY path LIMIT ?`,
    )
    .pluck();
  const fileFields = `p.id, p.bytes, p.modified_ms AS modifiedMs, p.folder_class AS folderClass, p.folder_split AS folderSplit,
    p.missing, p.deleted`;
  const fileAt = db.prepare<[string], KnownFile>(
    `SELECT ${fileFields} FROM photo p WHERE p.path = ? AND p.deleted = 0`,
  );
  const firstEqual = db.prepare<[string, number], { groupId: number }>(
    'SELECT group_id AS groupId FROM photo WHERE hash = ? AND deleted = 0 AND id <> ? ORDER BY id LIMIT 1',
  );
  const present = db.prepare<[], PhotoId>('SELECT id FROM photo WHERE deleted = 0 AND missing = 0').pluck();
  const sums = db.prepare<[], { total: number; missing: number }>(
    'SELECT count(*) AS total, coalesce(sum(missing), 0) AS missing FROM photo WHERE deleted = 0',
  );
  const unsized = db.prepare<[number], { id: PhotoId; path: string }>(
    `SELECT id, path FROM photo WHERE content_read = 0 AND deleted = 0 AND missing = 0 AND width_px = 0 ORDER BY id LIMIT ?`,
  );
  const setSize = db.prepare('UPDATE photo SET width_px = ?, height_px = ? WHERE id = ? AND content_read = 0');
  return {
    /** Photos that were not read yet and whose size nothing has told, by id. */
    unsized: (limit: number): { readonly id: PhotoId; readonly path: string }[] => unsized.all(limit),
    /** What the header says, until the photo is read. */
    setSize: (id: PhotoId, widthPx: number, heightPx: number): void => void setSize.run(widthPx, heightPx, id),
    /** The photo with this path. */
    fileAt: (path: string): KnownFile | undefined => fileAt.get(path),
    /** The first other photo of this content. */
    firstEqual: (hash: string, except: PhotoId): { readonly groupId: number } | undefined =>
      firstEqual.get(hash, except),
    /** Photos whose file was there at the last scan. */
    present: (): PhotoId[] => present.all(),
    sums: (): { readonly total: number; readonly missing: number } => sums.get()!,
    highestId: (): number => highest.get()!,
    /** Photos with an id above this, by id, and what is said of them, so many at a time: one by one takes half as long again. */
    *photosAfter(id: number): Generator<{ readonly photos: readonly ListedPhoto[]; readonly said: readonly Said[] }> {
      let after = id;
      for (;;) {
        const step = photos.all(after);
        if (step.length === 0) return;
        const last = step.at(-1)![0];
        yield { photos: step, said: said.all(after, last) };
        if (step.length < photosAtOnce) return;
        after = last;
      }
    },
    photo: (id: PhotoId): ListedPhoto | undefined => photo.get(id),
    saidOf: (id: PhotoId): string => saidOf.get(id) ?? '',
    /** So many photos that something is said of, by path, after this path. */
    annotatedAfter: (path: string, limit: number): PhotoId[] => annotated.all(path, limit),
  };
}
