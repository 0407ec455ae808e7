// One run from the click to its results: freezes the data, has an engine worker train, keeps what comes out, survives the worker's death.
import { randomInt } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { AppError, toErrorRecord } from '../../shared/errors.ts';
import type { ClassId, PhotoId, RunId, WorkId } from '../../shared/records/ids.ts';
import type { BackbonePlace, RunningJob, TrainJob, TrainOutcome } from '../training/api.ts';
import { recordsFolderOf } from '../training/record-file.ts';
import { startJob } from '../training/supervise.ts';
import type { PhotoFile, PredictionRow, RunRow } from '../store/api.ts';
import { tfjsFolder } from '../training/engines.ts';
import { cacheFolderOf } from './cache.ts';
import type { ChosenRun } from './chosen-run.ts';
import type { Context } from './context.ts';
import { rememberProject, type OpenProject } from './open-project.ts';
import { modelFolderOf, writeRunFile } from './run-folder.ts';
import { runSummary, type RunReport } from './run-records.ts';
import { plannedParts } from './run-plan.ts';
import { runReporter, type RunClock } from './run-reporter.ts';
import type { Speed, Timing } from './timing.ts';
import { requireNoObstacle, runPhotos, type RunPhotos } from './training-jobs.ts';

export type GoingRun = {
  readonly ended: Promise<void>;
  stopAndKeep(): void;
  cancel(): void;
};

type Started = { readonly run: RunId; readonly work: WorkId };
type Options = {
  readonly chosen: ChosenRun;
  readonly place: BackbonePlace;
  /** null: not timed yet. */
  readonly speed: Speed | null;
  readonly threads: number;
};

/** Starts a run of the open project. `answer` settles when the run exists or cannot start; `going.ended` when all of it is over. */
export function startRun(
  context: Context,
  timing: Timing,
  options: Options,
): { readonly going: GoingRun; readonly answer: Promise<Started> } {
  const project = context.projects.current();
  const answer = Promise.withResolvers<Started>();
  const abort = new AbortController();
  let job: RunningJob<{ kind: 'train' } & TrainOutcome> | null = null;

  async function run(): Promise<void> {
    const prepared = await prepare(context, project, options);
    context.events.emit('run:changed', runSummary(await project.store.runsRead(prepared.id)));
    const isStarted = Promise.withResolvers<undefined>();
    const work = context.works.start('train', async handle => {
      await isStarted.promise;
      handle.setRun(prepared.id);
      job = startJob(prepared.job, { onMessage: runReporter(context, project, prepared, handle) });
      const stop = (): void => job?.cancel();
      for (const signal of [handle.signal, abort.signal]) signal.addEventListener('abort', stop);
      if (handle.signal.aborted || abort.signal.aborted) stop();
      try {
        await finish(context, project, prepared, timing, job.result);
      } finally {
        // A worker that was ended could not remove its records.
        await rm(recordsFolderOf(cacheFolderOf(project)), { recursive: true, force: true });
      }
      await rememberProject(project, context);
      context.events.emit('data:changed', { subjects: ['recents'], photos: null });
    });
    answer.resolve({ run: prepared.id, work });
    isStarted.resolve(undefined);
    await context.works.ended(work);
  }
  const ended = run().catch((error: unknown) => answer.reject(error));
  return {
    answer: answer.promise,
    going: { ended, stopAndKeep: () => job?.stopAndKeep(), cancel: () => abort.abort() },
  };
}

type Prepared = RunClock & {
  readonly job: TrainJob;
  readonly photos: RunPhotos;
  readonly modelId: string;
};

