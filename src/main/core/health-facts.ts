// What the photos are like as a whole: balance of the classes, sizes, and what the score would be without photos that have a twin in train.
import type { ClassId, PhotoId } from '../../shared/records/ids.ts';
import type { AlikeGroup, HealthReport } from '../../shared/records/health.ts';
import { modelSidePx, splits } from '../../shared/records/photo.ts';
import type { HealthRow, Store } from '../store/api.ts';
import { runSummary } from './run-records.ts';

const bins = 16;

/** Photos of each class by side, of those that training may use. */
export function balanceOf(rows: readonly HealthRow[], classIds: readonly ClassId[]): HealthReport['balance'] {
  const used = rows.filter(({ excluded, problem }) => !excluded && problem === null);
  const byClass = Map.groupBy(used, ({ classId }) => classId);
  return classIds.map(classId => {
    const counts = { train: 0, validation: 0, test: 0 };
    for (const { split } of byClass.get(classId) ?? []) if (split !== null) counts[split]++;
    return { classId, counts };
  });
}

/** Of the photos whose size is known. */
export function sizesOf(rows: readonly HealthRow[]): HealthReport['sizes'] {
  const known = rows.filter(({ widthPx }) => widthPx > 0);
  const counts = new Map<number, number>();
  let [smallestPx, largestPx, small] = [Infinity, 0, 0];
  for (const { widthPx, heightPx } of known) {
    const longer = Math.max(widthPx, heightPx);
    counts.set(longer, (counts.get(longer) ?? 0) + 1);
    smallestPx = Math.min(smallestPx, longer);
    largestPx = Math.max(largestPx, longer);
    if (Math.min(widthPx, heightPx) < modelSidePx) small++;
  }
  if (known.length === 0) smallestPx = 0;
  let [commonPx, commonCount] = [0, 0];
  const filled = new Array<number>(bins).fill(0);
  const [from, to] = [Math.sqrt(smallestPx), Math.sqrt(largestPx)];
  for (const [longer, count] of counts) {
    if (count > commonCount || (count === commonCount && longer > commonPx)) [commonPx, commonCount] = [longer, count];
    const place = to === from ? 0 : Math.floor((bins * (Math.sqrt(longer) - from)) / (to - from));
    filled[Math.min(place, bins - 1)]! += count;
  }
  return { bins: filled, smallestPx, commonPx, commonCount, largestPx, small };
}

/** The newest finished run's held-out photos counted again without those that lie across with a photo it was trained on. */
export async function scoreWithout(store: Store, across: readonly AlikeGroup[]): Promise<HealthReport['scoreWithout']> {
  if (across.length === 0) return null;
  const row = (await store.runsList()).find(
    ({ state, score, deleted }) => state === 'finished' && score !== null && !deleted,
  );
  if (row === undefined) return null;
  const { part } = runSummary(row);
  const heldOut = (await store.runsPhotos(row.id, part)).filter(({ top }) => top.length > 0);
  const trained = new Set((await store.runsPhotos(row.id, 'train')).map(({ id }) => id));
  const twins = new Set<PhotoId>();
  for (const { photos } of across) {
    if (photos.some(({ id }) => trained.has(id))) for (const { id } of photos) twins.add(id);
  }
  const without = heldOut.filter(({ id }) => !twins.has(id));
  if (without.length === heldOut.length) return null;
  const right = (photos: typeof heldOut): number =>
    photos.filter(({ top, actual }) => top[0]!.classId === actual).length;
  return {
    runId: row.id,
    right: right(without),
    of: without.length,
    rightNow: right(heldOut),
    ofNow: heldOut.length,
  };
}

/** Sides in their order, for sorting. */
export const sideOrder = (row: { readonly split: (typeof splits)[number] | null }): number =>
  row.split === null ? splits.length : splits.indexOf(row.split);
