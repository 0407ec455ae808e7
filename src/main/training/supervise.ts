// Runs one job in an engine worker of its own: starts it, checks what it says, notices when it dies or hangs, and leaves no process behind.
import { fork } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError, fromErrorRecord } from '../../shared/errors.ts';
import { engineMessage } from '../../shared/records/engine-message.ts';
import { keepLastWords, reasonOfEnd } from '../../shared/worker-words.ts';
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

/**
 * Starts the job in a new process. `result` settles when the process is gone: with the outcome; with the job's own error; or
 * with `cancelled`, `worker-died` {worker, reason}, `worker-stuck` {worker, seconds}, or `engine-failed` for a message that is none.
 */
export function startJob<Job extends EngineJob>(job: Job, { onMessage }: JobListener = {}): RunningJob<OutcomeOf<Job>> {
  const child = fork(entry, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: workerEnvironment(job.threads),
  });
  const errors = keepLastWords(child.stderr);
  const { promise, resolve, reject } = Promise.withResolvers<OutcomeOf<Job>>();
  /** Decided once; told when the process is gone. */
  let ending: { readonly outcome: OutcomeOf<Job> } | { readonly error: AppError } | null = null;
  let timer: NodeJS.Timeout;

  const end = (how: NonNullable<typeof ending>, withinMs: number): void => {
    clearTimeout(timer);
    if (ending !== null) return;
    ending = how;
    if (withinMs === 0) child.kill('SIGKILL');
    else timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
  };
  const expectSigns = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      end({ error: new AppError('worker-stuck', { worker: 'engine', seconds: silentForMs(job) / 1_000 }) }, 0);
    }, silentForMs(job));
  };
  const settle = (died: AppError): void => {
    clearTimeout(timer);
    const how = ending ?? { error: died };
    if ('outcome' in how) resolve(how.outcome);
    else reject(how.error);
  };

  child.on('message', (raw: unknown) => {
    if (ending !== null) return;
    expectSigns();
    const { success, data, error } = engineMessage.safeParse(raw);
    const message: FromEngine | undefined = data;
    const isForeign = message?.kind === 'done' && message.outcome.kind !== job.kind;
    if (!success || message === undefined || isForeign) {
      const reason = `an unreadable message: ${isForeign ? message.outcome.kind : String(error).slice(0, 500)}`;
      end({ error: new AppError('engine-failed', { reason }, { cause: error }) }, 0);
    } else if (message.kind === 'done') end({ outcome: message.outcome as OutcomeOf<Job> }, leaveWithinMs);
    else if (message.kind === 'failed') end({ error: fromErrorRecord(message.error) }, leaveWithinMs);
    else onMessage?.(message);
  });
  // `close` comes after the last message and the last words on standard error were read; `exit` may come before them.
  child.once('close', (code, signal) =>
    settle(new AppError('worker-died', { worker: 'engine', reason: reasonOfEnd(code, signal, errors()) })),
  );
  child.once('error', error => {
    if (child.pid === undefined)
      settle(new AppError('worker-died', { worker: 'engine', reason: error.message }, { cause: error }));
  });
  const send = (message: ToEngine): void => {
    // A failed send means that the worker is gone, which `close` tells with the reason.
    if (child.connected) child.send(message, () => undefined);
  };
  expectSigns();
  send({ kind: 'start', job });
  return {
    result: promise,
    stopAndKeep: () => send({ kind: 'stop-and-keep' }),
    cancel: () => end({ error: new AppError('cancelled') }, 0),
    pid: child.pid ?? -1,
  };
}
