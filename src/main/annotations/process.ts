// Runs one job in a dataset worker of its own: a child process with a small environment and limited memory.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromErrorRecord } from '../../shared/errors.ts';
import { smallEnvironment } from '../../shared/small-environment.ts';
import { startJobProcess, type JobEnd, type RunningProcess } from '../processes/job-process.ts';
import type { DatasetJob, FromDataset, OutcomeOf } from './jobs.ts';

const entry = fileURLToPath(new URL(`../workers/dataset${path.extname(import.meta.filename)}`, import.meta.url));
/** Between two signs of life: the longest step is the parse of one file of at most 64 MB. */
const silentForMs = 120_000;
const heapMegabytes = 3_072;

export type DatasetJobOptions = {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** Default two minutes. */
  readonly silentForMs?: number;
};

/** Starts the job in a new process. `result` rejects as that of `startJobProcess`; with `cancelled` where `signal` is aborted. */
export function startDatasetJob<Job extends DatasetJob>(
  job: Job,
  { signal, onProgress, silentForMs: limitMs = silentForMs }: DatasetJobOptions = {},
): Pick<RunningProcess<OutcomeOf<Job>>, 'result' | 'pid'> {
  const hear = (raw: unknown): JobEnd<OutcomeOf<Job>> | null => {
    // Our own worker, started from our own entry, is the only one at the other end of this channel.
    const message = raw as FromDataset;
    if (message.kind === 'failed') return { error: fromErrorRecord(message.error) };
    if (message.kind === 'done') return { outcome: message.outcome as OutcomeOf<Job> };
    if (message.kind === 'progress') onProgress?.(message.done, message.total);
    return null;
  };
  const { result, cancel, pid } = startJobProcess({
    worker: 'dataset',
    entry,
    execArgv: [`--max-old-space-size=${heapMegabytes}`],
    environment: { ...smallEnvironment(process.env), VIPS_BLOCK_UNTRUSTED: '1', MALLOC_ARENA_MAX: '2' },
    job,
    silentForMs: limitMs,
    hear,
  });
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted) cancel();
  return { result: result.finally(() => signal?.removeEventListener('abort', cancel)), pid };
}
