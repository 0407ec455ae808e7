// One click: features of the frozen backbone, strength and epochs chosen by cross-validation inside train, the head refitted on all
// of train, the held-out part scored once, the model written. Nothing is chosen on the held-out part.
import { createHash } from 'node:crypto';
import { writeModel } from '../../engine/graph.ts';
import { fnv1a32 } from '../../shared/random.ts';
import { builtInBackbone, builtInPreprocessing, readBuiltIn } from '../formats/models/built-in.ts';
import { writeModelFolder } from '../formats/models/model-folder.ts';
import { writeSafetensors } from '../formats/models/safetensors.ts';
import type { TrainJob, TrainOutcome } from './api.ts';
import { featureSpace, openBackbone } from './backbone.ts';
import { modelCard } from './card.ts';
import { chooseByCrossValidation, rowsOf, type Choice, type TrainingPhoto } from './cross-validation.ts';
import { openFeatureCache, trimFeatureCache } from './feature-cache.ts';
import { featuresOf, type SkippedPhoto } from './features.ts';
import { gatherFeatures, variantsOf, type FeatureTools, type Gathered } from './gather.ts';
import { headModel, headWeights, probabilitiesOf, type HeadWeights } from './head-model.ts';
import { openHeadTrainer } from './head-trainer.ts';
import type { JobContext } from './job-context.ts';
import { progressOf, type Progress } from './progress.ts';
import { scheduleFor } from './recipe.ts';
import { scoreOf } from './score.ts';
import { requireTrainable } from './trainable.ts';
import { versionsOf } from './versions.ts';

type Prediction = TrainOutcome['predictions'][number];

/** Predicted beside the run in portions, so that memory does not grow with their number. */
const photosAtOnce = 1_000;

/**
 * Does a train job. Throws AppError train-one-class, train-too-few-photos, train-no-held-out, and what reading the backbone,
 * computing or writing may throw. A photo that cannot be read is left out and named.
 */
export async function trainOneClick(job: TrainJob, context: JobContext): Promise<TrainOutcome> {
  requireTrainable(job.classes, job.train, job.heldOut);
  const progress = progressOf(context);
  progress('preparing', 0, 1);
  const builtIn = await readBuiltIn(job.resourcesFolder);
  const backbone = await openBackbone(builtIn, job.threads);
  const cache = await openFeatureCache(job.cacheFolder, featureSpace(context.decoderVersion));
  const skipped: SkippedPhoto[] = [];
  const tools: FeatureTools = { backbone, cache, onSkipped: photo => skipped.push(photo) };
  const gathered = await gatherFeatures(job, context, tools, progress);
  await cache.flush();
  requireTrainable(
    job.classes,
    gathered.train.map(({ photo }) => photo),
    gathered.heldOut.map(({ photo }) => photo),
  );

  const placeOf = placesOf(job);
  const photos = gathered.train.map(({ photo, features }): TrainingPhoto => {
    return { variants: features, label: placeOf.get(photo.classId)!, group: photo.group };
  });
  const choice = await chooseByCrossValidation({
    photos,
    classes: job.classes.length,
    seed: job.seed,
    onEpoch: epoch => context.report({ kind: 'epoch', epoch }),
    onProgress: (done, total) => progress('cross-validation', done, total),
    isStopRequested: context.isStopRequested,
  });
  const final = await fitFinal(job, context, { photos, choice, progress });

  progress('scoring', 0, gathered.heldOut.length);
  const head = headWeights(final.weights);
  const heldOut = gathered.heldOut.map(({ photo, features: [original] }) => {
    return { photo, actual: placeOf.get(photo.classId)!, probabilities: probabilitiesOf(head, original!) };
  });
  const scoring = scoreOf(heldOut, [...placeOf.keys()]);
  progress('scoring', heldOut.length, heldOut.length);

  progress('saving', 0, 1);
  await save(job, { builtIn, weights: final.weights, train: gathered.train, score: scoring.score });
  progress('saving', 1, 1);

  const predictions = [...gathered.train, ...gathered.heldOut].map(({ photo, features: [original] }) =>
    predictionOf(job, photo.id, head, original!),
  );
  const rest = await predictRest(job, context, { tools, head, progress });
  await cache.flush();
  await backbone.dispose();
  await trimFeatureCache(job.cacheFolder);
  const { strength } = choice;
  return {
    ...scoring,
    chosen: { epochs: final.epochs, strength, variants: variantsOf(job) },
    skipped,
    predictions: [...predictions, ...rest.predictions],
    versions: versionsOf(context.decoderVersion, job.threads),
    stoppedEarly:
      gathered.isStoppedEarly || choice.isStoppedEarly || final.epochs < choice.epochs || rest.isStoppedEarly,
  };
}

