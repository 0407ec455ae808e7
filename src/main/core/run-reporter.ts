// What a run that goes on says, passed on: its epochs are kept, its progress becomes a rate and the time that is left.
import type { RunId } from '../../shared/records/ids.ts';
import type { PlannedPart, RunPhase } from '../../shared/records/run.ts';
import type { FromEngine } from '../training/api.ts';
import type { Context } from './context.ts';
import type { OpenProject } from './open-project.ts';
import type { WorkHandle } from './work.ts';

export type RunClock = {
  readonly id: RunId;
  readonly startedMs: number;
  /** What was planned of it; empty where it was not timed before. */
  readonly parts: readonly PlannedPart[];
  /** Milliseconds since the start at which each phase began. */
  readonly phases: Map<RunPhase, number>;
};

const announcedEveryMs = 100;

/** Passes the worker's messages on: progress as events, epochs into the store. */
export function runReporter(
  { events, options }: Context,
  { store }: OpenProject,
  { id, startedMs, phases, parts }: RunClock,
  work: WorkHandle,
): (message: FromEngine) => void {
  let lastMs = 0;
  return message => {
    if (message.kind === 'epoch') {
      events.emit('run:epoch', { runId: id, epoch: message.epoch });
      store
        .runsEpoch(id, message.epoch)
        .catch((error: unknown) => options.log(`An epoch was not kept: ${String(error)}`));
    }
    if (message.kind !== 'progress') return;
    const nowMs = performance.now();
    const { phase, done, total } = message;
    if (!phases.has(phase)) phases.set(phase, nowMs - startedMs);
    else if (nowMs - lastMs < announcedEveryMs && done < total) return;
    lastMs = nowMs;
    work.progress(done, total);
    const elapsed = (nowMs - startedMs - phases.get(phase)!) / 1_000;
    const perSecond = elapsed > 0 ? done / elapsed : 0;
    events.emit('run:progress', {
      runId: id,
      phase,
      done,
      total,
      perSecond,
      elapsedSeconds: (nowMs - startedMs) / 1_000,
      secondsLeft: perSecond > 0 && total > done ? (total - done) / perSecond + secondsAfter(parts, phase) : null,
    });
  };
}

/** What was planned to come after a phase. */
function secondsAfter(parts: readonly PlannedPart[], phase: RunPhase): number {
  const place = parts.findIndex(({ part }) => part === phase);
  return place < 0 ? 0 : parts.slice(place + 1).reduce((sum, { seconds }) => sum + seconds, 0);
}
