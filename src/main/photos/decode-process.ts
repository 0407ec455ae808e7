// One decode worker as its parent holds it: a child process with a small environment, no standard input, a deadline for every
// request and a way to end it at any time.
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAwakeTimer, type AwakeTimer } from '../../shared/awake-timer.ts';
import { AppError, fromErrorRecord } from '../../shared/errors.ts';
import { smallEnvironment } from '../../shared/small-environment.ts';
import { keepLastWords } from '../../shared/worker-words.ts';
import type { DecodeReply, DecodeRequest, DecodeResult } from './decode-messages.ts';

const entry = fileURLToPath(new URL(`../workers/decode${path.extname(import.meta.filename)}`, import.meta.url));
const startWithinMs = 30_000;
// Replaced before leaks or fragments of a thousand foreign files add up.
const mostRequests = 1_000;
const mostRssBytes = 800e6;

/** How a request ended: with its result, with an error about the file, or with the end of the worker. */
export type Outcome =
  | { readonly kind: 'done'; readonly result: DecodeResult }
  | { readonly kind: 'failed'; readonly error: AppError }
  | { readonly kind: 'ended'; readonly reason: 'took-too-long' | 'reader-crashed' };

export type DecodeProcess = {
  /** One at a time. Never rejects; after `ended` the process is gone. */
  ask(request: DecodeRequest): Promise<Outcome>;
  /** It has done or grown enough and should be replaced between two requests. */
  isSpent(): boolean;
  /** Ends it at once; resolves when it is gone. */
  end(): Promise<void>;
};

/** Starts a worker whose every answer may take `answerWithinMs`. Rejects with worker-died when it does not come up; that is never a photo's fault. */
export async function startDecodeProcess(answerWithinMs: number): Promise<DecodeProcess> {
  const child = fork(entry, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: decodeEnvironment(),
  });
  const errors = keepLastWords(child.stderr);
  const ended = new Promise<'ended'>(resolve => {
    child.once('exit', () => resolve('ended'));
    child.once('error', () => resolve('ended'));
  });
  const end = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  let requests = 0;
  let rssBytes = 0;

  const ask = async (request: DecodeRequest): Promise<Outcome> => {
    requests += 1;
    const reply = await nextReply(child, ended, answerWithinMs, () => child.send(request));
    if (reply === 'ended') return { kind: 'ended', reason: 'reader-crashed' };
    if (reply === 'late' || reply.state === 'ready') {
      await end();
      return { kind: 'ended', reason: 'took-too-long' };
    }
    rssBytes = reply.rssBytes;
    return reply.state === 'done'
      ? { kind: 'done', result: reply.result }
      : { kind: 'failed', error: fromErrorRecord(reply.error) };
  };

  const ready = await nextReply(child, ended, startWithinMs, () => undefined);
  if (ready === 'late' || ready === 'ended') {
    await end();
    throw new AppError('worker-died', { worker: 'decode', reason: errors() || ready });
  }
  return { ask, end, isSpent: () => requests >= mostRequests || rssBytes > mostRssBytes };
}

/** What the worker says next, or that it ended or was late. `start` runs after the listening began. */
async function nextReply(
  child: ChildProcess,
  ended: Promise<'ended'>,
  withinMs: number,
  start: () => void,
): Promise<DecodeReply | 'ended' | 'late'> {
  let timer: AwakeTimer | undefined;
  let heard: ((message: unknown) => void) | undefined;
  try {
    return await Promise.race([
      ended,
      new Promise<'late'>(resolve => (timer = startAwakeTimer(withinMs, () => resolve('late')))),
      new Promise<DecodeReply>(resolve => {
        // Our own worker, started from our own entry, is the only one at the other end of this channel.
        heard = message => resolve(message as DecodeReply);
        child.once('message', heard);
        if (child.connected) start();
      }),
    ]);
  } finally {
    timer?.stop();
    if (heard) child.off('message', heard);
  }
}

/** Fewer malloc arenas keep glibc from holding on to the memory of large photos. */
const decodeEnvironment = (): NodeJS.ProcessEnv => ({
  ...smallEnvironment(process.env),
  VIPS_BLOCK_UNTRUSTED: '1',
  MALLOC_ARENA_MAX: '2',
});
