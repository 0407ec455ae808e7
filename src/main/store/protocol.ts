// The messages between the store's proxy and its worker thread.
import type { ErrorRecord } from '../../shared/errors.ts';
import type { NewProject, StoreMethods } from './api.ts';

/** The first message to the thread. */
export type StoreStart = { readonly folder: string; readonly create: NewProject | null };

export type MethodName = keyof StoreMethods;
export type ToStore = { readonly id: number; readonly method: MethodName | 'close'; readonly args: readonly unknown[] };

export type FromStore =
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly error: ErrorRecord }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ErrorRecord }
  | { readonly kind: 'save-failed'; readonly error: ErrorRecord };
