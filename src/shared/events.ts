// Everything the core may announce. Events state facts; they never ask for work.
import type { HistoryState, ProjectSummary, WorkStatus } from './records/project.ts';
import type { EpochRecord, RunProgress, RunSummary } from './records/run.ts';
import type { RunId } from './records/ids.ts';

export interface Events {
  /** Opened, closed (null), renamed, scanned, or its counts changed. */
  'project:changed': ProjectSummary | null;
  /** What a page has read of these subjects is out of date. `photos` lists ids, or null for all. */
  'data:changed': { readonly subjects: readonly DataSubject[]; readonly photos: readonly number[] | null };
  /** A gesture is on disk. */
  'gesture:saved': HistoryState;
  'work:progress': WorkStatus;
  'run:progress': RunProgress;
  'run:epoch': { readonly runId: RunId; readonly epoch: EpochRecord };
  'run:changed': RunSummary;
  /** Writing the journal failed: the gesture stands in the database, its journal line is tried again. */
  'save:failed': { readonly code: string; readonly details: Readonly<Record<string, unknown>> };
  /** Fovea ends: its work is stopped and everything stored; then the stream ends. */
  'app:stopping': null;
  /** Sent alone to a new page, and when earlier events are gone: ask for everything again. */
  'stream:reset': null;
  'stream:beat': null;
}
export const dataSubjects = [
  'photos',
  'counts',
  'classes',
  'runs',
  'models',
  'recents',
  'skipped',
  'settings',
] as const;
export type DataSubject = (typeof dataSubjects)[number];
export type EventName = keyof Events;

/** One line of `GET /events`. `core` is new per start of the core; `seq` counts from 1. */
export type EventLine = {
  [Name in EventName]: {
    readonly core: string;
    readonly seq: number;
    readonly event: Name;
    readonly data: Events[Name];
  };
}[EventName];
