// The health of a project's photos, read anew from its store and thumbnails.
import type { AlikeGroup, HealthReport } from '../../shared/records/health.ts';
import type { Context } from './context.ts';
import { balanceOf, scoreWithout, sideOrder, sizesOf } from './health-facts.ts';
import { alikeGroup, copies, healthPhoto, type FoundSet } from './health-groups.ts';
import { bursts } from './health-bursts.ts';
import { nearDuplicates } from './health-near.ts';
import type { OpenProject } from './open-project.ts';
import { thumbnailsOf } from './pictures.ts';

/** Likeness of photos that were compared in this project since it was opened. */
const compared = new WeakMap<OpenProject, Map<string, number>>();

/** Compares all photos whose content was read; seconds for 100,000. */
export async function healthReport({ pool }: Pick<Context, 'pool'>, project: OpenProject): Promise<HealthReport> {
  const began = performance.now();
  const { store } = project;
  const [rows, counts, skipped, classes] = await Promise.all([
    store.photosHealth(),
    store.photosCounts(),
    store.skippedList(),
    store.classesList(),
  ]);
  const known = compared.get(project) ?? new Map<string, number>();
  compared.set(project, known);
  const near = await nearDuplicates(rows, {
    thumbnailsOf: ids => thumbnailsOf(project, pool, ids),
    look: jpeg => pool().look(jpeg),
    known,
  });
  const shown = withoutRepeats([...copies(rows), ...near]).map(ordered);
  const burstGroups = bursts(rows).map(ordered);
  // A burst across the sides flatters a score like any other twins; what is in a group above already is not said twice.
  const isSaid = coverBy(shown);
  const across = [...shown, ...burstGroups.filter(burst => !isSaid(burst))].filter(group => group.across);
  const counted = new Map(counts.classes.map(({ classId, photos, boxes }) => [classId, photos + boxes]));
  return {
    at: new Date().toISOString(),
    seconds: (performance.now() - began) / 1000,
    photos: rows.length,
    read: rows.filter(({ isRead, problem }) => isRead || problem === 'missing').length,
    across: across.sort(byLikeness),
    inOneSplit: shown.filter(group => !group.across).sort(byLikeness),
    bursts: { groups: burstGroups, withTime: rows.filter(({ takenMs }) => takenMs !== null).length },
    scoreWithout: await scoreWithout(store, across),
    leftOut: skipped.map(file => ({ ...file, photoId: null })),
    missing: rows.filter(({ problem }) => problem === 'missing').map(healthPhoto),
    damaged: rows.filter(({ problem }) => problem === 'damaged').map(healthPhoto),
    balance: balanceOf(
      rows,
      classes.map(({ id }) => id),
    ),
    sizes: sizesOf(rows),
    turned: rows.filter(({ orientation }) => orientation > 1).length,
    emptyClasses: classes.filter(({ id }) => (counted.get(id) ?? 0) === 0).map(({ id }) => id),
  };
}

/** A photo's copies are named once: not by themselves where the photo has other twins too. */
function withoutRepeats(sets: readonly FoundSet[]): FoundSet[] {
  const inNear = new Set(
    sets.filter(({ kind }) => kind === 'near').flatMap(({ rows }) => rows.map(({ hash }) => hash)),
  );
  return sets.filter(({ kind, rows }) => kind === 'near' || !inNear.has(rows[0]!.hash));
}

function ordered(found: FoundSet): AlikeGroup {
  const rows = found.rows.toSorted(
    (one, other) => sideOrder(one) - sideOrder(other) || (one.path < other.path ? -1 : 1),
  );
  return alikeGroup({ ...found, rows });
}

/** Answers whether all photos of a group lie in one group of these. */
function coverBy(groups: readonly AlikeGroup[]): (group: AlikeGroup) => boolean {
  const place = new Map(groups.flatMap(({ photos }, at) => photos.map(({ id }) => [id, at] as const)));
  return ({ photos }) => {
    const first = place.get(photos[0]!.id);
    return first !== undefined && photos.every(({ id }) => place.get(id) === first);
  };
}

const byLikeness = (one: AlikeGroup, other: AlikeGroup): number => other.alike - one.alike;