const placesOf = ({ classes }: TrainJob): Map<number, number> => new Map(classes.map(({ id }, place) => [id, place]));

type FinalFit = { readonly photos: readonly TrainingPhoto[]; readonly choice: Choice; readonly progress: Progress };

/** The head on all of train. A stop keeps the epochs that are done, at least one. */
async function fitFinal(job: TrainJob, context: JobContext, { photos, choice, progress }: FinalFit) {
  const rows = rowsOf(photos);
  const schedule = scheduleFor(rows.length);
  const { strength, epochs } = choice;
  const seed = fnv1a32(`${job.seed}/final`);
  const trainer = await openHeadTrainer({ rows, classes: job.classes.length, strength, schedule, seed });
  let done = 0;
  while (done < epochs && (done === 0 || choice.isStoppedEarly || !context.isStopRequested())) {
    const { loss, accuracy } = await trainer.epoch();
    done += 1;
    const record = { trainLoss: loss, trainAccuracy: accuracy, heldOutLoss: null, heldOutAccuracy: null };
    context.report({
      kind: 'epoch',
      epoch: { ...record, epoch: done, stage: 'final', learningRate: schedule.learningRate },
    });
    progress('final', done, epochs);
  }
  progress('final', epochs, epochs);
  const weights = trainer.weights();
  await trainer.dispose();
  return { weights, epochs: done };
}

type Saved = Pick<Parameters<typeof modelCard>[0], 'builtIn' | 'score'> & {
  readonly weights: Parameters<typeof writeSafetensors>[0];
  readonly train: Gathered['train'];
};

async function save(job: TrainJob, { builtIn, weights, train, score }: Saved): Promise<void> {
  const createdAt = new Date().toISOString();
  const files = { 'weights.safetensors': createHash('sha256').update(writeSafetensors(weights)).digest('hex') };
  const card = modelCard({ job, builtIn, createdAt, trainedOn: train.map(({ photo }) => photo), score, files });
  await writeModelFolder(job.modelFolder, {
    task: 'classification',
    graph: writeModel(headModel(train[0]!.features[0]!.length, job.classes.length)) as Record<string, unknown>,
    backbone: builtInBackbone,
    preprocessing: builtInPreprocessing,
    classes: job.classes.map(({ id, name }) => ({ id: String(id), name })),
    created: createdAt,
    weights,
    card,
  });
}

type Rest = { readonly tools: FeatureTools; readonly head: HeadWeights; readonly progress: Progress };

/** Everything else that wants a prediction. The model is written by now, so a stop only leaves the rest without one. */
async function predictRest(job: TrainJob, context: JobContext, { tools, head, progress }: Rest) {
  const predictions: Prediction[] = [];
  const total = job.predictOnly.length;
  let done = 0;
  for (let from = 0; from < total; from += photosAtOnce) {
    const photos = job.predictOnly.slice(from, from + photosAtOnce);
    for await (const { photo, features } of featuresOf(context, { photos, variants: () => ['original'], ...tools })) {
      if (context.isStopRequested()) return { predictions, isStoppedEarly: true };
      predictions.push(predictionOf(job, photo.id, head, features[0]!));
      progress('scoring', ++done, total);
    }
  }
  return { predictions, isStoppedEarly: false };
}

function predictionOf(job: TrainJob, id: number, head: HeadWeights, features: Float32Array): Prediction {
  const probabilities = probabilitiesOf(head, features);
  const order = [...probabilities.keys()].sort((a, b) => probabilities[b]! - probabilities[a]!);
  return { id, top: order.map(place => ({ classId: job.classes[place]!.id, probability: probabilities[place]! })) };
}
