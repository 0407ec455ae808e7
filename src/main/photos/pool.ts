// A few decode workers and the queue before them: what a person waits for goes first, a worker that dies takes only its own
// photo with it, and none outlives the pool.
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { DecodePool } from './api.ts';
import type { DecodeRequest, DecodeResult, DecodeResults } from './decode-messages.ts';
import { startDecodeProcess, type DecodeProcess, type Outcome } from './decode-process.ts';

type Job = {
  readonly request: DecodeRequest;
  readonly finish: (outcome: Outcome) => void;
  readonly refuse: (error: unknown) => void;
};

/** A place for one worker. It is started when first needed and replaced when it is spent or gone. */
type Seat = { process: DecodeProcess | null; tilePath: string | null };

export type DecodePoolOptions = {
  /** Default min(cores, 4). */
  readonly workers?: number;
  /** How long one photo may take before its worker is ended, milliseconds; default 15 s. */
  readonly answerWithinMs?: number;
};

/** Workers for whoever needs pixels. They start when first needed; `dispose` ends them. */
export function createDecodePool({
  workers = Math.min(availableParallelism(), 4),
  answerWithinMs = 15_000,
}: DecodePoolOptions = {}): DecodePool {
  const urgent: Job[] = [];
  const patient: Job[] = [];
  const free: Seat[] = Array.from({ length: workers }, () => ({ process: null, tilePath: null }));
  const busy = new Map<Seat, Promise<void>>();
  let isDisposed = false;

  /**
   * Rejects where the pool was disposed, no worker can be started, or `signal` ended the wait before a worker was free; what happened to the
   * photo is in the outcome.
   */
  function ask(request: DecodeRequest, signal?: AbortSignal): Promise<Outcome> {
    if (isDisposed || signal?.aborted) return Promise.reject(new AppError('cancelled'));
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
    const queue = request.kind === 'picture' || request.kind === 'tile' ? urgent : patient;
    const job = { request, finish: resolve, refuse: reject };
    queue.push(job);
    signal?.addEventListener('abort', () => {
      const at = queue.indexOf(job);
      if (at >= 0) queue.splice(at, 1)[0]!.refuse(new AppError('cancelled'));
    });
    seatWorkers();
    return promise;
  }

  async function resultOf(request: DecodeRequest, signal?: AbortSignal): Promise<DecodeResult> {
    const outcome = await ask(request, signal);
    if (outcome.kind === 'done') return outcome.result;
    if (outcome.kind === 'failed') throw outcome.error;
    const file = 'path' in request ? path.basename(request.path) : 'thumbnail';
    throw new AppError('photo-damaged', { file, reason: outcome.reason });
  }

  function seatWorkers(): void {
    while (free.length > 0 && urgent.length + patient.length > 0) {
      const seat = takeSeat(urgent[0] ?? patient[0]!);
      busy.set(seat, workAt(seat));
    }
  }

  /** Tiles go to the worker that holds their photo; anything else rather goes to another. */
  function takeSeat({ request }: Job): Seat {
    const file = 'path' in request ? request.path : null;
    const isWanted = (seat: Seat): boolean => (request.kind === 'tile') === (seat.tilePath === file);
    const at = Math.max(0, free.findIndex(isWanted));
    return free.splice(at, 1)[0]!;
  }

  async function workAt(seat: Seat): Promise<void> {
    for (let job = next(); job; job = next()) {
      try {
        const outcome = await outcomeOf(seat, job.request);
        if (outcome.kind === 'ended' && isDisposed) throw new AppError('cancelled');
        job.finish(outcome);
      } catch (error) {
        job.refuse(error);
      }
    }
    busy.delete(seat);
    free.push(seat);
  }

  const next = (): Job | undefined => urgent.shift() ?? patient.shift();

  /** Tried once more after a crash: the system ends processes for reasons that are not the photo's. Time is not given twice. */
  async function outcomeOf(seat: Seat, request: DecodeRequest): Promise<Outcome> {
    const outcome = await outcomeOfOneTry(seat, request);
    const isCrash = outcome.kind === 'ended' && outcome.reason === 'reader-crashed';
    return isCrash && !isDisposed ? outcomeOfOneTry(seat, request) : outcome;
  }

  async function outcomeOfOneTry(seat: Seat, request: DecodeRequest): Promise<Outcome> {
    seat.process ??= await startDecodeProcess(answerWithinMs);
    if (isDisposed) return { kind: 'ended', reason: 'reader-crashed' };
    const outcome = await seat.process.ask(request);
    if (request.kind === 'tile') seat.tilePath = request.path;
    if (outcome.kind === 'ended' || seat.process.isSpent()) {
      await seat.process.end();
      Object.assign(seat, { process: null, tilePath: null } satisfies Seat);
    }
    return outcome;
  }

  return {
    async probe(file, { thumbnail }) {
      const outcome = await ask({ kind: 'probe', path: file, thumbnail });
      if (outcome.kind === 'done') return outcome.result as DecodeResults['probe'];
      if (outcome.kind === 'failed') throw outcome.error;
      const details = { reason: outcome.reason };
      return { probe: { kind: 'skipped', code: 'photo-damaged', details }, thumbnailJpeg: null };
    },
    async sizes(paths) {
      const outcome = await ask({ kind: 'sizes', paths });
      if (outcome.kind === 'done') return outcome.result as DecodeResults['sizes'];
      if (outcome.kind === 'failed') throw outcome.error;
      return paths.map(() => null);
    },
    async picture(file, { signal, ...form }) {
      return (await resultOf({ kind: 'picture', path: file, ...form }, signal)) as DecodeResults['picture'];
    },
    async tile(file, column, row, signal) {
      return (await resultOf({ kind: 'tile', path: file, column, row }, signal)) as DecodeResults['tile'];
    },
    async pixels(file, { atLeastPx }) {
      return (await resultOf({ kind: 'pixels', path: file, atLeastPx })) as DecodeResults['pixels'];
    },
    async look(jpeg) {
      return (await resultOf({ kind: 'look', jpeg })) as DecodeResults['look'];
    },
    async dispose() {
      isDisposed = true;
      for (const job of [...urgent.splice(0), ...patient.splice(0)]) job.refuse(new AppError('cancelled'));
      const seats = [...free, ...busy.keys()];
      const working = [...busy.values()];
      await Promise.all(seats.map(seat => seat.process?.end()));
      await Promise.all(working);
      await Promise.all(seats.map(seat => seat.process?.end()));
    },
  };
}
