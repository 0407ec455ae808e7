// Predicts on files with a trained model or with the built-in network: streamed, and a file that cannot be read is named, not fatal.
import { writeFile } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import { writeNpy } from '../formats/models/npy.ts';
import type { JobOutcome, PredictJob } from './api.ts';
import { photoTensor } from './extractor.ts';
import { openClassifier, readClassifier } from './classifier.ts';
import { photoErrorOf, plainDetails } from './features.ts';
import type { DecodedPhoto, JobContext } from './job-context.ts';
import { loadAhead } from './load-ahead.ts';
import { progressOf } from './progress.ts';

const photosAhead = 8;
/** Photos in one message, so that a folder of thousands does not send thousands of messages. */
const photosPerMessage = 16;
const messageEveryMs = 100;

type Predicted = { readonly index: number; readonly top: { class: string; probability: number }[] };

/** Does a predict job. Rejects with an AppError about the model, the disk or the engine, never about a photo. */
export async function predict(job: PredictJob, context: JobContext): Promise<Extract<JobOutcome, { kind: 'predict' }>> {
  const progress = progressOf(context);
  progress('preparing', 0, job.photos.length);
  const { onnx, classes, atLeastPx } = await readClassifier(job.modelFolder, job.resourcesFolder);
  const classifier = await openClassifier(onnx, job.threads);
  const send = batched(context);
  let done = 0;
  let wantsInput = job.saveInput !== null;
  const decode = ({ file }: PredictJob['photos'][number]): Promise<DecodedPhoto> => context.pixels(file, { atLeastPx });
  for await (const { item, outcome } of loadAhead(job.photos, decode, photosAhead)) {
    const index = done++;
    if (outcome.status === 'rejected') {
      const error = photoErrorOf(outcome.reason);
      context.report({
        kind: 'skipped',
        index,
        code: error.code,
        details: { ...plainDetails(error), file: item.name },
      });
    } else {
      if (wantsInput) await saveInput(job.saveInput!, outcome.value);
      wantsInput = false;
      send.add({ index, top: likeliest(await classifier.probabilities(outcome.value), classes, job.top) });
    }
    progress('scoring', done, job.photos.length);
  }
  send.flush();
  await classifier.dispose();
  return { kind: 'predict' };
}

/** The `top` likeliest classes, likeliest first; equal ones in the model's order. */
export function likeliest(
  probabilities: Float32Array,
  classes: readonly string[],
  top: number,
): { class: string; probability: number }[] {
  return [...probabilities.keys()]
    .sort((a, b) => probabilities[b]! - probabilities[a]!)
    .slice(0, top)
    .map(index => ({ class: classes[index]!, probability: asFraction(probabilities[index]!) }));
}

/** A float32 softmax may come to a hair above 1. */
export const asFraction = (probability: number): number => Math.min(1, Math.max(0, probability));

function batched({ report }: JobContext): { readonly add: (photo: Predicted) => void; readonly flush: () => void } {
  let photos: Predicted[] = [];
  let sentMs = performance.now();
  const flush = (): void => {
    if (photos.length > 0) report({ kind: 'predicted', photos });
    photos = [];
    sentMs = performance.now();
  };
  return {
    add: photo => {
      photos.push(photo);
      if (photos.length >= photosPerMessage || performance.now() - sentMs >= messageEveryMs) flush();
    },
    flush,
  };
}

async function saveInput(file: string, photo: DecodedPhoto): Promise<void> {
  try {
    await writeFile(file, writeNpy(photoTensor(photo)));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new AppError(reason === 'ENOSPC' ? 'disk-full' : 'disk-failed', { file, reason }, { cause: error });
  }
}
