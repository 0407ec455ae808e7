// The thread of an engine worker in which the job runs: gives the job its context and tells the process what comes of it.
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { fromErrorRecord, invariant, toErrorRecord, type ErrorRecord } from '../../shared/errors.ts';
import type { EngineJob, FromEngine } from '../training/api.ts';
import type { DecodedPhoto } from '../training/job-context.ts';
import { runJob } from '../training/run-job.ts';

export type JobStart = {
  readonly job: EngineJob;
  /** One Int32: 1 from the moment the person asked to stop and keep. */
  readonly stop: SharedArrayBuffer;
  readonly decoderVersion: string;
};

/** From this thread to its process: what the core is told, and photos to be decoded. */
export type FromJob =
  FromEngine | { readonly kind: 'pixels'; readonly id: number; readonly file: string; readonly atLeastPx: number };

export type ToJob = { readonly id: number } & ({ readonly photo: DecodedPhoto } | { readonly error: ErrorRecord });

const beatMs = 5_000;

invariant(!isMainThread && parentPort, 'the job runs in a thread of the engine worker');
const port = parentPort;
const { job, stop, decoderVersion } = workerData as JobStart;
const tell = (message: FromJob): void => port.postMessage(message);
const waiting = new Map<number, PromiseWithResolvers<DecodedPhoto>>();
let photosAsked = 0;

port.on('message', (message: ToJob) => {
  const asked = waiting.get(message.id);
  waiting.delete(message.id);
  if ('photo' in message) asked?.resolve(message.photo);
  else asked?.reject(fromErrorRecord(message.error));
});

// Beaten from the job's own thread: a job that hangs falls silent, although its process lives.
setInterval(() => tell({ kind: 'alive' }), beatMs).unref();

try {
  const outcome = await runJob(job, {
    pixels: (file, { atLeastPx }) => {
      const id = photosAsked++;
      const asked = Promise.withResolvers<DecodedPhoto>();
      waiting.set(id, asked);
      tell({ kind: 'pixels', id, file, atLeastPx });
      return asked.promise;
    },
    decoderVersion,
    report: tell,
    isStopRequested: () => Atomics.load(new Int32Array(stop), 0) === 1,
  });
  tell({ kind: 'done', outcome });
} catch (error) {
  tell({ kind: 'failed', error: toErrorRecord(error) });
}
port.close();
