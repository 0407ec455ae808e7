// In which order calls are answered: as they come, except that a gesture which a backup must come before waits until its copy is taken.
// Gestures that come meanwhile wait behind it, because undo means the gesture before it; everything else is answered at once.
import type { Done, StoreMethods } from './api.ts';
import type { MethodName } from './protocol.ts';

type GestureName = {
  [Name in MethodName]: ReturnType<StoreMethods[Name]> extends Done<unknown> ? Name : never;
}[MethodName];

const gestures: Readonly<Record<GestureName, true>> = {
  annotationsClear: true,
  annotationsNothing: true,
  classFoldersApply: true,
  classesCreate: true,
  classesDelete: true,
  classesMerge: true,
  classesSplit: true,
  classesUpdate: true,
  historyGoTo: true,
  historyRestorePhoto: true,
  importApply: true,
  labelsSet: true,
  photosExclude: true,
  photosKeepTogether: true,
  photosSetSplit: true,
  redo: true,
  thingsAdd: true,
  thingsDelete: true,
  thingsUpdate: true,
  undo: true,
};

export type Turns = {
  /** Answers one call. @throws what the method throws. */
  readonly call: (method: MethodName, args: readonly unknown[]) => Promise<unknown>;
  /** Resolves when every call so far is answered. */
  readonly settled: () => Promise<void>;
};

/** @param backUpBefore takes the copy that must come before this call, and never fails; null where none must. */
export function takeTurns(
  methods: StoreMethods,
  backUpBefore: (method: MethodName, args: readonly unknown[]) => Promise<void> | null,
): Turns {
  /** Gestures that wait behind one whose copy is being taken. */
  let waiting: (() => void)[] | null = null;
  const unanswered = new Set<Promise<unknown>>();

  const answer = (method: MethodName, args: readonly unknown[]): unknown =>
    (methods[method] as (...args: readonly unknown[]) => unknown)(...args);

  function letGo(): void {
    const next = waiting ?? [];
    waiting = null;
    for (const start of next) start();
  }
  async function inTurn(method: MethodName, args: readonly unknown[]): Promise<unknown> {
    while (waiting !== null && Object.hasOwn(gestures, method)) {
      const behind = waiting;
      await new Promise<void>(resolve => behind.push(resolve));
    }
    const copied = backUpBefore(method, args);
    if (copied === null) return answer(method, args);
    waiting = [];
    try {
      await copied;
      return answer(method, args);
    } finally {
      letGo();
    }
  }

  return {
    call(method, args) {
      const answered = inTurn(method, args);
      const ended: Promise<unknown> = Promise.allSettled([answered]).then(() => unanswered.delete(ended));
      unanswered.add(ended);
      return answered;
    },
    async settled() {
      while (unanswered.size > 0) await Promise.all(unanswered);
    },
  };
}
