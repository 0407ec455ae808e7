// Turns a run as it is stored into what pages show: its summary, and its results.
import { AppError } from '../../shared/errors.ts';
import type { ModelId } from '../../shared/records/ids.ts';
import { recipe as recipeSchema, type Recipe } from '../../shared/records/recipe.ts';
import type { PhotoVerdict, RunResults, RunSummary } from '../../shared/records/run.ts';
import type { TrainOutcome } from '../training/api.ts';
import type { RunPhoto, RunRow } from '../store/api.ts';

/** What `runsFinish` keeps besides score and times. */
export type RunReport = Pick<TrainOutcome, 'confusion' | 'calibration' | 'warnings' | 'chosen' | 'skipped'> & {
  readonly perClass: RunResults['perClass'];
  readonly versions: Readonly<Record<string, string>>;
  /** Runs of earlier versions do not say. */
  readonly stoppedEarly?: boolean;
};

export function runSummary(row: RunRow): RunSummary {
  const { id, state, startedAt, seconds, recipe, counts, classes, score, error, stale } = row;
  return {
    id,
    state,
    startedAt,
    seconds,
    backbone: String(recipe['backbone'] ?? ''),
    recipe: recipeOf(recipe),
    engine: recipe['engine'] === 'tfjs' ? 'tfjs' : 'onnx',
    seed: Number(recipe['seed'] ?? 0),
    photos: counts,
    part: recipe['part'] === 'test' ? 'test' : 'validation',
    classes,
    stoppedEarly: row.report?.['stoppedEarly'] === true,
    score,
    modelId: row.modelId as ModelId | null,
    error,
    stale,
  };
}

/** Runs of the first version had one recipe only. */
function recipeOf(stored: RunRow['recipe']): Recipe {
  const { success, data } = recipeSchema.safeParse(stored['recipe']);
  return success ? data : { name: 'one-click' };
}

export function reportOf(row: RunRow): RunReport {
  if (row.report === null) throw new AppError('not-found', { what: `results of run ${row.id}` });
  return row.report as unknown as RunReport;
}

export function runResults(row: RunRow, photos: readonly RunPhoto[]): RunResults {
  const run = runSummary(row);
  const { confusion, perClass, calibration, warnings, chosen } = reportOf(row);
  const mistakes = photos
    .filter(photo => photo.top[0] !== undefined && photo.top[0].classId !== photo.actual)
    .sort((a, b) => b.top[0]!.probability - a.top[0]!.probability);
  return {
    run,
    confusion,
    perClass,
    calibration,
    mistakes: mistakes.map(verdict),
    warnings: run.stale ? [...warnings, 'stale'] : warnings,
    chosen,
  };
}

export function verdict(photo: RunPhoto): PhotoVerdict {
  const { id, hash, name, widthPx, heightPx, actual, top } = photo;
  return { photoId: id, hash, name, widthPx, heightPx, actual, top };
}
