// Which answers an event makes stale: from the subjects that the core announces to the calls that read them.
import type { QueryClient } from '@tanstack/react-query';
import type { CallArg, CallName } from '../../shared/contract.ts';
import type { DataSubject, EventLine } from '../../shared/events.ts';
import type { AppInfo } from '../../shared/calls/app.ts';
import type { RunId } from '../../shared/records/ids.ts';
import type { HistoryState, ProjectSummary, WorkStatus } from '../../shared/records/project.ts';
import type { EpochRecord } from '../../shared/records/run.ts';
import { makeStale, setAnswer } from './overtaken.ts';

const readBy: Readonly<Record<DataSubject, readonly CallName[]>> = {
  photos: [
    'photos:query',
    'photos:read',
    'import:read',
    'annotations:plan',
    'photos:counts',
    'health:read',
    'training:plan',
    'training:preview',
    'runs:cell',
    'runs:list',
    'runs:read',
    'runs:compare',
  ],
  counts: ['photos:counts', 'training:plan'],
  classes: [
    'classes:list',
    'import:read',
    'annotations:plan',
    'photos:counts',
    'health:read',
    'training:plan',
    'training:preview',
  ],
  runs: ['health:read', 'runs:list', 'runs:read', 'runs:epochs', 'runs:cell', 'runs:compare', 'training:plan'],
  models: ['models:list', 'models:card', 'backbones:list', 'training:plan'],
  recents: ['recents:list', 'restore:state', 'sync:notices'],
  skipped: ['photos:skipped', 'health:read', 'photos:counts'],
  settings: ['app:info', 'training:plan'],
};

/** Calls that do not speak of the open project, so they outlive its closing. */
const ofTheApplication: ReadonlySet<string> = new Set([
  'app:info',
  'recents:list',
  'folders:list',
  'work:list',
  'cache:size',
  'self-test:read',
  'diagnostics:read',
  'licences:read',
] satisfies CallName[]);

/** Where the progress of the run that goes on now is kept (null: none does). */
export const liveRunKey = ['run:progress'] as const;
/** Where the epochs that a run announced are kept; those before are the core's (`runs:epochs`). */
export const runEpochsKey = (run: RunId) => ['run:epoch', run] as const;

/** The list with the newest state of one piece of work in it. */
export function withWork(list: readonly WorkStatus[], work: WorkStatus): readonly WorkStatus[] {
  return list.some(({ id }) => id === work.id) ? list.map(old => (old.id === work.id ? work : old)) : [...list, work];
}

/** Applies one event to the kept answers. */
export function applyEvent(queries: QueryClient, line: EventLine): void {
  switch (line.event) {
    case 'stream:reset':
      makeStale(queries);
      return;
    case 'data:changed':
      invalidate(queries, line.data.subjects, line.data.photos);
      return;
    case 'project:changed':
      projectChanged(queries, line.data);
      return;
    case 'gesture:saved':
      gestureSaved(queries, line.data);
      return;
    case 'run:changed':
      invalidate(queries, ['runs'], null);
      if (line.data.state !== 'running') queries.setQueryData(liveRunKey, null);
      return;
    case 'work:progress':
      setAnswer<readonly WorkStatus[]>(queries, ['work:list', null], list => list && withWork(list, line.data));
      return;
    case 'run:progress':
      queries.setQueryData(liveRunKey, line.data);
      return;
    case 'run:epoch': {
      const { runId, epoch } = line.data;
      queries.setQueryData<readonly EpochRecord[]>(runEpochsKey(runId), (before = []) => [...before, epoch]);
      return;
    }
    case 'save:failed':
    case 'app:stopping':
    case 'stream:beat':
      return;
  }
}

/**
 * A gesture is seen on the lists before the core answers; only what follows from it (photos that change group or leave a filter) waits
 * for the core. Reading a list of 100,000 photos after every key, or their health, would keep the store from the next gesture, so these
 * follow when the person pauses, and in between from time to time.
 */
const pauseMs = 600;
const longestWaitMs = 3_000;
type Follower = { readonly timer: ReturnType<typeof setTimeout>; readonly sinceMs: number };
type Following = 'photos:query' | 'health:read';
const followers = new WeakMap<QueryClient, Map<Following, Follower>>();

function followSoon(queries: QueryClient, name: Following): void {
  const waiting = followers.get(queries) ?? new Map<Following, Follower>();
  followers.set(queries, waiting);
  const before = waiting.get(name);
  clearTimeout(before?.timer);
  const nowMs = Date.now();
  const sinceMs = before?.sinceMs ?? nowMs;
  const timer = setTimeout(
    () => {
      waiting.delete(name);
      makeStale(queries, { queryKey: [name] });
    },
    Math.min(pauseMs, sinceMs + longestWaitMs - nowMs),
  );
  waiting.set(name, { timer, sinceMs });
}

function invalidate(queries: QueryClient, subjects: readonly DataSubject[], photos: readonly number[] | null): void {
  const names = new Set<string>(subjects.flatMap(subject => readBy[subject]));
  const touched = photos && new Set(photos);
  if (touched && names.delete('photos:query')) followSoon(queries, 'photos:query');
  if (names.delete('health:read')) followSoon(queries, 'health:read');
  makeStale(queries, {
    predicate: ({ queryKey: [name, arg] }) => {
      if (typeof name !== 'string' || !names.has(name)) return false;
      if (name !== 'photos:read' || !touched) return true;
      return (arg as { ids: readonly number[] }).ids.some(id => touched.has(id));
    },
  });
}

/** Answers that any gesture makes stale. */
const ofEveryGesture: ReadonlySet<string> = new Set([
  'history:count',
  'history:find',
  'history:would-change',
  'history:of-photo',
  'restore:state',
  'restore:preview',
] satisfies CallName[]);

/**
 * What a gesture does to the history: gestures up to the last one that counts, before and after it, stay as they are for ever, so only
 * the parts of the list above that are read again.
 */
function gestureSaved(queries: QueryClient, history: HistoryState): void {
  const before = queries.getQueryData<HistoryState>(['history:state', null]);
  const settled = Math.min(before?.undo?.sequence ?? 0, history.undo?.sequence ?? 0);
  setAnswer(queries, ['history:state', null], () => history);
  makeStale(queries, {
    predicate: ({ queryKey: [name, arg] }) => {
      if (ofEveryGesture.has(String(name))) return true;
      if (name !== 'history:list') return false;
      const upTo = (arg as CallArg<'history:list'>).before;
      return upTo === null || upTo > settled;
    },
  });
}

function projectChanged(queries: QueryClient, project: ProjectSummary | null): void {
  const before = queries.getQueryData<AppInfo>(['app:info', null]);
  setAnswer<AppInfo>(queries, ['app:info', null], info => info && { ...info, project });
  if (before?.project?.folder !== project?.folder) {
    queries.removeQueries({ predicate: ({ queryKey: [name] }) => !ofTheApplication.has(String(name)) });
  }
  if (project) setAnswer(queries, ['project:read', null], () => project);
}
