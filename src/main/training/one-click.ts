// One click: features of the frozen backbone, strength and epochs chosen by cross-validation inside train, the head refitted on all
// of train, the held-out part scored once, the model written. Nothing is chosen on the held-out part.
import { invariant } from '../../shared/errors.ts';
import { fnv1a32 } from '../../shared/random.ts';
import { openRuntime } from '../runtime/runtime.ts';
import type { TrainJob, TrainOutcome } from './api.ts';
import { chooseByCrossValidation, type TrainingPhoto } from './cross-validation.ts';
import { openExtractor, original } from './extractor.ts';
import { openFeatureCache, trimFeatureCache } from './feature-cache.ts';
import { featuresOf, type SkippedPhoto } from './features.ts';
import { gatherFeatures, variantsOf, type FeatureTools } from './gather.ts';
import { fitHead } from './head-fit.ts';
import { headModel, headWeights, joinModels, probabilitiesOf, type HeadWeights } from './head-model.ts';
import type { JobContext } from './job-context.ts';
import { readSource } from './network-source.ts';
import { placesOf, predictionOf, type Prediction } from './predictions.ts';
import { progressOf, type Progress } from './progress.ts';
import { saveModel } from './save-model.ts';
import { scoreOf } from './score.ts';
import { requireTrainable } from './trainable.ts';
import { versionsOf } from './versions.ts';

/** Predicted beside the run in portions, so that memory does not grow with their number. */
const photosAtOnce = 1_000;

/**
 * Does a train job of the recipe one-click. Throws AppError train-one-class, train-too-few-photos, train-no-held-out, and what
 * reading the backbone, computing or writing may throw. A photo that cannot be read is left out and named.
 */
export async function trainOneClick(job: TrainJob, context: JobContext): Promise<TrainOutcome> {
  const { backbone, resourcesFolder, threads, seed, classes } = job;
  requireTrainable(classes, job.train, job.heldOut);
  invariant(backbone.kind !== 'network', 'one click needs a pretrained network');
  const progress = progressOf(context);
  progress('preparing', 0, 1);
  const runtime = await openRuntime(job.engine, job.tfjsFolder);
  const source = await readSource(backbone, { sidePx: null, resourcesFolder });
  const { decoderVersion } = context;
  const extractor = await openExtractor({ source, learning: null, runtime, threads, decoderVersion });
  const cache = await openFeatureCache(job.cacheFolder, extractor.space);
  const skipped: SkippedPhoto[] = [];
  const tools: FeatureTools = { extractor, cache, onSkipped: photo => skipped.push(photo) };
  const gathered = await gatherFeatures(job, context, tools, progress);
  await cache.flush();
  requireTrainable(
    classes,
    gathered.train.map(({ photo }) => photo),
    gathered.heldOut.map(({ photo }) => photo),
  );

  const placeOf = placesOf(job);
  const photos = gathered.train.map(({ photo, features }): TrainingPhoto => {
    return { variants: features, label: placeOf.get(photo.classId)!, group: photo.group };
  });
  const choice = await chooseByCrossValidation({
    photos,
    classes: classes.length,
    seed,
    onEpoch: epoch => context.report({ kind: 'epoch', epoch }),
    onProgress: (done, total) => progress('cross-validation', done, total),
    isStopRequested: context.isStopRequested,
  });
  const final = await fitHead({
    photos,
    classes: classes.length,
    choice,
    seed: fnv1a32(`${seed}/final`),
    onEpoch(epoch) {
      context.report({ kind: 'epoch', epoch });
      progress('final', epoch.epoch, choice.epochs);
    },
    isStopRequested: context.isStopRequested,
  });
  progress('final', choice.epochs, choice.epochs);

  progress('scoring', 0, gathered.heldOut.length);
  const head = headWeights(final.weights);
  const heldOut = gathered.heldOut.map(({ photo, features: [own] }) => {
    return { photo, actual: placeOf.get(photo.classId)!, probabilities: probabilitiesOf(head, own!) };
  });
  const scoring = scoreOf(heldOut, [...placeOf.keys()]);
  progress('scoring', heldOut.length, heldOut.length);

  progress('saving', 0, 1);
  const { reference, preprocessing } = source;
  const ownHead = headModel(source.features, classes.length);
  await saveModel(job, {
    model: reference === null ? joinModels(source.model, ownHead) : ownHead,
    weights: reference === null ? new Map([...source.weights, ...final.weights]) : final.weights,
    preprocessing,
    reference,
    backbone: source.card,
    learned: 'nothing',
    trainedOn: gathered.train.map(({ photo }) => photo),
    score: scoring.score,
  });
  progress('saving', 1, 1);

  const predictions = [...gathered.train, ...gathered.heldOut].map(({ photo, features: [own] }) =>
    predictionOf(job, photo.id, probabilitiesOf(head, own!)),
  );
  const rest = await predictRest(job, context, { tools, head, progress });
  await cache.flush();
  await extractor.dispose();
  await trimFeatureCache(job.cacheFolder);
  const { strength } = choice;
  return {
    ...scoring,
    chosen: { epochs: final.epochs, strength, variants: variantsOf(job).map(({ name }) => name) },
    skipped,
    predictions: [...predictions, ...rest.predictions],
    versions: versionsOf({ decoderVersion, threads, runtime, source }),
    stoppedEarly:
      gathered.isStoppedEarly || choice.isStoppedEarly || final.epochs < choice.epochs || rest.isStoppedEarly,
  };
}

type Rest = { readonly tools: FeatureTools; readonly head: HeadWeights; readonly progress: Progress };

/** Everything else that wants a prediction. The model is written by now, so a stop only leaves the rest without one. */
async function predictRest(job: TrainJob, context: JobContext, { tools, head, progress }: Rest) {
  const predictions: Prediction[] = [];
  const total = job.predictOnly.length;
  let done = 0;
  for (let from = 0; from < total; from += photosAtOnce) {
    const photos = job.predictOnly.slice(from, from + photosAtOnce);
    for await (const { photo, features } of featuresOf(context, { photos, variants: () => [original], ...tools })) {
      if (context.isStopRequested()) return { predictions, isStoppedEarly: true };
      predictions.push(predictionOf(job, photo.id, probabilitiesOf(head, features[0]!)));
      progress('scoring', ++done, total);
    }
  }
  return { predictions, isStoppedEarly: false };
}
