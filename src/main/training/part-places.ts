// The photos of a run by what they are for, read once in a seeded order into a file of records, so that a stop leaves a fair part of each.
import { fnv1a32, mulberry32, shuffled } from '../../shared/random.ts';
import type { JobPhoto, TrainJob } from './api.ts';
import type { Variant } from './extractor.ts';
import { original } from './extractor.ts';
import type { JobContext } from './job-context.ts';
import type { Progress } from './progress.ts';
import { hasEnough } from './trainable.ts';

type TrainPhoto = TrainJob['train'][number];
type HeldOutPhoto = TrainJob['heldOut'][number];
type PartPhoto = TrainPhoto | HeldOutPhoto;

/** Of each part the photos that could be read, in the order of the job, with the places of their records: one for each variant. */
export type Placed<Photo> = { readonly photo: Photo; readonly places: readonly number[] };
export type PlacedParts = {
  readonly train: readonly Placed<TrainPhoto>[];
  readonly heldOut: readonly Placed<HeldOutPhoto>[];
  readonly choosing: readonly Placed<HeldOutPhoto>[];
  readonly isStoppedEarly: boolean;
};

/** Reads photos in the order given, skips those that cannot be read, and gives each one's records. */
export type Reader<Value> = (
  photos: readonly (JobPhoto & { readonly variants: readonly Variant[] })[],
) => AsyncIterable<{ readonly photo: JobPhoto; readonly records: readonly Value[] }>;

/** After a stop it goes on only until there is enough to train on. `variants`: what each train photo is learned from. */
export async function readParts<Value>(
  job: TrainJob,
  context: JobContext,
  {
    variants,
    read,
    keep,
    progress,
  }: {
    readonly variants: (photo: JobPhoto) => readonly Variant[];
    readonly read: Reader<Value>;
    readonly keep: (place: number, record: Value) => void;
    readonly progress: Progress;
  },
): Promise<PlacedParts> {
  const isTrain = new Set<JobPhoto>(job.train);
  const isChoosing = new Set<JobPhoto>(job.choosing);
  const all: PartPhoto[] = [...job.train, ...job.heldOut, ...job.choosing];
  const order = shuffled(all, mulberry32(fnv1a32(`${job.seed}/photos`)));
  const places = new Map<JobPhoto, number[]>();
  const train: TrainPhoto[] = [];
  let next = 0;
  let [heldOut, choosing] = [0, 0];
  let isStoppedEarly = false;
  const byId = new Map(all.map(photo => [photo.id, photo]));
  const asked = order.map(photo => ({ ...photo, variants: isTrain.has(photo) ? variants(photo) : [original] }));
  for await (const {
    photo: { id },
    records,
  } of read(asked)) {
    const photo = byId.get(id)!;
    places.set(
      photo,
      records.map(record => (keep(next, record), next++)),
    );
    if (isTrain.has(photo)) train.push(photo as TrainPhoto);
    else if (isChoosing.has(photo)) choosing += 1;
    else heldOut += 1;
    progress('features', places.size, all.length);
    const isEnough = hasEnough(job.classes, train, heldOut) && (job.choosing.length === 0 || choosing > 0);
    isStoppedEarly = context.isStopRequested() && places.size < all.length && isEnough;
    if (isStoppedEarly) break;
  }
  progress('features', all.length, all.length);
  const placed = <Photo extends JobPhoto>(photos: readonly Photo[]): Placed<Photo>[] =>
    photos.flatMap(photo => {
      const own = places.get(photo);
      return own ? [{ photo, places: own }] : [];
    });
  return { train: placed(job.train), heldOut: placed(job.heldOut), choosing: placed(job.choosing), isStoppedEarly };
}
