// Runs: one training each, with what it saw frozen, its epochs and what came out.
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { RunId } from '../../shared/records/ids.ts';
import type { Split } from '../../shared/records/photo.ts';
import type { EpochRecord } from '../../shared/records/run.ts';
import type { PredictionRow, RunPhoto, RunRow, Snapshot, StoreMethods } from './api.ts';
import type { Derived } from './derived.ts';
import type { PhotoIndex } from './photo-index.ts';
import { isStale } from './snapshot.ts';
import type { Tables } from './tables/index.ts';

export type RunSurroundings = {
  readonly tables: Tables;
  readonly index: PhotoIndex;
  readonly derived: Derived;
  readonly transaction: <Result>(work: () => Result) => Result;
  /** Another run's predictions may be the newest now. */
  readonly predictionsChanged: () => void;
};

export function runMethods({ tables, index, derived, transaction, predictionsChanged }: RunSurroundings) {
  const staleness = new Map<RunId, { readonly revision: number; readonly stale: boolean }>();

  /** Asked again only after a change: a run may have seen 100,000 photos. */
  function stale(id: RunId): boolean {
    const known = staleness.get(id);
    if (known?.revision === index.revision()) return known.stale;
    const found = isStale(index, tables.run.photos(id));
    staleness.set(id, { revision: index.revision(), stale: found });
    return found;
  }
  function read(id: RunId): RunRow {
    const run = tables.run.read(id);
    if (!run) throw new AppError('not-found', { what: `run ${id}` });
    return { ...run, stale: stale(id) };
  }
  function requireRunning(id: RunId): void {
    if (read(id).state !== 'running') throw new AppError('conflict', { what: `run ${id}` });
  }

  return {
    runsCreate: (recipe: Readonly<Record<string, unknown>>, snapshot: Snapshot): RunId =>
      transaction(() => {
        const counts: Record<Split, number> = { train: 0, validation: 0, test: 0 };
        for (const photo of snapshot.photos) counts[photo.split]++;
        const classes = snapshot.classes.map(({ id, name }) => ({ id, name }));
        return tables.run.create({ startedAt: new Date().toISOString(), recipe, classes, counts }, snapshot.photos);
      }),
    runsEpoch: (id: RunId, epoch: EpochRecord): void =>
      transaction(() => {
        requireRunning(id);
        tables.run.writeEpoch(id, epoch);
      }),
    runsFinish(id: RunId, outcome: Parameters<StoreMethods['runsFinish']>[1]): RunRow {
      transaction(() => {
        requireRunning(id);
        tables.run.finish(id, outcome);
      });
      predictionsChanged();
      return read(id);
    },
    /** Newest first; the deleted ones too, marked. */
    runsList: (): RunRow[] => tables.run.all().map(run => ({ ...run, stale: stale(run.id) })),
    runsRead: read,
    runsEpochs(id: RunId): EpochRecord[] {
      read(id);
      return tables.run.epochs(id);
    },
    runsDelete(id: RunId, deleted: boolean): RunRow {
      transaction(() => {
        if (read(id).state === 'running') throw new AppError('conflict', { what: `run ${id}` });
        tables.run.setDeleted(id, deleted);
      });
      predictionsChanged();
      return read(id);
    },
    runsPhotos(id: RunId, split: Split): RunPhoto[] {
      read(id);
      const part = tables.run.photos(id).filter(seen => seen.split === split);
      return part.flatMap(seen => {
        const photo = tables.photo.read(seen.photoId);
        if (!photo) return [];
        const { widthPx, heightPx } = photo;
        const name = path.posix.basename(photo.path);
        const top: PredictionRow['top'] = derived.top(id, seen.photoId) ?? [];
        const file = { id: seen.photoId, path: photo.path, hash: seen.hash, widthPx, heightPx };
        return [{ ...file, name, split, actual: seen.classId, top }];
      });
    },
    predictionsWrite(run: RunId, rows: readonly PredictionRow[]): void {
      read(run);
      derived.writePredictions(run, rows);
      predictionsChanged();
    },
  };
}
