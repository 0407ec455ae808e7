// Runs one job in a child process of its own: starts it, listens to it, notices when it dies or hangs, and leaves no process behind.
import { fork } from 'node:child_process';
import { startAwakeTimer } from '../../shared/awake-timer.ts';
import { AppError } from '../../shared/errors.ts';
import { keepLastWords, reasonOfEnd } from '../../shared/worker-words.ts';

/** How a job ended, and how long its process may take to leave; without that time it is killed at once. */
export type JobEnd<Outcome> = ({ readonly outcome: Outcome } | { readonly error: AppError }) & {
  readonly leaveWithinMs?: number | undefined;
};

type JobProcess<Outcome> = {
  /** Names the process in errors. */
  readonly worker: 'engine' | 'dataset';
  /** Its module; it takes the job as the message {kind: 'start', job}. */
  readonly entry: string;
  readonly execArgv: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly job: object;
  /** The longest time between two messages while this process is awake. */
  readonly silentForMs: number;
  /** What a message says: the end, or null while the job goes on. Nothing is heard after the end. */
  readonly hear: (message: unknown) => JobEnd<Outcome> | null;
};

export type RunningProcess<Outcome> = {
  /** Settles when the process is gone. */
  readonly result: Promise<Outcome>;
  readonly send: (message: object) => void;
  /** Kills the process; `result` rejects with `cancelled`. */
  readonly cancel: () => void;
  readonly pid: number;
};

/**
 * Starts the job. `result` gives what `hear` made of the end, or rejects with its error, with `cancelled`, `worker-died` {worker, reason}
 * or `worker-stuck` {worker, seconds}.
 */
export function startJobProcess<Outcome>(process: JobProcess<Outcome>): RunningProcess<Outcome> {
  const { worker, silentForMs } = process;
  const child = fork(process.entry, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [...process.execArgv],
    env: process.environment,
  });
  const errors = keepLastWords(child.stderr);
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  /** Decided once; told when the process is gone. */
  let ending: JobEnd<Outcome> | null = null;
  let leaving: NodeJS.Timeout | undefined;

  const end = (how: JobEnd<Outcome>): void => {
    ending ??= how;
    silence.stop();
    clearTimeout(leaving);
    if (how.leaveWithinMs === undefined) child.kill('SIGKILL');
    else leaving = setTimeout(() => child.kill('SIGKILL'), how.leaveWithinMs);
  };
  const silence = startAwakeTimer(silentForMs, () =>
    end({ error: new AppError('worker-stuck', { worker, seconds: silentForMs / 1_000 }) }),
  );
  const settle = (reason: string, cause?: Error): void => {
    silence.stop();
    clearTimeout(leaving);
    const how = ending ?? { error: new AppError('worker-died', { worker, reason }, { cause }) };
    if ('outcome' in how) resolve(how.outcome);
    else reject(how.error);
  };
  const send = (message: object): void => {
    // A failed send means that the process is gone, which `close` tells with the reason.
    if (child.connected) child.send(message, () => undefined);
  };

  child.on('message', (message: unknown) => {
    if (ending !== null) return;
    silence.restart();
    const how = process.hear(message);
    if (how !== null) end(how);
  });
  // `close` comes after the last message and the last words on standard error were read; `exit` may come before them.
  child.once('close', (code, signal) => settle(reasonOfEnd(code, signal, errors())));
  child.once('error', error => {
    if (child.pid === undefined) settle(error.message, error);
  });
  send({ kind: 'start', job: process.job });
  return { result: promise, send, cancel: () => end({ error: new AppError('cancelled') }), pid: child.pid ?? -1 };
}
