// What a network reads of a run's photos - features, values at a boundary, or pixels: how they are read, kept on disk and given to it.
import { float32ToFloat16 } from '../../engine/float16.ts';
import type { Preprocessing } from '../../engine/preprocessing.ts';
import type { Augmentation } from '../../shared/records/recipe.ts';
import type { Extractor } from './extractor.ts';
import type { FeatureCache } from './feature-cache.ts';
import type { SkippedPhoto } from './features.ts';
import { recordReader } from './gather.ts';
import type { JobContext } from './job-context.ts';
import type { PlacedParts, Reader } from './part-places.ts';
import { openPixelReader } from './pixel-reader.ts';
import { openRecordFile } from './record-file.ts';
import { boundarySamples, pixelSamples, type Samples } from './samples.ts';
import type { Labelled } from './stage.ts';

/** One way of reading photos. Its records are of its own kind; who uses it passes them on unseen. */
export type Shown = {
  readonly read: Reader<unknown>;
  readonly keep: (place: number, record: unknown) => void;
  /** `variants`: the places of each sample's records, the photo itself first. */
  readonly samplesOf: (variants: readonly (readonly number[])[]) => Samples;
};

export type ShownRecords = {
  readonly features: Shown;
  /** Of the values at the extractor's boundary; the same records. */
  readonly boundary: Shown;
  readonly dispose: () => void;
};

type RecordsOptions = {
  readonly cacheFolder: string;
  readonly extractor: Extractor;
  readonly cache: FeatureCache;
  readonly onSkipped: (photo: SkippedPhoto) => void;
};

/** Records of an extractor, float16 on disk as in its cache. */
export function openShownRecords(context: JobContext, options: RecordsOptions): ShownRecords {
  const { cacheFolder, extractor, cache, onSkipped } = options;
  const file = openRecordFile(cacheFolder, 2 * extractor.length);
  const read = recordReader(context, { extractor, cache, onSkipped });
  const part = (shapes: readonly (readonly number[])[], from: number): Shown => ({
    read,
    keep: (place, record) => file.write(place, float32ToFloat16(record as Float32Array)),
    samplesOf: variants => boundarySamples({ file, variants, shapes, from }),
  });
  const { features, boundary, length } = extractor;
  return {
    features: part([[features]], length - features),
    boundary: part(boundary, 0),
    dispose: () => file.dispose(),
  };
}

export type ShownPixels = Shown & { readonly dispose: () => Promise<void> };

type PixelsOptions = {
  readonly cacheFolder: string;
  readonly preprocessing: Preprocessing;
  readonly augmentation: readonly Augmentation[];
  readonly seed: number;
  readonly threads: number;
  readonly onSkipped: (photo: SkippedPhoto) => void;
};

/** Photos in the network's size, changed anew in every epoch. */
export async function openShownPixels(context: JobContext, options: PixelsOptions): Promise<ShownPixels> {
  const { cacheFolder, preprocessing, augmentation, seed } = options;
  const { heightPx, widthPx } = preprocessing;
  const file = openRecordFile(cacheFolder, heightPx * widthPx * 3);
  const reader = await openPixelReader(context, preprocessing, options);
  return {
    read: reader.read,
    keep: (place, record) => file.write(place, record as Uint8Array),
    samplesOf: variants =>
      pixelSamples({ file, places: variants.map(([own]) => own!), preprocessing, augmentation, seed }),
    async dispose() {
      file.dispose();
      await reader.dispose();
    },
  };
}

/** The parts of a run as a network reads them. `choosing` is the part that chooses the best epoch: the held-out one where there is no other. */
export type Dataset = Readonly<Record<'train' | 'heldOut' | 'choosing', Labelled>>;

/** `labelOf`: the place of a class in the model. */
export function datasetOf(shown: Shown, parts: PlacedParts, labelOf: (classId: number) => number): Dataset {
  const labelled = (placed: PlacedParts['heldOut']): Labelled => ({
    samples: shown.samplesOf(placed.map(({ places }) => places)),
    labels: placed.map(({ photo }) => labelOf(photo.classId)),
  });
  const { train, heldOut, choosing } = parts;
  return {
    train: labelled(train),
    heldOut: labelled(heldOut),
    choosing: labelled(choosing.length > 0 ? choosing : heldOut),
  };
}
