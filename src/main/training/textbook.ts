// The textbook's fine-tuning: stage 1 trains a head on the frozen network's features, stage 2 the last blocks with it. What stays frozen is
// computed once for each photo and its variants. The best epoch of all is kept: stage 2 counts only where it is better than stage 1.
import { changeFor } from '../../engine/augmentation.ts';
import { learningFrom } from '../../engine/freezing.ts';
import type { Model } from '../../engine/model.ts';
import { splitModel } from '../../engine/split.ts';
import { initialWeights } from '../../engine/weights.ts';
import { AppError, invariant } from '../../shared/errors.ts';
import { fnv1a32, mulberry32 } from '../../shared/random.ts';
import { variantsShown, type TextbookRecipe } from '../../shared/records/recipe.ts';
import type { EpochRecord, RunWarning } from '../../shared/records/run.ts';
import { openRuntime } from '../runtime/runtime.ts';
import type { JobPhoto, TrainJob, TrainOutcome } from './api.ts';
import { openExtractor, original, type Variant } from './extractor.ts';
import { openFeatureCache, trimFeatureCache } from './feature-cache.ts';
import type { SkippedPhoto } from './features.ts';
import { finishRun, type Kept } from './finish-run.ts';
import { headModel, joinModels } from './head-model.ts';
import type { JobContext } from './job-context.ts';
import { readSource, type NetworkSource } from './network-source.ts';
import { readParts, type Placed, type PlacedParts } from './part-places.ts';
import { placesOf } from './predictions.ts';
import { probeOf } from './probe.ts';
import { progressOf } from './progress.ts';
import { datasetOf, openShownPixels, openShownRecords, type ShownPixels } from './shown.ts';
import { isBetter, runStage, type StageOptions, type StageResult } from './stage.ts';
import { requireTrainable } from './trainable.ts';
import { versionsOf } from './versions.ts';

