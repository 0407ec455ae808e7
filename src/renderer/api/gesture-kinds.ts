// Which calls are gestures, and what may be done with one that was not saved.
import type { CallName } from '../../shared/contract.ts';
import type { ErrorRecord } from '../../shared/errors.ts';

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
  'health:put-right',
  'project:answer-class-folders',
] satisfies CallName[]);

/** Steps in the history. One that fails is pressed again; sent again by itself it would take back something else. */
const steps: ReadonlySet<CallName> = new Set(['history:undo', 'history:redo', 'history:go-to'] satisfies CallName[]);

/** Failures to write, not refusals: a class name that is taken leaves nothing unsaved. */
const writeFailures: ReadonlySet<string> = new Set([
  'disk-full',
  'disk-failed',
  'folder-read-only',
  'worker-died',
  'internal',
]);

export function isGesture(name: CallName): boolean {
  return gestures.has(name);
}

export const isWriteFailure = ({ code }: ErrorRecord): boolean => writeFailures.has(code);

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

/**
 * How a gesture is sent. `isKept`: its caller keeps it, waits for its turn and sends it again by itself. `isStep`: in the history; it is
 * not made while something before it is unsaved.
 */
export type SaveOptions = { readonly isKept: boolean; readonly isRepeatable?: boolean; readonly isStep?: boolean };

export const saveOptions = (name: CallName, arg: unknown): SaveOptions => ({
  isKept: false,
  isRepeatable: isRepeatable(name, arg),
  isStep: steps.has(name),
});
