// Puts right everything of one kind that the health page shows, as one gesture that one undo takes back.
import type { AlikeGroup, HealthFix, HealthReport } from '../../shared/records/health.ts';
import { assertNever } from '../../shared/errors.ts';
import type { Done, Store } from '../store/api.ts';
import { testPartOf } from './health-test-part.ts';

/** The gesture, and how many photos a person is told of; null where there is nothing to do. */
export async function putRight(
  store: Store,
  report: HealthReport,
  what: HealthFix,
): Promise<{ readonly done: Done; readonly photos: number } | null> {
  switch (what) {
    case 'leaks':
      return kept(store, report.across);
    case 'bursts':
      return kept(
        store,
        report.bursts.groups.filter(group => !group.together),
      );
    case 'repeats':
      return excluded(
        store,
        report.inOneSplit.flatMap(({ ids }) => ids.slice(1)),
      );
    case 'damaged':
    case 'missing':
      return excluded(
        store,
        report[what].map(({ id }) => id),
      );
    case 'test': {
      const ids = await testPartOf(store, await store.photosHealth());
      return ids.length === 0 ? null : { done: await store.photosSetSplit(ids, 'test'), photos: ids.length };
    }
    default:
      return assertNever(what);
  }
}

async function kept(store: Store, groups: readonly AlikeGroup[]) {
  const sets = groups.map(({ ids }) => ids);
  if (sets.length === 0) return null;
  return { done: await store.photosKeepTogether(sets), photos: sets.reduce((sum, { length }) => sum + length, 0) };
}

async function excluded(store: Store, ids: AlikeGroup['ids']) {
  return ids.length === 0 ? null : { done: await store.photosExclude(ids, true), photos: ids.length };
}
