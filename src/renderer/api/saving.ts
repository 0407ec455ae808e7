// What the page knows of unsaved work: gestures on their way to the disk, and those that did not get there.
import { useSyncExternalStore } from 'react';
import type { CallName } from '../../shared/contract.ts';
import { toErrorRecord, type ErrorRecord } from '../../shared/errors.ts';

const gestures: ReadonlySet<CallName> = new Set([
  'photos:exclude',
  'photos:set-split',
  'labels:set',
  'labels:clear',
  'labels:nothing',
  'boxes:add',
  'boxes:update',
  'boxes:delete',
  'classes:create',
  'classes:update',
  'classes:delete',
  'history:undo',
  'history:redo',
  'project:answer-class-folders',
] satisfies CallName[]);

/** Failures to write, not refusals: a class name that is taken leaves nothing unsaved. */
const writeFailures: ReadonlySet<string> = new Set([
  'disk-full',
  'disk-failed',
  'folder-read-only',
  'worker-died',
  'internal',
]);

export type Saving = {
  readonly pending: number;
  /** Gestures that are not on disk since the last good save, and why the newest is not. */
  readonly failed: number;
  readonly error: ErrorRecord | null;
  /** The newest failure lost nothing: the gesture stands in the project, and the core writes its journal line again by itself. */
  readonly isKept: boolean;
};

let saving: Saving = { pending: 0, failed: 0, error: null, isKept: false };
const listeners = new Set<() => void>();

function set(next: Saving): void {
  saving = next;
  for (const listener of listeners) listener();
}

export function isGesture(name: CallName): boolean {
  return gestures.has(name);
}

/** Counts a gesture as pending until its call settles. */
export async function trackSave<T>(answer: Promise<T>): Promise<T> {
  set({ ...saving, pending: saving.pending + 1 });
  try {
    const result = await answer;
    set({ pending: saving.pending - 1, failed: 0, error: null, isKept: false });
    return result;
  } catch (error) {
    const record = toErrorRecord(error);
    set({ ...saving, pending: saving.pending - 1 });
    if (writeFailures.has(record.code)) saveFailed(record, false);
    throw error;
  }
}

export function saveFailed(error: ErrorRecord, isKept: boolean): void {
  set({ ...saving, failed: saving.failed + 1, error, isKept });
}

export function saveSucceeded(): void {
  if (saving.failed > 0) set({ ...saving, failed: 0, error: null, isKept: false });
}

export function useSaving(): Saving {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => saving,
  );
}
