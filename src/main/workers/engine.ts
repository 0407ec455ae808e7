// Entry of an engine worker: a child process that does one job for one parent. The job runs in a thread of its own, because a
// step of ONNX Runtime blocks its thread; here messages stay alive and photos are decoded ahead by this process's own decode workers.
import './thread-flags.ts';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError, toErrorRecord } from '../../shared/errors.ts';
import { decoderVersion } from '../photos/decoder-version.ts';
import { createDecodePool } from '../photos/pool.ts';
import type { FromEngine, ToEngine } from '../training/api.ts';
import { endWithParent } from './end-with-parent.ts';
import type { FromJob, JobStart, ToJob } from './engine-thread.ts';

const threadEntry = new URL(`./engine-thread${path.extname(import.meta.filename)}`, import.meta.url);
const mostDecodeWorkers = 4;

endWithParent({ hasLongSteps: false });

function start({ job }: Extract<ToEngine, { kind: 'start' }>): void {
  // A training may take long and must not be felt; what a person waits for may.
  if (job.kind === 'train') os.setPriority(os.constants.priority.PRIORITY_LOW);
  const pool = createDecodePool({ workers: Math.min(job.threads, mostDecodeWorkers) });
  const stop = new SharedArrayBuffer(4);
  const workerData: JobStart = { job, stop, decoderVersion };
  const thread = new Worker(threadEntry, { workerData, execArgv: [] });
  let isOver = false;

  const finish = async (last: FromEngine): Promise<void> => {
    if (isOver) return;
    isOver = true;
    await pool.dispose();
    process.send?.(last, () => process.disconnect());
  };
  const answer = async ({ id, file, atLeastPx }: Extract<FromJob, { kind: 'pixels' }>): Promise<void> => {
    try {
      const photo = await pool.pixels(file, { atLeastPx });
      // Handed over, not copied, where the pixels own their memory.
      const rgb = photo.rgb.buffer.byteLength === photo.rgb.byteLength ? photo.rgb : photo.rgb.slice();
      thread.postMessage({ id, photo: { ...photo, rgb } } satisfies ToJob, [rgb.buffer as ArrayBuffer]);
    } catch (error) {
      thread.postMessage({ id, error: toErrorRecord(error) } satisfies ToJob);
    }
  };
  thread.on('message', (message: FromJob) => {
    if (message.kind === 'pixels') void answer(message);
    else if (message.kind === 'done' || message.kind === 'failed') void finish(message);
    else if (!isOver) process.send?.(message);
  });
  thread.once('error', error => void finish({ kind: 'failed', error: toErrorRecord(asFailure(error)) }));
  process.on('message', (message: ToEngine) => {
    if (message.kind === 'stop-and-keep') Atomics.store(new Int32Array(stop), 0, 1);
  });
}

/** A thread ends with an error of its own only when its memory is short or by a bug. */
function asFailure(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const isMemory = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
  const reason = isMemory ? 'out-of-memory' : error instanceof Error ? error.message : String(error);
  return new AppError(isMemory ? 'worker-died' : 'internal', { worker: 'engine', reason }, { cause: error });
}

process.once('message', (message: ToEngine) => {
  if (message.kind === 'start') start(message);
});