/** Does a train job of the recipe textbook. Throws as `trainOneClick`, and train-diverged in stage 1, train-memory, model-invalid. */
export async function trainTextbook(job: TrainJob, recipe: TextbookRecipe, context: JobContext): Promise<TrainOutcome> {
  const { backbone, resourcesFolder, threads, seed, classes, cacheFolder } = job;
  requireTrainable(classes, job.train, job.heldOut);
  invariant(backbone.kind !== 'network', 'fine-tuning needs a pretrained network');
  const progress = progressOf(context);
  progress('preparing', 0, 1);
  const runtime = await openRuntime(job.engine, job.tfjsFolder);
  const source = await readSource(backbone, { sidePx: recipe.sidePx, resourcesFolder });
  const learning = recipe.unfreeze === null ? null : learningFrom(source.model, recipe.unfreeze);
  const head = headModel(source.features, classes.length);
  const { decoderVersion } = context;
  const extractor = await openExtractor({ source, learning, runtime, threads, decoderVersion });
  const cache = await openFeatureCache(cacheFolder, extractor.space);
  const skipped: SkippedPhoto[] = [];
  const onSkipped = (photo: SkippedPhoto): void => void skipped.push(photo);
  const records = openShownRecords(context, { cacheFolder, extractor, cache, onSkipped });
  let pixels: ShownPixels | null = null;
  const warnings = new Set<RunWarning>();
  const places = placesOf(job);
  const labelOf = (classId: number): number => places.get(classId)!;

  try {
    const { read, keep } = records.features;
    const parts = await readParts(job, context, { variants: photo => variantsOf(recipe, photo), read, keep, progress });
    await cache.flush();
    requireTrainable(
      classes,
      parts.train.map(({ photo }) => photo),
      parts.heldOut.map(({ photo }) => photo),
    );
    const common = {
      runtime,
      threads,
      batch: recipe.batch,
      seed,
      onEpoch: (epoch: EpochRecord) => context.report({ kind: 'epoch', epoch }),
      onSetback: () => void warnings.add('batch-split'),
      isStopRequested: context.isStopRequested,
    };
    const data = datasetOf(records.features, parts, labelOf);
    const seen = (stage: 0 | 1) => (done: number) =>
      progress(`stage-${stage + 1}` as 'stage-1' | 'stage-2', done, recipe.stages[stage].epochs * parts.train.length);
    const first = await runStage({
      ...common,
      ...data,
      model: head,
      weights: initialWeights(head, mulberry32(fnv1a32(`${seed}/head`))),
      name: 'stage-1',
      stage: recipe.stages[0],
      epochsBefore: 0,
      onPhotos: seen(0),
    });
    const groups = parts.train.map(({ photo }) => photo.group);
    const { isStopRequested } = context;
    const probe = await probeOf({ data, groups, classes: classes.length, seed, isStopRequested });

    let kept: Kept = { shown: records.features, parts, model: head, weights: first.best.weights, best: first.best };
    let second: StageResult | null = null;
    if (learning && !first.isStopped && !parts.isStoppedEarly) {
      const opened = joinModels(learning, head);
      const isCached = extractor.boundary.length > 0;
      const { preprocessing } = source;
      const { augmentation } = recipe;
      if (!isCached)
        pixels = await openShownPixels(context, { cacheFolder, preprocessing, augmentation, seed, threads, onSkipped });
      const shown = pixels ?? records.boundary;
      const own = pixels
        ? await readParts(readableOf(job, parts), context, { variants: () => [original], ...pixels, progress })
        : parts;
      const model = isCached ? splitModel(opened).trainable : opened;
      const weights = new Map([...source.weights, ...first.best.weights]);
      second = await fineTuned({
        ...common,
        ...datasetOf(shown, own, labelOf),
        model,
        weights,
        name: 'stage-2',
        stage: recipe.stages[1],
        epochsBefore: recipe.stages[0].epochs,
        onPhotos: seen(1),
      });
      if (second === null || second.hasDiverged) warnings.add('diverged');
      if (second && isBetter(second.best, first.best))
        kept = { shown, parts: own, model, weights: second.best.weights, best: second.best };
    }
    const isFineTuned = kept.best !== first.best;
    const bests = second ? [first.best, second.best] : [first.best];
    return await finishRun(job, context, {
      runtime,
      progress,
      kept,
      stored: { ...storedOf(source, head, kept), learned: isFineTuned ? { from: recipe.unfreeze! } : 'nothing' },
      chosen: {
        epochs: kept.best.epoch,
        strength: 0,
        variants: [...recipe.augmentation],
        stages: { photos: data.choosing.labels.length, right: bests.map(({ right }) => right), probe },
      },
      warnings: [...warnings],
      skipped,
      versions: versionsOf({ decoderVersion, threads, runtime, source }),
      isStoppedEarly: parts.isStoppedEarly || first.isStopped || second?.isStopped === true,
    });
  } finally {
    await pixels?.dispose();
    records.dispose();
    await cache.flush();
    await extractor.dispose();
    await trimFeatureCache(cacheFolder);
  }
}

/** Without the photos that could not be read: they are named already. */
function readableOf(job: TrainJob, { train, heldOut, choosing }: PlacedParts): TrainJob {
  const photosOf = <Photo>(placed: readonly Placed<Photo>[]): Photo[] => placed.map(({ photo }) => photo);
  return { ...job, train: photosOf(train), heldOut: photosOf(heldOut), choosing: photosOf(choosing) };
}

/** null where it left the numbers before its first epoch was over: stage 1 stands. */
async function fineTuned(options: StageOptions): Promise<StageResult | null> {
  try {
    return await runStage(options);
  } catch (error) {
    if (error instanceof AppError && error.code === 'train-diverged') return null;
    throw error;
  }
}

/** The photo itself and seeded changes of it; the same in every run, so that the cache serves all of them. */
function variantsOf(recipe: TextbookRecipe, { hash }: JobPhoto): Variant[] {
  const { augmentation } = recipe;
  const names = [...augmentation].sort().join(' ');
  const changed = Array.from({ length: variantsShown(recipe) - 1 }, (_, at): Variant => {
    const name = `${names} ${at + 1}`;
    return { name, change: changeFor(augmentation, fnv1a32(`${hash} ${name}`)) };
  });
  return [original, ...changed];
}

/** A frozen backbone that is always there is named; else, or where it has learned, the whole network is kept. */
function storedOf({ model, weights, preprocessing, reference, card }: NetworkSource, head: Model, kept: Kept) {
  const isHeadAlone = kept.model === head && reference !== null;
  return {
    model: isHeadAlone ? head : joinModels(model, head),
    weights: isHeadAlone ? kept.weights : new Map([...weights, ...kept.weights]),
    preprocessing,
    reference: isHeadAlone ? reference : null,
    backbone: card,
  };
}
