// Times the way of a photo to its features on this machine, for the promise before the click.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readBuiltIn } from '../formats/models/built-in.ts';
import type { JobOutcome, TimingJob } from './api.ts';
import { openBackbone } from './backbone.ts';
import type { JobContext } from './job-context.ts';
import { loadAhead } from './load-ahead.ts';
import { madePhotoPng } from './made-photo.ts';

/** About what a photo of a collection costs to decode: larger ones are read at a fraction of their size. */
const photo = { widthPx: 800, heightPx: 600, kind: 'disc', seed: 1 } as const;
const [warmUpPhotos, timedPhotos] = [4, 24];
const photosAhead = 8;

/** Photos a second from the file to the features of both variants, decoding beside computing as a run does. */
export async function timePhotos(
  job: TimingJob,
  context: JobContext,
): Promise<Extract<JobOutcome, { kind: 'timing' }>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fovea-timing-'));
  try {
    const file = path.join(folder, 'made.png');
    await writeFile(file, madePhotoPng(photo));
    const backbone = await openBackbone(await readBuiltIn(job.resourcesFolder), job.threads);
    const decode = () => context.pixels(file, { atLeastPx: 224 });
    const pass = async (photos: number): Promise<number> => {
      const startMs = performance.now();
      for await (const { outcome } of loadAhead(Array.from({ length: photos }), decode, photosAhead)) {
        if (outcome.status === 'rejected') throw outcome.reason;
        await backbone.features(outcome.value, ['original', 'flipped']);
      }
      return performance.now() - startMs;
    };
    await pass(warmUpPhotos);
    const elapsedMs = await pass(timedPhotos);
    await backbone.dispose();
    return { kind: 'timing', photosPerSecond: timedPhotos / (elapsedMs / 1_000) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
