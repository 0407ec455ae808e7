// Shapes other than boxes, what photos say of themselves, further folders of photos, and changes found by photo.
import { crc32 } from 'node:zlib';
import type { Migration } from './index.ts';

export const shapes: Migration = {
  version: 3,
  up(db) {
    db.exec(`
ALTER TABLE annotation RENAME TO annotation_before;
DROP INDEX annotation_photo;
DROP INDEX annotation_label;

CREATE TABLE annotation (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  photo_id   INTEGER NOT NULL REFERENCES photo (id),
  kind       TEXT    NOT NULL CHECK (kind IN ('label', 'box', 'rotated-box', 'polygon', 'mask', 'point', 'nothing')),
  about      TEXT    NOT NULL CHECK (about IN ('photo', 'things')),
  class_id   INTEGER REFERENCES class (id),
  x          REAL,
  y          REAL,
  width      REAL,
  height     REAL,
  geometry   TEXT,
  attributes TEXT,
  check_sum  INTEGER NOT NULL,
  CHECK ((kind = 'nothing') = (class_id IS NULL)),
  CHECK (kind = 'nothing' OR (kind = 'label') = (about = 'photo')),
  CHECK ((kind = 'box') = (x IS NOT NULL AND y IS NOT NULL AND width > 0 AND height > 0)),
  CHECK ((kind IN ('rotated-box', 'polygon', 'mask', 'point')) = (geometry IS NOT NULL))
) STRICT;
CREATE INDEX annotation_photo ON annotation (photo_id);
CREATE UNIQUE INDEX annotation_label ON annotation (photo_id, class_id) WHERE kind = 'label';

DELETE FROM sqlite_sequence WHERE name = 'annotation';
INSERT INTO sqlite_sequence (name, seq) SELECT 'annotation', seq FROM sqlite_sequence WHERE name = 'annotation_before';

ALTER TABLE photo ADD COLUMN orientation INTEGER NOT NULL DEFAULT 1;
ALTER TABLE photo ADD COLUMN taken_ms REAL;
ALTER TABLE photo ADD COLUMN near_hash TEXT;
ALTER TABLE photo ADD COLUMN note TEXT;
-- Read once more for what was not asked before; files of formats that are read now are found by the next scan.
UPDATE photo SET content_read = 0 WHERE deleted = 0 AND missing = 0;
DELETE FROM skipped_file WHERE code = 'photo-format-unsupported';

CREATE TABLE source (
  id     INTEGER PRIMARY KEY,
  prefix TEXT NOT NULL UNIQUE,
  folder TEXT NOT NULL
) STRICT;

ALTER TABLE change ADD COLUMN photo_id INTEGER;
UPDATE change SET photo_id = CASE table_name
  WHEN 'annotation' THEN coalesce(json_extract(after, '$.photoId'), json_extract(before, '$.photoId'))
  WHEN 'photo' THEN key END;
CREATE INDEX change_photo ON change (photo_id, gesture, ordinal) WHERE photo_id IS NOT NULL;
`);
    const rows = db
      .prepare('SELECT id, photo_id, kind, about, class_id, x, y, width, height FROM annotation_before')
      .raw()
      .all() as (string | number | null)[][];
    const insert = db.prepare(
      `INSERT INTO annotation (id, photo_id, kind, about, class_id, x, y, width, height, geometry, attributes, check_sum)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?)`,
    );
    for (const row of rows) insert.run(...row, crc32(JSON.stringify([...row, null, null])));
    db.exec('DROP TABLE annotation_before');
  },
};
