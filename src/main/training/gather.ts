// The features a run needs of its train and held-out photos, in one seeded order, so that a stop leaves a fair part of both.
import { fnv1a32, mulberry32, shuffled } from '../../shared/random.ts';
import type { TrainJob } from './api.ts';
import { flipped, original, type Variant } from './extractor.ts';
import { featuresOf, type FeatureRequest, type PhotoFeatures } from './features.ts';
import type { JobContext } from './job-context.ts';
import type { Progress } from './progress.ts';
import { usesFlips } from './recipe.ts';
import { hasEnough } from './trainable.ts';

type TrainPhoto = TrainJob['train'][number];
type HeldOutPhoto = TrainJob['heldOut'][number];
type Part =
  { readonly part: 'train'; readonly photo: TrainPhoto } | { readonly part: 'held-out'; readonly photo: HeldOutPhoto };

export type FeatureTools = Pick<FeatureRequest<never>, 'extractor' | 'cache' | 'onSkipped'>;

/** In the order of the job, whatever order they were computed in. */
export type Gathered = {
  readonly train: readonly PhotoFeatures<TrainPhoto>[];
  readonly heldOut: readonly PhotoFeatures<HeldOutPhoto>[];
  readonly isStoppedEarly: boolean;
};

/** What each train photo is learned from. */
export function variantsOf({ train }: TrainJob): Variant[] {
  return usesFlips(train.length) ? [original, flipped] : [original];
}

/** Photos that cannot be read are reported to `tools` and left out. After a stop it goes on only until there is enough to train on. */
export async function gatherFeatures(
  job: TrainJob,
  context: JobContext,
  tools: FeatureTools,
  progress: Progress,
): Promise<Gathered> {
  const parts: Part[] = [
    ...job.train.map(photo => ({ part: 'train', photo }) as const),
    ...job.heldOut.map(photo => ({ part: 'held-out', photo }) as const),
  ];
  const order = shuffled(parts, mulberry32(fnv1a32(`${job.seed}/photos`)));
  const found = new Map<Part, readonly Float32Array[]>();
  const counts = { train: [] as TrainPhoto[], heldOut: 0 };
  const trainVariants = variantsOf(job);
  const request = {
    photos: order.map(part => ({ ...part.photo, part })),
    variants: ({ part }: { readonly part: Part }): Variant[] => (part.part === 'train' ? trainVariants : [original]),
    ...tools,
  };
  let isStoppedEarly = false;
  for await (const { photo, features } of featuresOf(context, request)) {
    found.set(photo.part, features);
    if (photo.part.part === 'train') counts.train.push(photo.part.photo);
    else counts.heldOut += 1;
    progress('features', found.size, parts.length);
    isStoppedEarly =
      context.isStopRequested() && found.size < parts.length && hasEnough(job.classes, counts.train, counts.heldOut);
    if (isStoppedEarly) break;
  }
  progress('features', parts.length, parts.length);
  const train: PhotoFeatures<TrainPhoto>[] = [];
  const heldOut: PhotoFeatures<HeldOutPhoto>[] = [];
  for (const part of parts) {
    const features = found.get(part);
    if (!features) continue;
    if (part.part === 'train') train.push({ photo: part.photo, features });
    else heldOut.push({ photo: part.photo, features });
  }
  return { train, heldOut, isStoppedEarly };
}
