// Small choices of one person on one screen (widths, sizes, open panels), remembered in the browser. Facts live in the core.
import { useCallback, useSyncExternalStore } from 'react';

const changed = new EventTarget();
const storageKey = (key: string): string => `fovea.${key}`;

type Small = string | number | boolean;

/** What was remembered under `key`, or `initial` when nothing (or something of another type) was. */
export function readRemembered(key: string, initial: boolean): boolean;
export function readRemembered(key: string, initial: number): number;
export function readRemembered<Word extends string = string>(key: string, initial: NoInfer<Word>): Word;
export function readRemembered(key: string, initial: Small): Small {
  const text = localStorage.getItem(storageKey(key));
  if (text === null) return initial;
  if (typeof initial === 'string') return text;
  if (typeof initial === 'boolean') return text === 'true';
  const value = Number(text);
  return Number.isFinite(value) ? value : initial;
}

/** Remembers `value` under `key`. */
export function remember(key: string, value: Small): void {
  localStorage.setItem(storageKey(key), String(value));
  changed.dispatchEvent(new Event(key));
}

type Remembered<T> = readonly [T, (value: T) => void];

/** State that outlives the window. All users of one key see the same value. Name the words where there are few: `useRemembered<'a' | 'b'>(…)`. */
export function useRemembered(key: string, initial: boolean): Remembered<boolean>;
export function useRemembered(key: string, initial: number): Remembered<number>;
export function useRemembered<Word extends string = string>(key: string, initial: NoInfer<Word>): Remembered<Word>;
export function useRemembered(key: string, initial: Small): readonly [Small, (value: never) => void] {
  const subscribe = useCallback(
    (listener: () => void) => {
      changed.addEventListener(key, listener);
      return () => changed.removeEventListener(key, listener);
    },
    [key],
  );
  const value = useSyncExternalStore(subscribe, () => readRemembered(key, initial as never) as Small);
  const set = useCallback((next: Small) => remember(key, next), [key]);
  return [value, set];
}
