// What the page knows of unsaved work: gestures on their way to the disk, those that did not get there, and how to try those again.
import { useSyncExternalStore } from 'react';
import type { CallName } from '../../shared/contract.ts';
import { toErrorRecord, type ErrorRecord } from '../../shared/errors.ts';
import { gestureLine } from './gesture-line.ts';

const gestures: ReadonlySet<CallName> = new Set([
  'photos:exclude',
  'photos:set-split',
  'labels:set',
  'labels:clear',
  'labels:nothing',
  'things:add',
  'things:update',
  'things:delete',
  'classes:create',
  'classes:update',
  'classes:delete',
  'import:apply',
  'history:undo',
  'history:redo',
  'history:go-to',
  'history:restore-photo',
  'classes:merge',
  'classes:split',
  'health:keep-together',
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

/** A part of the page that keeps gestures until they are on disk (the queue of Label). */
export type Keeper = {
  /** Gestures it keeps now. */
  readonly count: () => number;
  readonly subscribe: (changed: () => void) => void;
  /** Settles when nothing is on its way: all is saved, or something failed. */
  readonly settled: () => Promise<unknown>;
  readonly retry: () => void;
  /** Their project is closed: they can never be saved. */
  readonly giveUp: () => void;
};

type Send = { readonly send: () => Promise<unknown>; readonly isRepeatable: boolean };

/** Done twice these are as done once. */
const repeatable: ReadonlySet<CallName> = new Set([
  'photos:exclude',
  'photos:set-split',
  'labels:clear',
  'labels:nothing',
  'classes:update',
] satisfies CallName[]);

/** Whether a gesture may be sent again where nobody knows if it was written: the core died before it answered. */
export function isRepeatable(name: CallName, arg: unknown): boolean {
  return repeatable.has(name) || (name === 'labels:set' && (arg as { readonly how: unknown }).how === 'replace');
}

/** The core was gone before it said whether it wrote. */
export function isUncertain({ code, details }: ErrorRecord): boolean {
  return code === 'worker-died' && details['worker'] === 'core';
}

const nothing = { failed: 0, error: null, isKept: false } as const;
let saving: Saving = { pending: 0, ...nothing };
/** Sends the gestures again that failed since the last good save and that no keeper keeps, oldest first. */
let failedSends: readonly Send[] = [];
/** Gestures of which nobody knows whether they were written, and that must not be done twice. */
let uncertain = 0;
const onTheirWay = new Set<Promise<unknown>>();
const keepers: Keeper[] = [];
const listeners = new Set<() => void>();
const openEdits = new Set<() => void>();

function changed(): void {
  for (const listener of listeners) listener();
}

function set(next: Saving): void {
  saving = next;
  changed();
}

export function isGesture(name: CallName): boolean {
  return gestures.has(name);
}

/** `isKept`: its caller keeps it, waits for its turn and sends it again by itself. `isRepeatable`: see there. */
type SaveOptions = { readonly isKept: boolean; readonly isRepeatable?: boolean };

/** Sends a gesture in its turn; it counts as pending until it settles. */
export async function trackSave<T>(send: () => Promise<T>, { isKept, isRepeatable = true }: SaveOptions): Promise<T> {
  const answer = isKept ? send() : gestureLine.inTurn(send);
  onTheirWay.add(answer);
  set({ ...saving, pending: onTheirWay.size });
  try {
    const result = await answer;
    onTheirWay.delete(answer);
    failedSends = [];
    set({ pending: onTheirWay.size, ...nothing });
    return result;
  } catch (error) {
    const record = toErrorRecord(error);
    onTheirWay.delete(answer);
    const isLost = isWriteFailure(record);
    if (isLost && !isKept) {
      if (isRepeatable || !isUncertain(record)) failedSends = [...failedSends, { send, isRepeatable }];
      else uncertain += 1;
    }
    set({ ...saving, pending: onTheirWay.size });
    if (isLost) saveFailed(record, false);
    throw error;
  }
}

const isWriteFailure = ({ code }: ErrorRecord): boolean => writeFailures.has(code);

export function saveFailed(error: ErrorRecord, isKept: boolean): void {
  set({ ...saving, failed: saving.failed + 1, error, isKept });
}

export function saveSucceeded(): void {
  if (saving.failed > 0) {
    failedSends = [];
    set({ ...saving, ...nothing });
  }
}

export function keepUnsaved(keeper: Keeper): void {
  keepers.push(keeper);
  keeper.subscribe(changed);
}

const unsavedCount = (): number => keepers.reduce((sum, keeper) => sum + keeper.count(), failedSends.length);

/** Something is not on disk now: on its way, or failed. */
export function isUnsaved(): boolean {
  return onTheirWay.size + unsavedCount() > 0;
}

/** `finish` makes a gesture of what is half drawn; it is called before the project or the page is left. Gives the function that ends it. */
export function finishBeforeLeaving(finish: () => void): () => void {
  openEdits.add(finish);
  window.addEventListener('beforeunload', finish);
  return () => {
    openEdits.delete(finish);
    window.removeEventListener('beforeunload', finish);
  };
}

/** Finishes what is half drawn and waits for what is on its way; how many gestures are not on disk then, and why the newest is not. */
export async function savingSettled(): Promise<{ readonly count: number; readonly error: ErrorRecord | null }> {
  for (const finish of openEdits) finish();
  await Promise.allSettled([...onTheirWay, ...keepers.map(keeper => keeper.settled())]);
  return { count: unsavedCount(), error: saving.error };
}

/** Tries everything again that is not on disk, in its order, up to the next failure to write. Rejects where the core refuses one. */
export async function retrySaving(): Promise<void> {
  const sends = failedSends;
  failedSends = [];
  for (const [place, { send, isRepeatable }] of sends.entries()) {
    try {
      await trackSave(send, { isKept: false, isRepeatable });
    } catch (error) {
      failedSends = [...failedSends, ...sends.slice(place + 1)];
      changed();
      if (isWriteFailure(toErrorRecord(error))) return;
      throw error;
    }
  }
  for (const keeper of keepers) keeper.retry();
}

/** How many gestures may or may not have been written; from then on they count no more: what is on the screen was read anew. */
export function forgetUncertain(): number {
  const count = uncertain;
  uncertain = 0;
  if (count > 0 && unsavedCount() === 0) saveSucceeded();
  return count;
}

/** Another project is open: what could not be saved must never reach it. */
export function giveUpUnsaved(): void {
  failedSends = [];
  uncertain = 0;
  gestureLine.giveUp();
  for (const keeper of keepers) keeper.giveUp();
  set({ ...saving, ...nothing });
}

/** Calls `listener` whenever saving or what is unsaved changes; gives the function that ends it. */
export function onSaving(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSaving(): Saving {
  return useSyncExternalStore(onSaving, () => saving);
}
