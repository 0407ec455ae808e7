// What the newest run's model says of every photo, as columns beside the photo index; and the orders that need more than a look.
import type { ClassId, PhotoId, RunId } from '../../shared/records/ids.ts';
import type { PhotoSort } from '../../shared/records/photo-page.ts';
import type { Derived } from './derived.ts';
import type { PhotoIndex } from './photo-index.ts';
import type { PhotoRows } from './photo-rows.ts';

/** By row; 0 and 0 where nothing is said. Rows added later are beyond the end: nothing is said of them. */
export type Predictions = { readonly classId: Uint32Array; readonly probability: Float32Array };

/** Rows are told apart by what remains after dividing by this: enough for two million photos, exact in a double. */
const rowRoom = 2 ** 21;

export function openLikeliest(
  index: PhotoIndex,
  derived: Derived,
  newestRun: () => RunId | null,
  classOrder: () => readonly ClassId[],
) {
  let said: { readonly run: RunId | null; readonly found: ReturnType<Derived['likeliest']> } | null = null;
  let placed: { readonly rows: PhotoRows; readonly count: number; readonly predictions: Predictions } | null = null;
  let uncertain: { readonly predictions: Predictions; readonly order: Uint32Array } | null = null;
  let newest: { readonly filesRevision: number; readonly order: Uint32Array } | null = null;

  /** Classes that were deleted since say nothing. */
  function predictions(): Predictions {
    const rows = index.rows();
    if (placed?.rows === rows && placed.count === rows.count) return placed.predictions;
    if (said === null) {
      const run = newestRun();
      said = { run, found: run === null ? [] : derived.likeliest(run) };
    }
    const alive = new Set(classOrder());
    const found = { classId: new Uint32Array(rows.count), probability: new Float32Array(rows.count) };
    for (const { photoId, classId, probability } of said.found) {
      const row = index.rowOf(photoId);
      if (row < 0 || !alive.has(classId)) continue;
      found.classId[row] = classId;
      found.probability[row] = probability;
    }
    placed = { rows, count: rows.count, predictions: found };
    return found;
  }

  function byUncertainty(): Uint32Array {
    const now = predictions();
    if (uncertain?.predictions === now) return uncertain.order;
    const bits = new Uint32Array(now.probability.buffer);
    const highest = 2 ** 31;
    // A positive float's bits sort as the float does. One number for certainty and row: no function to compare with.
    const keys = Float64Array.from(
      now.classId,
      (classId, row) => (classId === 0 ? highest : bits[row]!) * rowRoom + row,
    );
    keys.sort();
    uncertain = { predictions: now, order: Uint32Array.from(keys, key => key % rowRoom) };
    return uncertain.order;
  }

  function byAge(): Uint32Array {
    const filesRevision = index.filesRevision();
    if (newest?.filesRevision === filesRevision) return newest.order;
    const { columns, count } = index.rows();
    const order = Uint32Array.from({ length: count }, (_, row) => row);
    order.sort((one, other) => columns.modifiedMs[other]! - columns.modifiedMs[one]! || one - other);
    newest = { filesRevision, order };
    return order;
  }

  return {
    predictions,
    orderOf(sort: PhotoSort): Uint32Array | null {
      switch (sort) {
        case 'name':
          return null;
        case 'uncertain':
          return byUncertainty();
        case 'newest':
          return byAge();
      }
    },
    /** Classes came or went. */
    classesChanged(): void {
      placed = null;
    },
    /** Another run is the newest, or its predictions are others. */
    runsChanged(): void {
      said = null;
      placed = null;
    },
    top: (id: PhotoId): { readonly runId: RunId; readonly top: NonNullable<ReturnType<Derived['top']>> } | null => {
      const runId = newestRun();
      const all = runId === null ? null : derived.top(runId, id);
      const alive = new Set(classOrder());
      const top = all?.filter(({ classId }) => alive.has(classId)) ?? [];
      return runId === null || top.length === 0 ? null : { runId, top };
    },
  };
}
