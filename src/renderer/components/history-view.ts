// The history panel beside a screen: whether it is open, and which photos going to the row under the pointer would change.
import { useEffect, useSyncExternalStore } from 'react';
import type { PhotoId } from '../../shared/records/ids.ts';
import { readRemembered, remember, useRemembered } from '../api/remembered.ts';

const openKey = 'history.open';
const nothing: ReadonlySet<PhotoId> = new Set();

let marked: ReadonlySet<PhotoId> = nothing;
let chosen: PhotoId | null = null;
let isFocusWanted = false;
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useHistoryOpen(): boolean {
  return useRemembered(openKey, false)[0];
}

/** A person asked for the history: its rows take the keyboard. */
export function openHistory(): void {
  isFocusWanted = true;
  remember(openKey, true);
  tell();
}

export function closeHistory(): void {
  remember(openKey, false);
}

export function toggleHistory(): void {
  if (readRemembered(openKey, false)) closeHistory();
  else openHistory();
}

/** Calls `focus` once each time a person asks for the history; not where it merely was open before. */
export function useHistoryFocus(focus: () => void): void {
  useEffect(() => {
    const look = (): void => {
      if (!isFocusWanted) return;
      isFocusWanted = false;
      focus();
    };
    look();
    return subscribe(look);
  }, [focus]);
}

/** Marks the photos that a step in the history would change. */
export function markPhotos(photos: readonly PhotoId[]): void {
  if (photos.length === 0 && marked.size === 0) return;
  marked = photos.length === 0 ? nothing : new Set(photos);
  tell();
}

export function useIsMarked(photo: PhotoId): boolean {
  return useSyncExternalStore(subscribe, () => marked.has(photo));
}

/** The screen says which photo is selected, so that the panel can show its past. */
export function useHistoryPhoto(photo: PhotoId | null): void {
  useEffect(() => {
    chosen = photo;
    tell();
    return () => {
      chosen = null;
      tell();
    };
  }, [photo]);
}

export function useChosenPhoto(): PhotoId | null {
  return useSyncExternalStore(subscribe, () => chosen);
}
