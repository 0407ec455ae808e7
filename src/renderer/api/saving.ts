// What the page knows of unsaved work: gestures on their way to the disk, those that did not get there, and how to try those again.
import { noop } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { AppError, fromErrorRecord, toErrorRecord, type ErrorRecord } from '../../shared/errors.ts';
import { isUncertain, isWriteFailure, type SaveOptions } from './gesture-kinds.ts';
import { gestureLine } from './gesture-line.ts';

export type Saving = {
  readonly pending: number;
  /** Failures since everything was on disk, and why the newest is not. */
  readonly failed: number;
  readonly error: ErrorRecord | null;
  /** The newest failure lost nothing: the gesture stands in the project, and the core writes its journal line again by itself. */
  readonly isKept: boolean;
};

/** A part of the page that keeps gestures until they are on disk (the queue of Label). */
export type Keeper = {
  /** Gestures it keeps now. */
  readonly count: () => number;
  /** One of them could not be saved, and the others wait behind it. */
  readonly hasFailed: () => boolean;
  readonly subscribe: (changed: () => void) => void;
  /** Settles when nothing is on its way: all is saved, or something failed. */
  readonly settled: () => Promise<unknown>;
  readonly retry: () => void;
  /** Their project is closed: they can never be saved. */
  readonly giveUp: () => void;
};

type Send = { readonly send: () => Promise<unknown>; readonly isRepeatable: boolean };

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
let tellRefused: (error: AppError) => void = noop;

function changed(): void {
  for (const listener of listeners) listener();
}

function set(next: Saving): void {
  saving = next;
  changed();
}

/** Sends a gesture in its turn, behind those that failed before; it counts as pending until it settles. */
export async function trackSave<T>(
  send: () => Promise<T>,
  { isKept, isRepeatable = true, isStep = false }: SaveOptions,
): Promise<T> {
  const isOpen = gestureLine.watchProject();
  let isSent = false;
  const ordered = async (): Promise<T> => {
    if (failedSends.length > 0) {
      const refused = await resendFailed();
      if (refused) tellRefused(refused);
      if (!isOpen()) throw new AppError('cancelled');
    }
    if (isStep && keepers.some(keeper => keeper.hasFailed())) throw new AppError('unsaved-first');
    isSent = true;
    return send();
  };
  const answer = isKept ? ordered() : gestureLine.inTurn(ordered);
  onTheirWay.add(answer);
  set({ ...saving, pending: onTheirWay.size });
  try {
    const result = await answer;
    onTheirWay.delete(answer);
    set({ ...saving, pending: onTheirWay.size });
    saveSucceeded();
    return result;
  } catch (error) {
    const record = toErrorRecord(error);
    onTheirWay.delete(answer);
    const isDoubtful = isSent && isUncertain(record);
    const isLost = isOpen() && isWriteFailure(record) && (!isStep || isDoubtful);
    if (isLost && !isKept) {
      if (isRepeatable || !isDoubtful) failedSends = [...failedSends, { send, isRepeatable }];
      else uncertain += 1;
    }
    set({ ...saving, pending: onTheirWay.size });
    if (isLost) saveFailed(record, false);
    throw error;
  }
}

/**
 * Sends what failed once more, oldest first. Gives the first refusal: a gesture that the core refuses can never be saved.
 * @throws what keeps the first of the others from being written; they wait on.
 */
async function resendFailed(): Promise<AppError | null> {
  let refused: AppError | null = null;
  for (let first = failedSends[0]; first; first = failedSends[0]) {
    const sent = first;
    try {
      await sent.send();
    } catch (error) {
      const record = toErrorRecord(error);
      if (isWriteFailure(record) && (sent.isRepeatable || !isUncertain(record))) throw error;
      if (isWriteFailure(record)) uncertain += 1;
      else refused ??= fromErrorRecord(record);
    }
    failedSends = failedSends.filter(other => other !== sent);
  }
  return refused;
}

export function saveFailed(error: ErrorRecord, isKept: boolean): void {
  set({ ...saving, failed: saving.failed + 1, error, isKept });
}

/** The disk takes gestures again; what failed and waits to be sent again stays unsaved. */
export function saveSucceeded(): void {
  if (saving.failed > 0 && failedSends.length === 0) set({ ...saving, ...nothing });
}

/** `tell` hears of gestures that were sent again by themselves and refused. */
export function onRefused(tell: (error: AppError) => void): void {
  tellRefused = tell;
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
  let refused: AppError | null = null;
  if (failedSends.length > 0) {
    try {
      refused = await gestureLine.inTurn(resendFailed);
    } catch (error) {
      saveFailed(toErrorRecord(error), false);
      return;
    }
    saveSucceeded();
  }
  for (const keeper of keepers) keeper.retry();
  if (refused) throw refused;
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
