// Features of many photos: from the cache where it has them, else decoded by other processes and computed here; photos that
// cannot be read are left out and named. What comes out is rounded to float16 either way, so a warm run equals a cold one.
import { float16ToFloat32, float32ToFloat16 } from '../../engine/float16.ts';
import { AppError } from '../../shared/errors.ts';
import type { JobPhoto, TrainOutcome } from './api.ts';
import type { Extractor, Variant } from './extractor.ts';
import { featureKey, type FeatureCache } from './feature-cache.ts';
import type { DecodedPhoto, JobContext } from './job-context.ts';
import { loadAhead } from './load-ahead.ts';

export type SkippedPhoto = TrainOutcome['skipped'][number];

/** A photo's features (or whole records, see extractor.ts), one Float32Array per variant in the order asked for. */
export type PhotoFeatures<Photo> = { readonly photo: Photo; readonly features: readonly Float32Array[] };

export type FeatureRequest<Photo> = {
  readonly photos: readonly Photo[];
  readonly variants: (photo: Photo) => readonly Variant[];
  readonly extractor: Extractor;
  readonly cache: FeatureCache;
  readonly onSkipped: (skipped: SkippedPhoto) => void;
};

/** What the cache is asked for at once: records at a boundary are large, and 10,000 photos of them do not fit into memory. */
const mostBytesAtOnce = 64e6;
/** Decoded photos waiting for the backbone: more than the decode workers, few enough to be small (about 3 MB each). */
const photosAhead = 8;

/** Yields each photo that could be read, in the order given; nothing is computed ahead of who asks. New features go into the cache; flush it afterwards. */
export async function* featuresOf<Photo extends JobPhoto>(
  context: JobContext,
  request: FeatureRequest<Photo>,
): AsyncGenerator<PhotoFeatures<Photo>> {
  const { photos, variants, extractor } = request;
  const bytesOf = (photo: Photo): number => 2 * extractor.length * variants(photo).length;
  for (let from = 0; from < photos.length;) {
    let [to, bytes] = [from, 0];
    while (to < photos.length && (to === from || bytes + bytesOf(photos[to]!) <= mostBytesAtOnce))
      bytes += bytesOf(photos[to++]!);
    yield* someFeatures(context, { ...request, photos: photos.slice(from, to) });
    from = to;
  }
}

async function* someFeatures<Photo extends JobPhoto>(
  context: JobContext,
  { photos, variants, extractor, cache, onSkipped }: FeatureRequest<Photo>,
): AsyncGenerator<PhotoFeatures<Photo>> {
  const { space, atLeastPx } = extractor;
  const keysOf = (photo: Photo): string[] => variants(photo).map(({ name }) => featureKey(space, photo.hash, name));
  const cached = await cache.read(new Set(photos.flatMap(keysOf)));
  const isCached = (photo: Photo): boolean => keysOf(photo).every(key => cached.has(key));
  const decode = async (photo: Photo): Promise<DecodedPhoto | 'cached'> => {
    if (isCached(photo)) return 'cached';
    return pixelsAsScanned(context, photo, atLeastPx);
  };
  for await (const { item: photo, outcome } of loadAhead(photos, decode, photosAhead)) {
    if (outcome.status === 'rejected') {
      onSkipped(skippedPhoto(photo, outcome.reason));
      continue;
    }
    const keys = keysOf(photo);
    if (outcome.value !== 'cached') {
      const computed = await extractor.records(outcome.value, variants(photo));
      for (const [index, key] of keys.entries()) {
        const bits = float32ToFloat16(computed[index]!);
        await cache.add(key, bits);
        // Photos of equal content come once more: they find it here.
        cached.set(key, bits);
      }
    }
    yield { photo, features: keys.map(key => float16ToFloat32(cached.get(key)!)) };
  }
}

/** A photo's pixels, if its content is still what the scan saw. Rejects with a photo-* AppError. */
export async function pixelsAsScanned(
  context: JobContext,
  { file, hash }: JobPhoto,
  atLeastPx: number,
): Promise<DecodedPhoto> {
  const decoded = await context.pixels(file, { atLeastPx });
  if (decoded.hash === hash) return decoded;
  throw new AppError('photo-unreadable', { file, reason: 'changed-since-scan' });
}

/** A photo that failed, named; a failure that is not its own is thrown on. */
export function skippedPhoto({ id }: JobPhoto, reason: unknown): SkippedPhoto {
  const error = photoErrorOf(reason);
  return { id, code: error.code, details: plainDetails(error) };
}

/** Details as the records of skipped photos hold them: texts and numbers only. */
export function plainDetails({ details }: AppError): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, typeof value === 'number' ? value : String(value ?? '')]),
  );
}

/** A photo's own failure, to be named beside the result; any other failure is not this photo's and ends the job. */
export function photoErrorOf(error: unknown): AppError {
  if (error instanceof AppError && error.code.startsWith('photo-')) return error;
  throw error;
}
