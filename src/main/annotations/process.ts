// Runs one job in a dataset worker of its own: a child process with a small environment and limited memory that ends with its parent,
// is noticed when it dies or hangs, and leaves no process behind.
import { fork } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError, fromErrorRecord } from '../../shared/errors.ts';
import { smallEnvironment } from '../../shared/small-environment.ts';
import { keepLastWords, reasonOfEnd } from '../../shared/worker-words.ts';
import type { DatasetJob, FromDataset, OutcomeOf, ToDataset } from './jobs.ts';

const entry = fileURLToPath(new URL(`../workers/dataset${path.extname(import.meta.filename)}`, import.meta.url));
/** Between two signs of life: the longest step is the parse of one file of at most 64 MB. */
const silentForMs = 120_000;
const heapMegabytes = 3_072;

export type RunningDatasetJob<Job extends DatasetJob> = {
  /** Settles when the process is gone. */
  readonly result: Promise<OutcomeOf<Job>>;
  readonly pid: number;
};

export type DatasetJobOptions = {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** Default two minutes. */
  readonly silentForMs?: number;
};

/**
 * Starts the job in a new process. `result` rejects with the job's own error, or with `cancelled`, `worker-died` {worker, reason} or
 * `worker-stuck` {worker, seconds}.
 */
export function startDatasetJob<Job extends DatasetJob>(
  job: Job,
  { signal, onProgress, silentForMs: limitMs = silentForMs }: DatasetJobOptions = {},
): RunningDatasetJob<Job> {
  const child = fork(entry, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [`--max-old-space-size=${heapMegabytes}`],
    env: { ...smallEnvironment(process.env), VIPS_BLOCK_UNTRUSTED: '1', MALLOC_ARENA_MAX: '2' },
  });
  const errors = keepLastWords(child.stderr);
  const { promise, resolve, reject } = Promise.withResolvers<OutcomeOf<Job>>();
  /** Decided once; told when the process is gone. */
  let ending: { readonly outcome: OutcomeOf<Job> } | { readonly error: AppError } | null = null;
  let timer: NodeJS.Timeout | undefined;

  const end = (how: NonNullable<typeof ending>): void => {
    ending ??= how;
    clearTimeout(timer);
    child.kill('SIGKILL');
  };
  const expectSigns = (): void => {
    clearTimeout(timer);
    const stuck = new AppError('worker-stuck', { worker: 'dataset', seconds: limitMs / 1_000 });
    timer = setTimeout(() => end({ error: stuck }), limitMs);
  };
  const cancel = (): void => end({ error: new AppError('cancelled') });
  const settle = (died: AppError): void => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
    const how = ending ?? { error: died };
    if ('outcome' in how) resolve(how.outcome);
    else reject(how.error);
  };

  // Our own worker, started from our own entry, is the only one at the other end of this channel.
  child.on('message', (message: FromDataset) => {
    if (ending !== null) return;
    expectSigns();
    if (message.kind === 'progress') onProgress?.(message.done, message.total);
    else if (message.kind === 'failed') end({ error: fromErrorRecord(message.error) });
    else if (message.kind === 'done') end({ outcome: message.outcome as OutcomeOf<Job> });
  });
  child.once('close', (code, killed) => settle(died(reasonOfEnd(code, killed, errors()))));
  child.once('error', error => {
    if (child.pid === undefined) settle(died(error.message));
  });
  signal?.addEventListener('abort', cancel);
  expectSigns();
  if (signal?.aborted) cancel();
  // A failed send means that the worker is gone, which `close` tells with the reason.
  else child.send({ kind: 'start', job } satisfies ToDataset, () => undefined);
  return { result: promise, pid: child.pid ?? -1 };
}

const died = (reason: string): AppError => new AppError('worker-died', { worker: 'dataset', reason });
