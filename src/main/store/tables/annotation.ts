// Annotations: what a person states of a photo. The only rows that go when they are deleted; the history holds what they were.
import type { AnnotationId, ClassId, PhotoId } from '../../../shared/records/ids.ts';
import type { Annotation, AnnotationKind } from '../../../shared/records/photo.ts';
import { checkSum } from '../check-sums.ts';
import type { Connection } from '../connection.ts';

/** Everything of an annotation but its id. Geometry as in `BoxGeometry`, null for what is not a box. */
export type AnnotationRow = {
  readonly photoId: PhotoId;
  readonly kind: 'label' | 'box' | 'nothing';
  readonly about: AnnotationKind;
  readonly classId: ClassId | null;
  readonly x: number | null;
  readonly y: number | null;
  readonly width: number | null;
  readonly height: number | null;
};
export type StoredAnnotation = AnnotationRow & { readonly id: AnnotationId };

const noBox = { x: null, y: null, width: null, height: null } as const;

export function labelRow(photoId: PhotoId, classId: ClassId): AnnotationRow {
  return { photoId, kind: 'label', about: 'photo', classId, ...noBox };
}

export function nothingRow(photoId: PhotoId, about: AnnotationKind): AnnotationRow {
  return { photoId, kind: 'nothing', about, classId: null, ...noBox };
}

/** The annotation as the rest of the program knows it. */
export function toAnnotation(row: StoredAnnotation): Annotation {
  if (row.kind === 'nothing') return { id: row.id, kind: 'nothing', of: row.about };
  if (row.kind === 'label') return { id: row.id, kind: 'label', classId: row.classId! };
  const box = { x: row.x!, y: row.y!, width: row.width!, height: row.height! };
  return { id: row.id, kind: 'box', classId: row.classId!, box };
}

export function annotationTable(db: Connection) {
  const fields = 'photo_id AS photoId, kind, about, class_id AS classId, x, y, width, height';
  const select = db.prepare<[number], AnnotationRow>(`SELECT ${fields} FROM annotation WHERE id = ?`);
  const ofPhoto = db.prepare<[number], StoredAnnotation>(
    `SELECT id, ${fields} FROM annotation WHERE photo_id = ? ORDER BY id`,
  );
  const ofClass = db.prepare<[number], StoredAnnotation>(
    `SELECT id, ${fields} FROM annotation WHERE class_id = ? ORDER BY id`,
  );
  const selectAll = db.prepare<[], StoredAnnotation>(`SELECT id, ${fields} FROM annotation ORDER BY id`);
  // The sequence is read, not max(id): an id that was deleted is never given again.
  const highest = db.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'annotation'").pluck();
  const upsert = db.prepare(
    `INSERT INTO annotation (id, photo_id, kind, about, class_id, x, y, width, height, check_sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET photo_id = excluded.photo_id, kind = excluded.kind, about = excluded.about, class_id = excluded.class_id,
       x = excluded.x, y = excluded.y, width = excluded.width, height = excluded.height, check_sum = excluded.check_sum`,
  );
  const remove = db.prepare('DELETE FROM annotation WHERE id = ?');

  return {
    nextId: (): AnnotationId => ((highest.get() ?? 0) + 1) as AnnotationId,
    /** In the order they were made. */
    ofPhoto: (photoId: PhotoId): StoredAnnotation[] => ofPhoto.all(photoId),
    ofClass: (classId: ClassId): StoredAnnotation[] => ofClass.all(classId),
    iterateAll: (): IterableIterator<StoredAnnotation> => selectAll.iterate(),
    tracked: {
      read: (id: number): AnnotationRow | null => select.get(id) ?? null,
      write(id: number, row: AnnotationRow | null): void {
        if (!row) {
          remove.run(id);
          return;
        }
        const { photoId, kind, about, classId, x, y, width, height } = row;
        const values = [id, photoId, kind, about, classId, x, y, width, height] as const;
        upsert.run(...values, checkSum(values));
      },
    },
  };
}
