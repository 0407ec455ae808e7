// Which kept answers an event makes stale.
import { QueryClient } from '@tanstack/react-query';
import { expect, onTestFinished, test, vi } from 'vitest';
import { applyEvent, liveRunKey, runEpochsKey, withWork } from '../../../../src/renderer/api/staleness.ts';
import type { EventLine, EventName, Events } from '../../../../src/shared/events.ts';
import type { RunId } from '../../../../src/shared/records/ids.ts';
import type { ProjectSummary, WorkStatus } from '../../../../src/shared/records/project.ts';
import type { EpochRecord } from '../../../../src/shared/records/run.ts';

const line = <Name extends EventName>(event: Name, data: Events[Name]): EventLine =>
  ({ core: 'c', seq: 1, event, data }) as EventLine;

function keeping(...keys: readonly (readonly unknown[])[]): QueryClient {
  const queries = new QueryClient();
  for (const key of keys) queries.setQueryData(key, { kept: true });
  return queries;
}
const isStale = (queries: QueryClient, key: readonly unknown[]): boolean => queries.getQueryState(key)!.isInvalidated;

test('changed photos make only the details stale that hold one of them', () => {
  const queries = keeping(['photos:read', { ids: [1, 2] }], ['photos:read', { ids: [3] }], ['classes:list', null]);
  applyEvent(queries, line('data:changed', { subjects: ['photos'], photos: [2] }));
  expect(isStale(queries, ['photos:read', { ids: [1, 2] }])).toBe(true);
  expect(isStale(queries, ['photos:read', { ids: [3] }])).toBe(false);
  expect(isStale(queries, ['classes:list', null])).toBe(false);
});

test('lists follow gestures a moment later and together; a change of all photos at once', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const list = ['photos:query', { sort: 'name' }];
  const queries = keeping(list);
  const touch = (photos: number[] | null): void =>
    applyEvent(queries, line('data:changed', { subjects: ['photos'], photos }));
  touch([1]);
  touch([2]);
  expect(isStale(queries, list)).toBe(false);
  vi.runAllTimers();
  expect(isStale(queries, list)).toBe(true);
  queries.setQueryData(list, { kept: true });
  vi.runAllTimers();
  expect(isStale(queries, list)).toBe(false);
  touch(null);
  expect(isStale(queries, list)).toBe(true);
});

test('lists follow from time to time also where gestures do not pause', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const list = ['photos:query', { sort: 'name' }];
  const queries = keeping(list);
  let follows = 0;
  for (let gesture = 0; gesture < 60; gesture++) {
    applyEvent(queries, line('data:changed', { subjects: ['photos'], photos: [gesture] }));
    vi.advanceTimersByTime(100);
    if (!isStale(queries, list)) continue;
    follows++;
    queries.setQueryData(list, { kept: true });
  }
  expect(follows).toBe(2);
});

test('when all photos may have changed every detail is stale', () => {
  const queries = keeping(['photos:read', { ids: [3] }]);
  applyEvent(queries, line('data:changed', { subjects: ['photos'], photos: null }));
  expect(isStale(queries, ['photos:read', { ids: [3] }])).toBe(true);
});

test('after a gap in the stream everything is asked for again', () => {
  const queries = keeping(['app:info', null], ['runs:list', null]);
  applyEvent(queries, line('stream:reset', null));
  expect(isStale(queries, ['app:info', null])).toBe(true);
  expect(isStale(queries, ['runs:list', null])).toBe(true);
});

test('when another project is opened, what was known of the one before is forgotten', () => {
  const queries = keeping(['photos:counts', null], ['recents:list', null]);
  queries.setQueryData(['app:info', null], { project: { folder: '/a' } });
  applyEvent(queries, line('project:changed', { folder: '/b' } as ProjectSummary));
  expect(queries.getQueryState(['photos:counts', null])).toBeUndefined();
  expect(queries.getQueryState(['recents:list', null])).toBeDefined();
  expect(queries.getQueryData(['project:read', null])).toEqual({ folder: '/b' });
});

test('a renamed project keeps what is known of it', () => {
  const queries = keeping(['photos:counts', null]);
  queries.setQueryData(['app:info', null], { project: { folder: '/a', name: 'old' } });
  applyEvent(queries, line('project:changed', { folder: '/a', name: 'new' } as ProjectSummary));
  expect(queries.getQueryData(['photos:counts', null])).toEqual({ kept: true });
});

test('a saved gesture is at once the one that undo names', () => {
  const queries = new QueryClient();
  const history = { last: null, undo: null, redo: null };
  applyEvent(queries, line('gesture:saved', history));
  expect(queries.getQueryData(['history:state', null])).toBe(history);
});

test('a gesture makes only the part of the history stale that it can change, and every count that follows from it', () => {
  const block = (before: number | null) => ['history:list', { before, limit: 200 }];
  const always = [
    ['history:count', null],
    ['history:would-change', { sequence: 1 }],
    ['history:of-photo', { photoId: 1 }],
  ];
  const queries = keeping(block(201), block(401), block(601), block(null), ...always);
  const state = (undo: number): Events['gesture:saved'] =>
    ({ last: null, undo: { sequence: undo }, redo: null }) as Events['gesture:saved'];
  queries.setQueryData(['history:state', null], state(450));
  applyEvent(queries, line('gesture:saved', state(300)));
  expect(isStale(queries, block(201))).toBe(false);
  for (const key of [block(401), block(601), block(null), ...always]) expect(isStale(queries, key)).toBe(true);
});

test('the health of all photos follows changes from time to time, not each of them', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const health = ['health:read', null];
  const queries = keeping(health, ['photos:query', {}]);
  applyEvent(queries, line('data:changed', { subjects: ['skipped'], photos: null }));
  expect(isStale(queries, health)).toBe(false);
  vi.runAllTimers();
  expect(isStale(queries, health)).toBe(true);
  expect(isStale(queries, ['photos:query', {}])).toBe(false);
});

test('the live run is there while it runs and gone when it ends', () => {
  const queries = new QueryClient();
  applyEvent(queries, line('run:progress', { runId: 4 } as Events['run:progress']));
  expect(queries.getQueryData(liveRunKey)).toEqual({ runId: 4 });
  applyEvent(queries, line('run:changed', { id: 4, state: 'finished' } as unknown as Events['run:changed']));
  expect(queries.getQueryData(liveRunKey)).toBeNull();
});

test('progress replaces the work it belongs to, or is added', () => {
  const [a, b] = ['a', 'b'].map(id => ({ id, done: 0 }) as WorkStatus) as [WorkStatus, WorkStatus];
  expect(withWork([a], b)).toEqual([a, b]);
  expect(withWork([a, b], { ...a, done: 5 }).map(work => work.done)).toEqual([5, 0]);
});

test('the epochs of a run are kept in order, each run on its own', () => {
  const queries = new QueryClient();
  const epoch = (number: number): EpochRecord => ({
    epoch: number,
    stage: 'cross-validation',
    trainLoss: 1 / number,
    trainAccuracy: 0.5,
    heldOutLoss: null,
    heldOutAccuracy: null,
    learningRate: 0.1,
  });
  for (const [runId, number] of [
    [1, 1],
    [1, 2],
    [2, 1],
  ] as const)
    applyEvent(queries, line('run:epoch', { runId: runId as RunId, epoch: epoch(number) }));
  expect(queries.getQueryData(runEpochsKey(1 as RunId))).toEqual([epoch(1), epoch(2)]);
  expect(queries.getQueryData(runEpochsKey(2 as RunId))).toEqual([epoch(1)]);
});
