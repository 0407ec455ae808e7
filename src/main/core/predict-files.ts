// Which photos a chosen file or folder holds for a prediction, and the prediction itself as an engine job.
import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { PredictedPhoto, PredictionBatch } from '../../shared/records/prediction.ts';
import { scanFolder } from '../photos/scan.ts';
import type { PredictJob, RunningJob } from '../training/api.ts';
import { startJob } from '../training/supervise.ts';
import { folderError, systemCode } from './disk.ts';

export type PhotoToPredict = { readonly name: string; readonly file: string };
export type SkippedPhoto = PredictionBatch['skipped'][number];

/** `name` is relative to a folder, with `/`, or the file's own name. Throws photo-or-folder-missing, folder-unreadable. */
export async function photosIn(
  chosen: string,
): Promise<{ readonly photos: PhotoToPredict[]; readonly skipped: SkippedPhoto[] }> {
  let isFolder: boolean;
  let real: string;
  try {
    real = await realpath(chosen);
    isFolder = (await lstat(real)).isDirectory();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error))) {
      throw new AppError('photo-or-folder-missing', { path: chosen }, { cause: error });
    }
    throw folderError(error, chosen);
  }
  if (!isFolder) return { photos: [{ name: path.basename(chosen), file: real }], skipped: [] };
  const scan = await scanFolder(real);
  const photos = scan.found.map(({ path: name }) => ({ name, file: path.join(real, ...name.split('/')) }));
  const skipped = scan.skipped.map(({ path: photo, code, details }) => ({
    photo,
    code,
    details: { file: photo, ...details },
  }));
  return { photos, skipped };
}

export type PredictListener = {
  readonly onPhoto: (photo: PredictedPhoto) => void;
  readonly onSkipped: (skipped: SkippedPhoto) => void;
  readonly onProgress: (done: number, total: number) => void;
};

/** Starts the job; photos come through the listener in the order they are done. */
export function startPrediction(job: PredictJob, listener: PredictListener): RunningJob<{ readonly kind: 'predict' }> {
  return startJob(job, {
    onMessage(message) {
      if (message.kind === 'progress') listener.onProgress(message.done, message.total);
      if (message.kind === 'skipped') {
        const { index, code, details } = message;
        listener.onSkipped({ photo: job.photos[index]?.name ?? '', code, details });
      }
      if (message.kind !== 'predicted') return;
      for (const { index, top } of message.photos) {
        listener.onPhoto({ photo: job.photos[index]?.name ?? '', index, top });
      }
    },
  });
}
