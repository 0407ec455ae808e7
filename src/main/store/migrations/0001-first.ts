// The first schema of a project. `check_sum` is the CRC32 of the columns a person made in that row (check-sums.ts).
import type { Migration } from './index.ts';

export const first: Migration = {
  version: 1,
  up: db =>
    db.exec(`
CREATE TABLE project (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  name          TEXT    NOT NULL,
  photos_folder TEXT    NOT NULL,
  label_mode    TEXT    NOT NULL CHECK (label_mode IN ('one', 'several')),
  seed          INTEGER NOT NULL,
  sample        INTEGER NOT NULL,
  created_at    TEXT    NOT NULL,
  class_folders INTEGER,
  class_folders_through INTEGER NOT NULL,
  opened        INTEGER NOT NULL
) STRICT;

CREATE TABLE photo_group (
  id        INTEGER PRIMARY KEY,
  split     TEXT CHECK (split IN ('train', 'validation', 'test')),
  check_sum INTEGER NOT NULL
) STRICT;

CREATE TABLE photo (
  id           INTEGER PRIMARY KEY,
  path         TEXT    NOT NULL,
  bytes        INTEGER NOT NULL,
  modified_ms  REAL    NOT NULL,
  folder_class TEXT,
  folder_split TEXT CHECK (folder_split IN ('train', 'validation', 'test')),
  group_id     INTEGER NOT NULL REFERENCES photo_group (id),
  hash         TEXT,
  width_px     INTEGER NOT NULL,
  height_px    INTEGER NOT NULL,
  damaged      INTEGER NOT NULL,
  missing      INTEGER NOT NULL,
  content_read INTEGER NOT NULL,
  deleted      INTEGER NOT NULL,
  excluded     INTEGER NOT NULL,
  check_sum    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX photo_path ON photo (path) WHERE deleted = 0;
CREATE INDEX photo_group_id ON photo (group_id);
CREATE INDEX photo_hash ON photo (hash) WHERE hash IS NOT NULL;
CREATE INDEX photo_pending ON photo (id) WHERE content_read = 0 AND deleted = 0 AND missing = 0;

CREATE TABLE class (
  id              INTEGER PRIMARY KEY,
  name            TEXT    NOT NULL,
  colour          INTEGER NOT NULL,
  patterned       INTEGER NOT NULL,
  key             TEXT,
  position        INTEGER NOT NULL,
  export_position INTEGER NOT NULL UNIQUE,
  deleted         INTEGER NOT NULL,
  check_sum       INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX class_name ON class (name) WHERE deleted = 0;

CREATE TABLE annotation (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  photo_id  INTEGER NOT NULL REFERENCES photo (id),
  kind      TEXT    NOT NULL CHECK (kind IN ('label', 'box', 'nothing')),
  about     TEXT    NOT NULL CHECK (about IN ('photo', 'things')),
  class_id  INTEGER REFERENCES class (id),
  x         REAL,
  y         REAL,
  width     REAL,
  height    REAL,
  check_sum INTEGER NOT NULL,
  CHECK ((kind = 'nothing') = (class_id IS NULL)),
  CHECK (kind = 'nothing' OR (kind = 'label') = (about = 'photo')),
  CHECK ((kind = 'box') = (x IS NOT NULL AND y IS NOT NULL AND width > 0 AND height > 0))
) STRICT;
CREATE INDEX annotation_photo ON annotation (photo_id);
CREATE UNIQUE INDEX annotation_label ON annotation (photo_id, class_id) WHERE kind = 'label';

CREATE TABLE gesture (
  sequence INTEGER PRIMARY KEY,
  kind     TEXT    NOT NULL,
  details  TEXT    NOT NULL,
  photos   INTEGER NOT NULL,
  at       TEXT    NOT NULL,
  target   INTEGER REFERENCES gesture (sequence)
) STRICT;

CREATE TABLE change (
  gesture    INTEGER NOT NULL REFERENCES gesture (sequence),
  ordinal    INTEGER NOT NULL,
  table_name TEXT    NOT NULL,
  key        INTEGER NOT NULL,
  before     TEXT,
  after      TEXT,
  PRIMARY KEY (gesture, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal_line (
  sequence INTEGER PRIMARY KEY REFERENCES gesture (sequence),
  line     TEXT NOT NULL
) STRICT;

CREATE TABLE skipped_file (
  path     TEXT PRIMARY KEY,
  code     TEXT NOT NULL,
  details  TEXT NOT NULL,
  photo_id INTEGER REFERENCES photo (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
  id         INTEGER PRIMARY KEY,
  state      TEXT    NOT NULL CHECK (state IN ('running', 'finished', 'stopped', 'failed')),
  started_at TEXT    NOT NULL,
  seconds    REAL    NOT NULL,
  recipe     TEXT    NOT NULL,
  classes    TEXT    NOT NULL,
  counts     TEXT    NOT NULL,
  score      TEXT,
  model_id   TEXT,
  report     TEXT,
  error      TEXT,
  deleted    INTEGER NOT NULL
) STRICT;

CREATE TABLE epoch (
  run_id            INTEGER NOT NULL REFERENCES run (id),
  stage             TEXT    NOT NULL CHECK (stage IN ('cross-validation', 'final')),
  epoch             INTEGER NOT NULL,
  train_loss        REAL,
  train_accuracy    REAL,
  held_out_loss     REAL,
  held_out_accuracy REAL,
  learning_rate     REAL    NOT NULL,
  PRIMARY KEY (run_id, stage, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_photo (
  run_id   INTEGER NOT NULL REFERENCES run (id),
  photo_id INTEGER NOT NULL REFERENCES photo (id),
  class_id INTEGER NOT NULL REFERENCES class (id),
  split    TEXT    NOT NULL CHECK (split IN ('train', 'validation', 'test')),
  group_id INTEGER NOT NULL REFERENCES photo_group (id),
  hash     TEXT    NOT NULL,
  PRIMARY KEY (run_id, photo_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_photo_trained ON run_photo (photo_id) WHERE split = 'train';
`),
};
