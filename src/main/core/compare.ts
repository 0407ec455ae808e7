// Sets two runs beside each other on the photos that both were scored on: scores, the difference with its interval, who changed sides.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { confusionOf } from '../../engine/metrics/confusion.ts';
import { pairedDifference, photosToTellApart } from '../../engine/metrics/paired.ts';
import type { Handlers } from '../../shared/contract.ts';
import type { ComparedPhoto, PhotosOfSide, RunComparison, ScoreDifference } from '../../shared/records/compare.ts';
import type { ClassId, RunId } from '../../shared/records/ids.ts';
import type { RunSummary, Score } from '../../shared/records/run.ts';
import { wilsonInterval } from '../../shared/wilson.ts';
import type { RunPhoto } from '../store/api.ts';
import { comparedSettings, type RunSettings } from './compare-settings.ts';
import type { Context } from './context.ts';
import { systemCode } from './disk.ts';
import type { OpenProject } from './open-project.ts';
import { modelFolderOf } from './run-folder.ts';
import { reportOf, runSummary } from './run-records.ts';

/** Photos of a side that a page is given. */
const mostPhotos = 60;

export function compareHandlers({ projects }: Context): Pick<Handlers, 'runs:compare'> {
  return {
    async 'runs:compare'({ a, b }) {
      const project = projects.current();
      const [one, other] = await Promise.all([readRun(project, a), readRun(project, b)]);
      return compareRuns(one, other);
    },
  };
}

export type ScoredRun = RunSettings & { readonly photos: readonly RunPhoto[] };

/** Throws AppError `not-found` for a run without results. */
async function readRun({ store, folder }: OpenProject, id: RunId): Promise<ScoredRun> {
  const row = await store.runsRead(id);
  const { chosen, versions } = reportOf(row);
  const run = runSummary(row);
  const threads = Number(versions['threads']);
  return {
    run,
    chosen,
    threads: Number.isFinite(threads) ? threads : null,
    bytes: run.modelId === null ? null : await weightBytes(modelFolderOf(folder, run.modelId)),
    photos: await store.runsPhotos(id, run.part),
  };
}

async function weightBytes(modelFolder: string): Promise<number | null> {
  try {
    return (await stat(path.join(modelFolder, 'weights.safetensors'))).size;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

export function compareRuns(a: ScoredRun, b: ScoredRun): RunComparison {
  const { pairs, photos } = pairUp(a.photos, b.photos);
  const classes = [...a.run.classes, ...b.run.classes.filter(({ id }) => !a.run.classes.some(one => one.id === id))];
  const place = new Map(classes.map(({ id }, index) => [id, index]));
  const of = (side: 'a' | 'b', run: RunSummary) => {
    const verdicts = pairs.map(pair => ({
      actual: place.get(pair.actual)!,
      predicted: place.get(pair[side].classId)!,
      confidence: pair[side].probability,
    }));
    const confusion = confusionOf(verdicts, classes.length);
    return { run, confusion, score: scoreOf(confusion, classes) };
  };
  const isRight = (pair: ComparedPhoto, side: 'a' | 'b'): boolean => pair[side].classId === pair.actual;
  const which = (rightInA: boolean, rightInB: boolean): ComparedPhoto[] =>
    pairs.filter(pair => isRight(pair, 'a') === rightInA && isRight(pair, 'b') === rightInB);
  const [repaired, broken, stillWrong] = [which(false, true), which(true, false), which(false, false)];
  return {
    a: of('a', a.run),
    b: of('b', b.run),
    classes,
    photos,
    difference: differenceOf({
      bothRight: pairs.length - repaired.length - broken.length - stillWrong.length,
      broken: broken.length,
      repaired: repaired.length,
      bothWrong: stillWrong.length,
    }),
    settings: comparedSettings(a, b),
    repaired: mostCertain(repaired, pair => pair.a.probability),
    broken: mostCertain(broken, pair => pair.b.probability),
    stillWrong: mostCertain(stillWrong, pair => Math.max(pair.a.probability, pair.b.probability)),
  };
}

/** Photos of both runs with the same content, the same label and an answer of each. */
function pairUp(
  inA: readonly RunPhoto[],
  inB: readonly RunPhoto[],
): { readonly pairs: readonly ComparedPhoto[]; readonly photos: RunComparison['photos'] } {
  const others = new Map(inB.map(photo => [photo.id, photo]));
  const pairs: ComparedPhoto[] = [];
  let [onlyA, changed, unanswered] = [0, 0, 0];
  for (const photo of inA) {
    const other = others.get(photo.id);
    if (other === undefined) {
      onlyA++;
      continue;
    }
    others.delete(photo.id);
    const [a, b] = [photo.top[0], other.top[0]];
    if (photo.hash !== other.hash || photo.actual !== other.actual) changed++;
    else if (a === undefined || b === undefined) unanswered++;
    else {
      const { id, hash, name, widthPx, heightPx, actual } = photo;
      pairs.push({ photoId: id, hash, name, widthPx, heightPx, actual, a, b });
    }
  }
  return { pairs, photos: { common: pairs.length, onlyA, onlyB: others.size, changed, unanswered } };
}

function scoreOf(confusion: readonly (readonly number[])[], classes: RunSummary['classes']): Score | null {
  const supports = confusion.map(row => row.reduce((sum, count) => sum + count, 0));
  const total = supports.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const correct = confusion.reduce((sum, row, place) => sum + row[place]!, 0);
  const most = Math.max(...supports);
  const baselineClass: ClassId = classes[supports.indexOf(most)]!.id;
  return {
    correct,
    total,
    accuracy: correct / total,
    interval: wilsonInterval(correct, total),
    baseline: most / total,
    baselineClass,
  };
}

/** The verdict follows the interval: better only where it leaves zero out. */
function differenceOf(counts: Parameters<typeof pairedDifference>[0]): ScoreDifference | null {
  if (counts.bothRight + counts.broken + counts.repaired + counts.bothWrong === 0) return null;
  const { difference, interval } = pairedDifference(counts);
  const verdict = interval[0] > 0 ? 'b-better' : interval[1] < 0 ? 'a-better' : 'too-close';
  return { value: difference, interval, verdict, photosToTellApart: photosToTellApart(counts) };
}

function mostCertain(pairs: readonly ComparedPhoto[], certainty: (pair: ComparedPhoto) => number): PhotosOfSide {
  const photos = [...pairs].sort((one, other) => certainty(other) - certainty(one)).slice(0, mostPhotos);
  return { count: pairs.length, photos };
}
