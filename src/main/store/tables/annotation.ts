// Annotations: what a person states of a photo. The only rows that go when they are deleted; the history holds what they were.
import type { AnnotationId, ClassId, PhotoId } from '../../../shared/records/ids.ts';
import type { Annotation, AnnotationKind } from '../../../shared/records/photo.ts';
import type { Attributes, Shape, ShapeKind } from '../../../shared/records/shape.ts';
import { checkSum } from '../check-sums.ts';
import type { Connection } from '../connection.ts';

/** The geometry of each shape but the box, by its own name: `{ polygon: … }`. */
type Geometry = Omit<Exclude<Shape, { kind: 'box' }>, 'kind'>;

/**
 * Everything of an annotation but its id. A box stands in its own columns, null for what is not a box. `geometry` and `attributes` are
 * left out where there are none, so that rows of the history from before they existed compare equal.
 */
export type AnnotationRow = {
  readonly photoId: PhotoId;
  readonly kind: 'label' | ShapeKind | 'nothing';
  readonly about: AnnotationKind;
  readonly classId: ClassId | null;
  readonly x: number | null;
  readonly y: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly geometry?: Geometry;
  readonly attributes?: Attributes;
};
export type StoredAnnotation = AnnotationRow & { readonly id: AnnotationId };

const noBox = { x: null, y: null, width: null, height: null } as const;

export function labelRow(photoId: PhotoId, classId: ClassId): AnnotationRow {
  return { photoId, kind: 'label', about: 'photo', classId, ...noBox };
}

export function nothingRow(photoId: PhotoId, about: AnnotationKind): AnnotationRow {
  return { photoId, kind: 'nothing', about, classId: null, ...noBox };
}

export function thingRow(photoId: PhotoId, classId: ClassId, shape: Shape): AnnotationRow {
  const what = { photoId, kind: shape.kind, about: 'things', classId } as const;
  if (shape.kind === 'box') {
    const { x, y, width, height } = shape.box;
    return { ...what, x, y, width, height };
  }
  const { kind: _, ...geometry } = shape;
  return { ...what, ...noBox, geometry };
}

export const withAttributes = (row: AnnotationRow, attributes: Attributes): AnnotationRow =>
  Object.keys(attributes).length === 0 ? row : { ...row, attributes };

export const isThing = ({ about, kind }: AnnotationRow): boolean => about === 'things' && kind !== 'nothing';

/** The annotation as the rest of the program knows it. */
export function toAnnotation(row: StoredAnnotation): Annotation {
  if (row.kind === 'nothing') return { id: row.id, kind: 'nothing', of: row.about };
  const classId = row.classId!;
  if (row.kind === 'label') return { id: row.id, kind: 'label', classId };
  const said = row.attributes ? { attributes: row.attributes } : {};
  if (row.kind === 'box') {
    const box = { x: row.x!, y: row.y!, width: row.width!, height: row.height! };
    return { id: row.id, kind: 'box', classId, box, ...said };
  }
  return { id: row.id, classId, kind: row.kind, ...row.geometry, ...said } as Annotation;
}

type Columns = Omit<StoredAnnotation, 'geometry' | 'attributes'> & {
  readonly geometry: string | null;
  readonly attributes: string | null;
};

function toRow({ geometry, attributes, ...row }: Columns): StoredAnnotation {
  return {
    ...row,
    ...(geometry === null ? {} : { geometry: JSON.parse(geometry) as Geometry }),
    ...(attributes === null ? {} : { attributes: JSON.parse(attributes) as Attributes }),
  };
}

export function annotationTable(db: Connection) {
  const fields = 'id, photo_id AS photoId, kind, about, class_id AS classId, x, y, width, height, geometry, attributes';
  const select = db.prepare<[number], Columns>(`SELECT ${fields} FROM annotation WHERE id = ?`);
  const ofPhoto = db.prepare<[number], Columns>(`SELECT ${fields} FROM annotation WHERE photo_id = ? ORDER BY id`);
  const ofClass = db.prepare<[number], Columns>(`SELECT ${fields} FROM annotation WHERE class_id = ? ORDER BY id`);
  const selectAll = db.prepare<[], Columns>(`SELECT ${fields} FROM annotation ORDER BY id`);
  // The sequence is read, not max(id): an id that was deleted is never given again.
  const highest = db.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'annotation'").pluck();
  const upsert = db.prepare(
    `INSERT INTO annotation (id, photo_id, kind, about, class_id, x, y, width, height, geometry, attributes, check_sum)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET photo_id = excluded.photo_id, kind = excluded.kind, about = excluded.about, class_id = excluded.class_id,
       x = excluded.x, y = excluded.y, width = excluded.width, height = excluded.height, geometry = excluded.geometry,
       attributes = excluded.attributes, check_sum = excluded.check_sum`,
  );
  const remove = db.prepare('DELETE FROM annotation WHERE id = ?');

  return {
    nextId: (): AnnotationId => ((highest.get() ?? 0) + 1) as AnnotationId,
    /** In the order they were made. */
    ofPhoto: (photoId: PhotoId): StoredAnnotation[] => ofPhoto.all(photoId).map(toRow),
    ofClass: (classId: ClassId): StoredAnnotation[] => ofClass.all(classId).map(toRow),
    *iterateAll(): Generator<StoredAnnotation> {
      for (const row of selectAll.iterate()) yield toRow(row);
    },
    tracked: {
      read(id: number): AnnotationRow | null {
        const columns = select.get(id);
        if (!columns) return null;
        const { id: _, ...row } = toRow(columns);
        return row;
      },
      write(id: number, row: AnnotationRow | null): void {
        if (!row) {
          remove.run(id);
          return;
        }
        const { photoId, kind, about, classId, x, y, width, height } = row;
        const texts = [row.geometry, row.attributes].map(value => (value ? JSON.stringify(value) : null));
        const values = [id, photoId, kind, about, classId, x, y, width, height, ...texts] as const;
        upsert.run(...values, checkSum(values));
      },
    },
  };
}