async function prepare(
  context: Context,
  project: OpenProject,
  { chosen, place, speed, threads }: Options,
): Promise<Prepared> {
  const startedMs = performance.now();
  const { store, folder, facts, fileOf } = project;
  if (facts().readOnly) throw new AppError('folder-read-only', { folder });
  const snapshot = await store.snapshot();
  const { backbone, recipe: chosenRecipe, engine } = chosen;
  const photos = runPhotos(snapshot, chosenRecipe.name);
  requireNoObstacle(photos);
  const seed = chosen.seed ?? randomInt(2 ** 31);
  const { part } = photos;
  const recipe = {
    backbone: backbone.name,
    backboneId: backbone.id,
    recipe: chosenRecipe,
    engine,
    seed,
    threads,
    part,
  };
  const id = await store.runsCreate(recipe, { ...snapshot, classes: photos.classes });
  const modelId = `${slugOf(facts().name)}-${id}`;
  const classes = photos.classes.map(({ id: classId, name }) => ({ id: classId, name }));
  const { photosFolder, sources } = project.places();
  const seen = [...photos.train, ...photos.heldOut, ...photos.choosing];
  await writeRunFile(folder, { runId: id, modelId, photosFolder, sources, recipe, part, classes, photos: seen });
  const used = new Set<PhotoId>(seen.map(photo => photo.id));
  const others = (await store.photosFiles(null)).filter(file => file.hash !== '' && !used.has(file.id));
  const jobPhoto = ({ id: photoId, path, hash }: PhotoFile) => ({ id: photoId, file: fileOf(path), hash });
  const job: TrainJob = {
    kind: 'train',
    backbone: place,
    backboneName: backbone.name,
    recipe: chosenRecipe,
    engine,
    tfjsFolder: tfjsFolder(context.options.dataFolder),
    resourcesFolder: context.options.resourcesFolder,
    cacheFolder: cacheFolderOf(project),
    modelFolder: modelFolderOf(folder, modelId),
    modelName: `${facts().name} ${id}`,
    seed,
    threads,
    classes,
    train: photos.train.map(photo => ({ ...jobPhoto(photo), classId: photo.classId, group: photo.group })),
    heldOut: photos.heldOut.map(photo => ({ ...jobPhoto(photo), classId: photo.classId })),
    heldOutPart: part,
    choosing: photos.choosing.map(photo => ({ ...jobPhoto(photo), classId: photo.classId })),
    predictOnly: others.map(jobPhoto),
  };
  const { train, heldOut, choosing } = photos;
  const counts = { train: train.length, heldOut: heldOut.length, choosing: choosing.length, others: others.length };
  const parts = speed ? plannedParts(chosen, { ...counts, known: { train: 0, others: 0 } }, speed) : [];
  return { id, job, photos, modelId, startedMs, parts, phases: new Map() };
}

/** Lower-case ASCII letters, digits and dashes: a folder name that is safe on every system. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return slug === '' ? 'model' : slug;
}

/** Keeps what came out; a failed run is marked failed with its error, which is thrown on so that the work says so too. */
async function finish(
  context: Context,
  project: OpenProject,
  prepared: Prepared,
  timing: Timing,
  result: Promise<TrainOutcome>,
): Promise<void> {
  const { store } = project;
  const seconds = (): number => (performance.now() - prepared.startedMs) / 1_000;
  try {
    const outcome = await result;
    const secondsToModel = seconds();
    await store.predictionsWrite(prepared.id, predictionRows(outcome));
    const row = await store.runsFinish(prepared.id, {
      state: 'finished',
      seconds: secondsToModel,
      score: outcome.score,
      modelId: prepared.modelId,
      report: reportFrom(outcome) as unknown as Record<string, unknown>,
      error: null,
    });
    announceRun(context, row);
    if (prepared.job.recipe.name === 'one-click')
      await timing.learn({ train: prepared.photos.train.length, headSeconds: headSeconds(prepared, secondsToModel) });
  } catch (error) {
    const isStopped = error instanceof AppError && error.code === 'cancelled';
    const row = await store.runsFinish(prepared.id, {
      state: isStopped ? 'stopped' : 'failed',
      seconds: seconds(),
      score: null,
      modelId: null,
      report: null,
      error: isStopped ? null : toErrorRecord(error),
    });
    announceRun(context, row);
    throw error;
  }
}

/** The engine knows ids as plain numbers; they are the ones the job was given. */
function predictionRows({ predictions }: TrainOutcome): PredictionRow[] {
  return predictions.map(({ id, top }) => ({
    photoId: id as PhotoId,
    top: top.map(({ classId, probability }) => ({ classId: classId as ClassId, probability })),
  }));
}

function reportFrom(outcome: TrainOutcome): RunReport {
  const { confusion, calibration, warnings, chosen, skipped, versions, stoppedEarly } = outcome;
  const perClass = outcome.perClass.map(row => ({ ...row, classId: row.classId as ClassId }));
  return { confusion, perClass, calibration, warnings, chosen, skipped, versions, stoppedEarly };
}

function headSeconds({ phases }: Prepared, seconds: number): number {
  const featuresDone = phases.get('cross-validation');
  return featuresDone === undefined ? 0 : Math.max(0, seconds - featuresDone / 1_000);
}

function announceRun({ events }: Context, row: RunRow): void {
  events.emit('run:changed', runSummary(row));
  events.emit('data:changed', { subjects: ['runs', 'models', 'photos', 'counts'], photos: null });
}
