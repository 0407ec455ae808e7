// Epochs of runs in two stages and from scratch: the table names more stages than one click has.
import type { Migration } from './index.ts';

export const stages: Migration = {
  version: 2,
  up: db =>
    db.exec(`
ALTER TABLE epoch RENAME TO epoch_before;

CREATE TABLE epoch (
  run_id            INTEGER NOT NULL REFERENCES run (id),
  stage             TEXT    NOT NULL CHECK (stage IN ('cross-validation', 'final', 'stage-1', 'stage-2', 'training')),
  epoch             INTEGER NOT NULL,
  train_loss        REAL,
  train_accuracy    REAL,
  held_out_loss     REAL,
  held_out_accuracy REAL,
  learning_rate     REAL    NOT NULL,
  PRIMARY KEY (run_id, stage, epoch)
) STRICT, WITHOUT ROWID;

INSERT INTO epoch SELECT * FROM epoch_before;
DROP TABLE epoch_before;
`),
};
