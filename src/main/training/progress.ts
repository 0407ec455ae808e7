// Says how far a job is, at most ten times a second and always at the end of a phase.
import type { RunPhase } from '../../shared/records/run.ts';
import type { JobContext } from './job-context.ts';

export type Progress = (phase: RunPhase, done: number, total: number) => void;

const everyMs = 100;

export function progressOf({ report }: Pick<JobContext, 'report'>): Progress {
  let saidMs = -Infinity;
  let saidPhase: RunPhase | null = null;
  return (phase, done, total) => {
    const nowMs = performance.now();
    if (phase === saidPhase && done < total && nowMs - saidMs < everyMs) return;
    saidMs = nowMs;
    saidPhase = phase;
    report({ kind: 'progress', phase, done, total });
  };
}
