// Photos in a network's size, as they are: what a training reads whose first layers learn too.
import type { Preprocessing } from '../../engine/preprocessing.ts';
import { openResizer } from './extractor.ts';
import { pixelsAsScanned, skippedPhoto, type SkippedPhoto } from './features.ts';
import type { JobContext } from './job-context.ts';
import { loadAhead } from './load-ahead.ts';
import type { Reader } from './part-places.ts';

const photosAhead = 8;

export type PixelReader = { readonly read: Reader<Uint8Array>; readonly dispose: () => Promise<void> };

/** Gives one record for each photo, RGB of the network's size, whatever its variants. */
export async function openPixelReader(
  context: JobContext,
  preprocessing: Preprocessing,
  { threads, onSkipped }: { readonly threads: number; readonly onSkipped: (photo: SkippedPhoto) => void },
): Promise<PixelReader> {
  const resizer = await openResizer(preprocessing, threads);
  const atLeastPx = Math.max(preprocessing.heightPx, preprocessing.widthPx);
  return {
    async *read(photos) {
      const decode = (photo: (typeof photos)[number]) => pixelsAsScanned(context, photo, atLeastPx);
      for await (const { item: photo, outcome } of loadAhead(photos, decode, photosAhead)) {
        if (outcome.status === 'fulfilled') yield { photo, records: [await resizer.resized(outcome.value)] };
        else onSkipped(skippedPhoto(photo, outcome.reason));
      }
    },
    dispose: () => resizer.dispose(),
  };
}
