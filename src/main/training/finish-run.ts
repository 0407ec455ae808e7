// The end of a run that was trained in stages: the held-out part scored, the model written, every photo's prediction.
import type { Model } from '../../engine/model.ts';
import type { Weights } from '../../engine/tensor.ts';
import type { Chosen, RunWarning } from '../../shared/records/run.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { TrainJob, TrainOutcome } from './api.ts';
import { original } from './extractor.ts';
import type { SkippedPhoto } from './features.ts';
import type { JobContext } from './job-context.ts';
import type { Placed, PlacedParts } from './part-places.ts';
import { placesOf, predictionOf, type Prediction } from './predictions.ts';
import type { Progress } from './progress.ts';
import { saveModel, type TrainedNetwork } from './save-model.ts';
import { scoreOf } from './score.ts';
import { datasetOf, type Shown } from './shown.ts';
import { tryOn, type Best } from './stage.ts';

/** Predicted beside the run in portions, so that neither memory nor disk grows with their number. */
const photosAtOnce = 256;

/** The network that is kept, from what it reads to probabilities, at its best epoch. */
export type Kept = {
  readonly shown: Shown;
  readonly parts: PlacedParts;
  readonly model: Model;
  readonly weights: Weights;
  readonly best: Best;
};

export type Finish = {
  readonly runtime: Runtime;
  readonly progress: Progress;
  readonly kept: Kept;
  /** What is stored, without what is known only here. */
  readonly stored: Omit<TrainedNetwork, 'score' | 'trainedOn'>;
  readonly chosen: Chosen;
  readonly warnings: readonly RunWarning[];
  readonly skipped: readonly SkippedPhoto[];
  readonly versions: TrainOutcome['versions'];
  readonly isStoppedEarly: boolean;
};

export async function finishRun(job: TrainJob, context: JobContext, finish: Finish): Promise<TrainOutcome> {
  const { runtime, progress, kept, stored, chosen, skipped, versions } = finish;
  const { parts, shown, model, weights, best } = kept;
  const placeOf = placesOf(job);
  const data = datasetOf(shown, parts, classId => placeOf.get(classId)!);
  const network = { runtime, threads: job.threads, model, weights };
  const total = parts.heldOut.length + parts.train.length + job.predictOnly.length;
  progress('scoring', 0, total);
  const isChoosingScored = parts.choosing.length === 0;
  const heldOut = isChoosingScored ? best.probabilities : (await tryOn(network, data.heldOut)).probabilities;
  const scored = heldOut.map((probabilities, at) => ({ actual: data.heldOut.labels[at]!, probabilities }));
  const scoring = scoreOf(scored, [...placeOf.keys()]);
  progress('scoring', parts.heldOut.length, total);

  progress('saving', 0, 1);
  await saveModel(job, { ...stored, trainedOn: parts.train.map(({ photo }) => photo), score: scoring.score });
  progress('saving', 1, 1);

  const known = (placed: readonly Placed<{ readonly id: number }>[], said: readonly ArrayLike<number>[]) =>
    placed.map(({ photo }, at) => predictionOf(job, photo.id, said[at]!));
  const train = await tryOn(network, data.train);
  const predictions = [
    ...known(parts.train, train.probabilities),
    ...known(parts.heldOut, heldOut),
    ...(isChoosingScored ? [] : known(parts.choosing, best.probabilities)),
  ];
  let isStoppedEarly = finish.isStoppedEarly;
  for (let from = 0; from < job.predictOnly.length && !isStoppedEarly; from += photosAtOnce) {
    predictions.push(...(await predictSome(job, finish, from)));
    progress('scoring', total - job.predictOnly.length + from, total);
    isStoppedEarly = context.isStopRequested();
  }
  return {
    ...scoring,
    warnings: [...scoring.warnings, ...(isChoosingScored ? (['chose-epoch'] as const) : []), ...finish.warnings],
    chosen,
    skipped: [...skipped],
    predictions,
    versions,
    stoppedEarly: isStoppedEarly,
  };
}

/** A portion of the photos that only want a prediction, kept behind the run's own records. */
async function predictSome(job: TrainJob, { runtime, kept }: Finish, from: number): Promise<Prediction[]> {
  const { parts, shown, model, weights } = kept;
  const own = [...parts.train, ...parts.heldOut, ...parts.choosing].flatMap(({ places }) => places);
  const behind = own.reduce((last, place) => Math.max(last, place), -1) + 1;
  const photos = job.predictOnly.slice(from, from + photosAtOnce).map(photo => ({ ...photo, variants: [original] }));
  const read: number[] = [];
  for await (const { photo, records } of shown.read(photos)) {
    shown.keep(behind + read.length, records[0]);
    read.push(photo.id);
  }
  const samples = shown.samplesOf(read.map((_, at) => [behind + at]));
  const { probabilities } = await tryOn({ runtime, threads: job.threads, model, weights }, { samples, labels: [] });
  return read.map((id, at) => predictionOf(job, id, probabilities[at]!));
}
