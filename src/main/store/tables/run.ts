// Runs, their epochs and the photos each of them saw, frozen when it started.
import type { ClassId, PhotoId, RunId } from '../../../shared/records/ids.ts';
import type { Split } from '../../../shared/records/photo.ts';
import type { EpochRecord } from '../../../shared/records/run.ts';
import type { RunRow, SnapshotPhoto } from '../api.ts';
import type { Connection } from '../connection.ts';

export type StoredRun = Omit<RunRow, 'stale'>;
export type RunPhotoRow = {
  readonly photoId: PhotoId;
  readonly classId: ClassId;
  readonly split: Split;
  readonly hash: string;
};

type Columns = {
  id: RunId;
  state: RunRow['state'];
  startedAt: string;
  seconds: number;
  recipe: string;
  classes: string;
  counts: string;
  score: string | null;
  modelId: string | null;
  report: string | null;
  error: string | null;
  deleted: number;
};

const fromJson = <Value>(text: string | null): Value | null => (text === null ? null : (JSON.parse(text) as Value));
const toJson = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

function toRun(row: Columns): StoredRun {
  return {
    id: row.id,
    state: row.state,
    startedAt: row.startedAt,
    seconds: row.seconds,
    recipe: JSON.parse(row.recipe) as RunRow['recipe'],
    classes: JSON.parse(row.classes) as RunRow['classes'],
    counts: JSON.parse(row.counts) as RunRow['counts'],
    score: fromJson(row.score),
    modelId: row.modelId,
    report: fromJson(row.report),
    error: fromJson(row.error),
    deleted: row.deleted === 1,
  };
}

export function runTable(db: Connection) {
  const fields =
    'id, state, started_at AS startedAt, seconds, recipe, classes, counts, score, model_id AS modelId, report, error, deleted';
  const select = db.prepare<[number], Columns>(`SELECT ${fields} FROM run WHERE id = ?`);
  const selectAll = db.prepare<[], Columns>(`SELECT ${fields} FROM run ORDER BY id DESC`);
  const insert = db.prepare(
    `INSERT INTO run (state, started_at, seconds, recipe, classes, counts, deleted) VALUES ('running', ?, 0, ?, ?, ?, 0)`,
  );
  const finish = db.prepare(
    'UPDATE run SET state = ?, seconds = ?, score = ?, model_id = ?, report = ?, error = ? WHERE id = ?',
  );
  const failRunning = db.prepare("UPDATE run SET state = 'failed', error = ? WHERE state = 'running'");
  const setDeleted = db.prepare('UPDATE run SET deleted = ? WHERE id = ?');
  const newest = db
    .prepare<[], RunId>(
      "SELECT max(id) FROM run WHERE deleted = 0 AND (state = 'finished' OR (state = 'stopped' AND model_id IS NOT NULL))",
    )
    .pluck();
  const upsertEpoch = db.prepare(
    `INSERT OR REPLACE INTO epoch (run_id, stage, epoch, train_loss, train_accuracy, held_out_loss, held_out_accuracy, learning_rate)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const epochs = db.prepare<[number], EpochRecord>(
    `SELECT epoch, stage, coalesce(train_loss, 9e999) AS trainLoss, coalesce(train_accuracy, 0) AS trainAccuracy,
       held_out_loss AS heldOutLoss, held_out_accuracy AS heldOutAccuracy, learning_rate AS learningRate
     FROM epoch WHERE run_id = ? ORDER BY stage, epoch`,
  );
  const insertPhoto = db.prepare(
    'INSERT INTO run_photo (run_id, photo_id, class_id, split, group_id, hash) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const photos = db.prepare<[number], RunPhotoRow>(
    'SELECT photo_id AS photoId, class_id AS classId, split, hash FROM run_photo WHERE run_id = ? ORDER BY photo_id',
  );
  const wasTrainedOn = db
    .prepare<[number], number>("SELECT count(*) FROM run_photo WHERE photo_id = ? AND split = 'train'")
    .pluck();

  return {
    create(run: Pick<RunRow, 'startedAt' | 'recipe' | 'classes' | 'counts'>, seen: readonly SnapshotPhoto[]): RunId {
      const id = insert.run(
        run.startedAt,
        JSON.stringify(run.recipe),
        JSON.stringify(run.classes),
        JSON.stringify(run.counts),
      ).lastInsertRowid as number as RunId;
      for (const photo of seen) insertPhoto.run(id, photo.id, photo.classId, photo.split, photo.group, photo.hash);
      return id;
    },
    read: (id: RunId): StoredRun | null => {
      const row = select.get(id);
      return row ? toRun(row) : null;
    },
    /** Newest first, the deleted ones too. */
    all: (): StoredRun[] => selectAll.all().map(toRun),
    finish(id: RunId, outcome: Pick<RunRow, 'state' | 'seconds' | 'score' | 'modelId' | 'report' | 'error'>): void {
      const { state, seconds, score, modelId, report, error } = outcome;
      finish.run(state, seconds, toJson(score), modelId, toJson(report), toJson(error), id);
    },
    /** Runs that were going on when the program ended. */
    failRunning: (error: NonNullable<RunRow['error']>): void => void failRunning.run(JSON.stringify(error)),
    setDeleted: (id: RunId, deleted: boolean): void => void setDeleted.run(Number(deleted), id),
    /** The newest run whose model can say something of photos. */
    newestWithModel: (): RunId | null => newest.get() ?? null,
    /** NaN (a loss that diverged) has no place in SQLite: it comes back as infinite. */
    writeEpoch(id: RunId, epoch: EpochRecord): void {
      upsertEpoch.run(
        id,
        epoch.stage,
        epoch.epoch,
        epoch.trainLoss,
        epoch.trainAccuracy,
        epoch.heldOutLoss,
        epoch.heldOutAccuracy,
        epoch.learningRate,
      );
    },
    epochs: (id: RunId): EpochRecord[] => epochs.all(id),
    photos: (id: RunId): RunPhotoRow[] => photos.all(id),
    wasTrainedOn: (photoId: PhotoId): boolean => wasTrainedOn.get(photoId)! > 0,
  };
}
