// The health of a project's photos, read anew from its store and thumbnails.
import type { AlikeGroup, HealthPhoto, HealthReport } from '../../shared/records/health.ts';
import type { PhotoId } from '../../shared/records/ids.ts';
import type { HealthRow } from '../store/api.ts';
import type { Context } from './context.ts';
import { balanceOf, scoreWithout, sideOrder, sizesOf } from './health-facts.ts';
import { testPartOf } from './health-test-part.ts';
import { alikeGroup, copies, healthPhoto, type FoundSet } from './health-groups.ts';
import { bursts } from './health-bursts.ts';
import { nearDuplicates } from './health-near.ts';
import type { OpenProject } from './open-project.ts';
import { thumbnailsOf } from './pictures.ts';

/** Likeness of photos that were compared in this project since it was opened. */
const compared = new WeakMap<OpenProject, Map<string, number>>();

/** The last report of each project: what a person puts right at once is what they were shown. */
const lastReports = new WeakMap<OpenProject, HealthReport>();

/** The report that was made last; a new one where none was. */
export async function lastHealthReport(context: Pick<Context, 'pool'>, project: OpenProject): Promise<HealthReport> {
  return lastReports.get(project) ?? healthReport(context, project);
}

/** Compares all photos whose content was read; seconds for 100,000. The store is told what was found, so that Photos can show it. */
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
  const inOneSplit = shown.filter(group => !group.across);
  const withProblem = (which: HealthRow['problem']): HealthPhoto[] =>
    rows.filter(({ problem, excluded }) => problem === which && !excluded).map(healthPhoto);
  const [missing, damaged] = [withProblem('missing'), withProblem('damaged')];
  const counted = new Map(counts.classes.map(({ classId, photos, boxes }) => [classId, photos + boxes]));
  const report: HealthReport = {
    at: new Date().toISOString(),
    seconds: (performance.now() - began) / 1000,
    photos: rows.length,
    read: rows.filter(({ isRead, problem }) => isRead || problem === 'missing').length,
    totals: {
      across: across.length,
      acrossPhotos: photosIn(across),
      inOneSplit: inOneSplit.length,
      repeats: photosIn(inOneSplit) - inOneSplit.length,
      bursts: burstGroups.length,
      burstPhotos: photosIn(burstGroups),
      looseBurstPhotos: photosIn(burstGroups.filter(group => !group.together)),
      leftOut: skipped.length,
      missing: missing.length,
      damaged: damaged.length,
      excluded: rows.filter(({ excluded }) => excluded).length,
    },
    across: across.sort(byLikeness),
    inOneSplit: inOneSplit.sort(byLikeness),
    bursts: { groups: burstGroups, withTime: rows.filter(({ takenMs }) => takenMs !== null).length },
    scoreWithout: await scoreWithout(store, across),
    leftOut: skipped.map(file => ({ ...file, photoId: null })),
    missing,
    damaged,
    balance: balanceOf(
      rows,
      classes.map(({ id }) => id),
    ),
    sizes: sizesOf(rows),
    testOffer: (await testPartOf(store, rows)).length,
    turned: rows.filter(({ orientation }) => orientation > 1).length,
    emptyClasses: classes.filter(({ id }) => (counted.get(id) ?? 0) === 0).map(({ id }) => id),
  };
  await store.photosFound({ leak: idsIn(across), repeat: idsIn(inOneSplit), burst: idsIn(burstGroups) });
  lastReports.set(project, report);
  return report;
}

const idsIn = (groups: readonly AlikeGroup[]): PhotoId[] => groups.flatMap(({ ids }) => ids);
const photosIn = (groups: readonly AlikeGroup[]): number => groups.reduce((sum, { ids }) => sum + ids.length, 0);

/** The first `most` of everything that is listed: a project may have 100,000 photos that are missing. */
export function shortened(report: HealthReport, most: number): HealthReport {
  const few = (groups: readonly AlikeGroup[]): AlikeGroup[] =>
    groups.slice(0, most).map(group => ({ ...group, photos: group.photos.slice(0, most) }));
  return {
    ...report,
    across: few(report.across),
    inOneSplit: few(report.inOneSplit),
    bursts: { ...report.bursts, groups: few(report.bursts.groups) },
    leftOut: report.leftOut.slice(0, most),
    missing: report.missing.slice(0, most),
    damaged: report.damaged.slice(0, most),
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
