// Runs one job in an engine worker of its own, and checks what the worker says.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError, fromErrorRecord } from '../../shared/errors.ts';
import { engineMessage } from '../../shared/records/engine-message.ts';
import { startJobProcess, type JobEnd } from '../processes/job-process.ts';
import type { EngineJob, FromEngine, JobOutcome, RunningJob, ToEngine } from './api.ts';
import { workerEnvironment } from './worker-environment.ts';

const entry = fileURLToPath(new URL(`../workers/engine${path.extname(import.meta.filename)}`, import.meta.url));
/**
 * The worker says `alive` every 5 s, but between steps only: one of a large network takes half a minute on a slow computer, and
 * minutes where other programs keep it busy, because a training has a low priority.
 */
const silentForMs = ({ kind }: EngineJob): number => (kind === 'train' || kind === 'timing' ? 600_000 : 30_000);
/** A worker that has given its result and still runs is ended. */
const leaveWithinMs = 2_000;

export type OutcomeOf<Job extends EngineJob> = Extract<JobOutcome, { readonly kind: Job['kind'] }>;

export type JobListener = {
  /** Every message but `done` and `failed`, which are the result. */
  readonly onMessage?: (message: FromEngine) => void;
};

/** Starts the job in a new process. `result` rejects as that of `startJobProcess`, or with `engine-failed` for a message that is none. */
export function startJob<Job extends EngineJob>(job: Job, { onMessage }: JobListener = {}): RunningJob<OutcomeOf<Job>> {
  const hear = (raw: unknown): JobEnd<OutcomeOf<Job>> | null => {
    const { success, data, error } = engineMessage.safeParse(raw);
    if (!success) return foreign(String(error).slice(0, 500), error);
    const message: FromEngine = data;
    if (message.kind === 'failed') return { error: fromErrorRecord(message.error), leaveWithinMs };
    if (message.kind === 'done') {
      if (message.outcome.kind !== job.kind) return foreign(message.outcome.kind);
      return { outcome: message.outcome as OutcomeOf<Job>, leaveWithinMs };
    }
    onMessage?.(message);
    return null;
  };
  const { result, send, cancel, pid } = startJobProcess({
    worker: 'engine',
    entry,
    execArgv: [],
    environment: workerEnvironment(job.threads),
    job,
    silentForMs: silentForMs(job),
    hear,
  });
  return { result, cancel, pid, stopAndKeep: () => send({ kind: 'stop-and-keep' } satisfies ToEngine) };
}

const foreign = (what: string, cause?: Error): { readonly error: AppError } => ({
  error: new AppError('engine-failed', { reason: `an unreadable message: ${what}` }, { cause }),
});
