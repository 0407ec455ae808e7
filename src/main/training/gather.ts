// The features that one click needs of its train and held-out photos.
import type { TrainJob } from './api.ts';
import { flipped, original, type Variant } from './extractor.ts';
import { featuresOf, type FeatureRequest, type PhotoFeatures } from './features.ts';
import type { JobContext } from './job-context.ts';
import { readParts, type Placed, type Reader } from './part-places.ts';
import type { Progress } from './progress.ts';
import { usesFlips } from './recipe.ts';

export type FeatureTools = Pick<FeatureRequest<never>, 'extractor' | 'cache' | 'onSkipped'>;

/** In the order of the job, whatever order they were computed in. */
export type Gathered = {
  readonly train: readonly PhotoFeatures<TrainJob['train'][number]>[];
  readonly heldOut: readonly PhotoFeatures<TrainJob['heldOut'][number]>[];
  readonly isStoppedEarly: boolean;
};

/** What each train photo is learned from. */
export function variantsOf({ train }: TrainJob): Variant[] {
  return usesFlips(train.length) ? [original, flipped] : [original];
}

/** Reads the extractor's records: from the cache, or computed; photos that cannot be read are reported to `tools` and left out. */
export function recordReader(context: JobContext, tools: FeatureTools): Reader<Float32Array> {
  return async function* (photos) {
    const variants = (photo: (typeof photos)[number]) => photo.variants;
    for await (const { photo, features } of featuresOf(context, { photos, variants, ...tools }))
      yield { photo, records: features };
  };
}

/** Kept in memory: they are small. A stop ends it as `readParts` says. */
export async function gatherFeatures(
  job: TrainJob,
  context: JobContext,
  tools: FeatureTools,
  progress: Progress,
): Promise<Gathered> {
  const kept: Float32Array[] = [];
  const variants = variantsOf(job);
  const parts = await readParts(job, context, {
    variants: () => variants,
    read: recordReader(context, tools),
    keep: (place, record) => (kept[place] = record),
    progress,
  });
  const withFeatures = <Photo>(placed: readonly Placed<Photo>[]): PhotoFeatures<Photo>[] =>
    placed.map(({ photo, places }) => ({ photo, features: places.map(place => kept[place]!) }));
  const { train, heldOut, isStoppedEarly } = parts;
  return { train: withFeatures(train), heldOut: withFeatures(heldOut), isStoppedEarly };
}
