// From scratch: a network of the lecture with seeded first weights, all of it trained on photos that are changed anew in every epoch.
import { initialWeights } from '../../engine/weights.ts';
import { networks } from '../../engine/zoo/networks.ts';
import { invariant } from '../../shared/errors.ts';
import { fnv1a32, mulberry32 } from '../../shared/random.ts';
import { preprocessingKinds } from '../../shared/records/preprocessing.ts';
import type { ScratchRecipe } from '../../shared/records/recipe.ts';
import type { RunWarning } from '../../shared/records/run.ts';
import { openRuntime } from '../runtime/runtime.ts';
import type { TrainJob, TrainOutcome } from './api.ts';
import { original } from './extractor.ts';
import type { SkippedPhoto } from './features.ts';
import { finishRun } from './finish-run.ts';
import type { JobContext } from './job-context.ts';
import { readParts } from './part-places.ts';
import { placesOf } from './predictions.ts';
import { progressOf } from './progress.ts';
import { datasetOf, openShownPixels } from './shown.ts';
import { runStage } from './stage.ts';
import { requireTrainable } from './trainable.ts';
import { versionsOf } from './versions.ts';

/** Does a train job of the recipe scratch. Throws as `trainOneClick`, and train-diverged in the first epoch, train-memory, model-invalid. */
export async function trainFromScratch(
  job: TrainJob,
  recipe: ScratchRecipe,
  context: JobContext,
): Promise<TrainOutcome> {
  const { backbone, threads, seed, classes, cacheFolder } = job;
  requireTrainable(classes, job.train, job.heldOut);
  const network = networks.find(({ id }) => backbone.kind === 'network' && id === backbone.network);
  invariant(network, 'a run from scratch names a network of the zoo');
  const progress = progressOf(context);
  progress('preparing', 0, 1);
  const runtime = await openRuntime(job.engine, job.tfjsFolder);
  const { sidePx, batch, augmentation } = recipe;
  const model = network.build({ classes: classes.length, sizePx: sidePx });
  const preprocessing = { ...preprocessingKinds['minus-one-to-one'], heightPx: sidePx, widthPx: sidePx };
  const skipped: SkippedPhoto[] = [];
  const onSkipped = (photo: SkippedPhoto): void => void skipped.push(photo);
  const shown = await openShownPixels(context, { cacheFolder, preprocessing, augmentation, seed, threads, onSkipped });
  const warnings = new Set<RunWarning>();
  try {
    const { read, keep } = shown;
    const parts = await readParts(job, context, { variants: () => [original], read, keep, progress });
    const labelOf = placesOf(job);
    const data = datasetOf(shown, parts, classId => labelOf.get(classId)!);
    const [stage] = recipe.stages;
    const { best, isStopped, hasDiverged } = await runStage({
      runtime,
      threads,
      model,
      weights: initialWeights(model, mulberry32(fnv1a32(`${seed}/network`))),
      name: 'training',
      stage,
      batch,
      epochsBefore: 0,
      ...data,
      seed,
      onEpoch: epoch => context.report({ kind: 'epoch', epoch }),
      onPhotos: done => progress('training', done, stage.epochs * parts.train.length),
      onSetback: () => void warnings.add('batch-split'),
      isStopRequested: context.isStopRequested,
    });
    if (hasDiverged) warnings.add('diverged');
    const { weights } = best;
    return await finishRun(job, context, {
      runtime,
      progress,
      kept: { shown, parts, model, weights, best },
      stored: {
        model,
        weights,
        preprocessing,
        reference: null,
        backbone: { name: network.name, origin: 'from scratch', licence: 'none needed', sha256: '' },
        learned: 'everything',
      },
      chosen: { epochs: best.epoch, strength: 0, variants: [...augmentation] },
      warnings: [...warnings],
      skipped,
      versions: versionsOf({ decoderVersion: context.decoderVersion, threads, runtime, source: null }),
      isStoppedEarly: parts.isStoppedEarly || isStopped,
    });
  } finally {
    await shown.dispose();
  }
}
