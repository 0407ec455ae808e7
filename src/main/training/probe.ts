// The plain measure beside a fine-tuning: one click's head on the same features, scored on the photos that choose the epoch.
import { fnv1a32 } from '../../shared/random.ts';
import { chooseByCrossValidation, type TrainingPhoto } from './cross-validation.ts';
import { headWeights, probabilitiesOf } from './head-model.ts';
import { fitHead } from './head-fit.ts';
import { isRight } from './head-trainer.ts';
import type { Samples } from './samples.ts';
import type { Dataset } from './shown.ts';

/** Above this many rows the search holds too much memory for a mere comparison, and a part of them tells as much. */
const mostPhotos = 5_000;

type ProbeOptions = {
  readonly data: Dataset;
  /** Photos of one group stay in one fold. */
  readonly groups: readonly number[];
  readonly classes: number;
  readonly seed: number;
  readonly isStopRequested: () => boolean;
};

/** How many of the choosing photos the probe names rightly; it learns from the photos as they are. */
export async function probeOf({ data, groups, classes, seed, isStopRequested }: ProbeOptions): Promise<number> {
  const { train, choosing } = data;
  const photos = train.labels.slice(0, mostPhotos).map((label, place): TrainingPhoto => {
    return { variants: [featuresOf(train.samples, place)], label, group: groups[place]! };
  });
  const quiet = { onEpoch: () => undefined, isStopRequested };
  const choice = await chooseByCrossValidation({ photos, classes, seed, onProgress: () => undefined, ...quiet });
  const { weights } = await fitHead({ photos, classes, choice, seed: fnv1a32(`${seed}/final`), ...quiet });
  const head = headWeights(weights);
  return choosing.labels.filter((label, place) =>
    isRight(probabilitiesOf(head, featuresOf(choosing.samples, place)), label),
  ).length;
}

const featuresOf = (samples: Samples, place: number): Float32Array =>
  samples.inputs([place], null)[0]!.data as Float32Array;
