// Sends finished gestures to the core, each in its turn, and keeps what was not saved. It lives longer than the Label screen: leaving a
// photo or the screen loses nothing.
import { noop } from '@tanstack/react-query';
import type { AppError } from '../../../shared/errors.ts';
import type { GestureLine } from '../../api/gesture-line.ts';
import type { AnnotationId } from '../../../shared/records/ids.ts';
import type { Annotation } from '../../../shared/records/photo.ts';
import type { Edit } from './edits.ts';

export type QueueState = {
  /** Not confirmed by the core, oldest first. */
  readonly edits: readonly Edit[];
  /** Why the first of them could not be saved; the rest waits behind it. */
  readonly failure: AppError | null;
};

export type EditQueue = {
  readonly get: () => QueueState;
  readonly subscribe: (changed: () => void) => () => void;
  readonly add: (edit: Edit) => void;
  /** An id for a thing that the core does not know yet. */
  readonly newId: () => AnnotationId;
  /** The core's id of a thing that was drawn here; any other id as it is. */
  readonly knownId: (id: AnnotationId) => AnnotationId;
  readonly retry: () => void;
  /** Gives up the edit that failed, and the ones that need it. */
  readonly discard: () => void;
  /** Forgets everything: another project is open. */
  readonly reset: () => void;
  /** Settles when nothing is on its way: everything is saved, or one edit failed. */
  readonly settled: () => Promise<QueueState>;
};

type Options = {
  /** Asks the core to save; answers the annotation it made or changed, if it was a single one. */
  readonly save: (edit: Edit) => Promise<Annotation | null>;
  /** Runs before the edit leaves the queue, so that the screen never shows the photo without it. */
  readonly saved: (edit: Edit, result: Annotation | null) => void;
  readonly toError: (error: unknown) => AppError;
  /** Waits for the gestures that were made before, also for those of other screens (`GestureLine`). */
  readonly inTurn: GestureLine['inTurn'];
};

export function createEditQueue({ save, saved, toError, inTurn }: Options): EditQueue {
  let state: QueueState = { edits: [], failure: null };
  let lastNewId = -1;
  const known = new Map<AnnotationId, AnnotationId>();
  const listeners = new Set<() => void>();
  const waiters: ((state: QueueState) => void)[] = [];

  const set = (next: QueueState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const tellWaiters = (): void => {
    for (const resolve of waiters.splice(0)) resolve(state);
  };
  const knownId = (id: AnnotationId): AnnotationId => known.get(id) ?? id;
  /** The same object where nothing changes: whoever saves remembers edits by it. */
  const resolved = (edit: Edit): Edit =>
    (edit.kind === 'change-thing' || edit.kind === 'delete-thing') && knownId(edit.id) !== edit.id
      ? { ...edit, id: knownId(edit.id) }
      : edit;

  const sendFirst = async (): Promise<void> => {
    const head = state.edits[0];
    if (!head || state.failure) return;
    const edit = resolved(head);
    // After a reset the edit is of a project that is closed: nobody can save it any more.
    const isKept = (): boolean => state.edits.includes(head);
    try {
      const result = await save(edit);
      if (!isKept()) return;
      if (edit.kind === 'add-thing' && result) known.set(edit.id, result.id);
      saved(edit, result);
      set({ edits: state.edits.filter(other => other !== head).map(resolved), failure: null });
    } catch (error) {
      if (isKept()) set({ edits: state.edits, failure: toError(error) });
    }
    if (state.edits.length === 0 || state.failure) tellWaiters();
  };
  /** A turn for each of so many edits; one that comes after a failure is not used. */
  const send = (count: number): void => {
    for (let turn = 0; turn < count; turn++) void inTurn(sendFirst).catch(noop);
  };

  return {
    get: () => state,
    subscribe: changed => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    add: edit => {
      set({ edits: [...state.edits, resolved(edit)], failure: state.failure });
      if (!state.failure) send(1);
    },
    newId: () => --lastNewId as AnnotationId,
    knownId,
    retry: () => {
      if (!state.failure) return;
      set({ edits: state.edits, failure: null });
      send(state.edits.length);
    },
    discard: () => {
      const [failed, ...later] = state.edits;
      if (!state.failure || !failed) return;
      const needsFailed = (edit: Edit): boolean =>
        failed.kind === 'add-thing' &&
        (edit.kind === 'change-thing' || edit.kind === 'delete-thing') &&
        edit.id === failed.id;
      set({ edits: later.filter(edit => !needsFailed(edit)), failure: null });
      if (state.edits.length === 0) tellWaiters();
      send(state.edits.length);
    },
    reset: () => {
      known.clear();
      set({ edits: [], failure: null });
      tellWaiters();
    },
    settled: () =>
      state.edits.length === 0 || state.failure
        ? Promise.resolve(state)
        : new Promise(resolve => waiters.push(resolve)),
  };
}
