// Long work: each piece has an id, a rate and a time left, is announced at most ten times a second and can be cancelled.
import { randomUUID } from 'node:crypto';
import { AppError, toErrorRecord } from '../../shared/errors.ts';
import type { RunId, WorkId } from '../../shared/records/ids.ts';
import type { WorkKind, WorkStatus } from '../../shared/records/project.ts';
import type { EventHub } from './events.ts';

const announceMs = 100;
const rateWindowMs = 5_000;
const keptFinished = 50;

/** What a piece of work is given to report with. */
export type WorkHandle = {
  readonly id: WorkId;
  /** Aborted when a person cancels the work or the core closes. */
  readonly signal: AbortSignal;
  progress(done: number, total: number): void;
  setRun(runId: RunId): void;
};

export type Works = {
  /** Starts `task` and gives its id at once. The task's failure becomes the state `failed` with its error, `cancelled` on an abort. */
  start(kind: WorkKind, task: (work: WorkHandle) => Promise<void>): WorkId;
  /** Running work and what ended lately, newest last. */
  list(): readonly WorkStatus[];
  /** Throws `not-found` for an unknown id. Cancelling what has ended does nothing. */
  cancel(id: WorkId): void;
  /** Resolves when the work has ended, however it ended, with its last state. */
  ended(id: WorkId): Promise<WorkStatus>;
  /** This work, or any. */
  isRunning(id?: WorkId): boolean;
  /** Cancels everything and waits for it to end. */
  close(): Promise<void>;
};

type Piece = {
  status: WorkStatus;
  readonly abort: AbortController;
  readonly samples: { atMs: number; done: number }[];
  timer: NodeJS.Timeout | null;
  ended: Promise<void>;
};

export function createWorks(events: EventHub): Works {
  const pieces = new Map<WorkId, Piece>();

  function announce(piece: Piece): void {
    if (piece.timer !== null) clearTimeout(piece.timer);
    piece.timer = null;
    events.emit('work:progress', piece.status);
  }
  function announceSoon(piece: Piece): void {
    piece.timer ??= setTimeout(() => announce(piece), announceMs);
  }
  function pieceOf(id: WorkId): Piece {
    const piece = pieces.get(id);
    if (piece === undefined) throw new AppError('not-found', { what: 'work' });
    return piece;
  }
  function forgetOldest(): void {
    const finished = [...pieces].filter(([, { status }]) => status.state !== 'running');
    for (const [id] of finished.slice(0, Math.max(0, finished.length - keptFinished))) pieces.delete(id);
  }

  return {
    start(kind, task) {
      const id = `${kind}-${randomUUID().slice(0, 13)}` as WorkId;
      const abort = new AbortController();
      const piece: Piece = {
        status: startStatus(id, kind),
        abort,
        samples: [{ atMs: performance.now(), done: 0 }],
        timer: null,
        ended: Promise.resolve(),
      };
      pieces.set(id, piece);
      announce(piece);
      const handle: WorkHandle = {
        id,
        signal: abort.signal,
        progress(done, total) {
          if (piece.status.state !== 'running') return;
          piece.status = { ...piece.status, done, total, ...rateOf(piece.samples, done, total) };
          announceSoon(piece);
        },
        setRun(runId) {
          piece.status = { ...piece.status, runId };
          announceSoon(piece);
        },
      };
      const end = (changes: Partial<WorkStatus>): void => {
        piece.status = { ...piece.status, perSecond: 0, secondsLeft: null, ...changes };
        announce(piece);
        forgetOldest();
      };
      piece.ended = Promise.resolve()
        .then(() => task(handle))
        .then(
          () => end(abort.signal.aborted ? { state: 'cancelled' } : { state: 'done' }),
          (error: unknown) => {
            const cancelled = abort.signal.aborted || (error instanceof AppError && error.code === 'cancelled');
            end(cancelled ? { state: 'cancelled' } : { state: 'failed', error: toErrorRecord(error) });
          },
        );
      return id;
    },
    list: () => [...pieces.values()].map(piece => piece.status),
    cancel(id) {
      pieceOf(id).abort.abort();
    },
    async ended(id) {
      const piece = pieceOf(id);
      await piece.ended;
      return piece.status;
    },
    isRunning: id =>
      [...pieces.values()].some(({ status }) => status.state === 'running' && (id === undefined || status.id === id)),
    async close() {
      for (const piece of pieces.values()) piece.abort.abort();
      await Promise.all([...pieces.values()].map(piece => piece.ended));
    },
  };
}

function startStatus(id: WorkId, kind: WorkKind): WorkStatus {
  return { id, kind, state: 'running', done: 0, total: 0, perSecond: 0, secondsLeft: null, runId: null, error: null };
}

/** Rate over the last seconds, so that a slow start does not spoil the promise of the time left. */
function rateOf(
  samples: { atMs: number; done: number }[],
  done: number,
  total: number,
): Pick<WorkStatus, 'perSecond' | 'secondsLeft'> {
  const nowMs = performance.now();
  samples.push({ atMs: nowMs, done });
  while (samples.length > 2 && samples[1]!.atMs < nowMs - rateWindowMs) samples.shift();
  const first = samples[0]!;
  const seconds = (nowMs - first.atMs) / 1_000;
  const perSecond = seconds > 0 ? Math.max(0, (done - first.done) / seconds) : 0;
  return { perSecond, secondsLeft: perSecond > 0 && total > 0 ? Math.max(0, total - done) / perSecond : null };
}
