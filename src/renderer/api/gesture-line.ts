// Gestures reach the core one after the other, in the order in which they were made: Ctrl+Z must not overtake what it takes back.
import { noop } from '@tanstack/react-query';
import { AppError } from '../../shared/errors.ts';

export type GestureLine = {
  /**
   * Sends at once where nothing is on its way, else when everything before it has an answer, be it a failure. Rejects with what `send`
   * throws; with AppError cancelled, and without sending, where its project was closed meanwhile.
   */
  readonly inTurn: <T>(send: () => Promise<T>) => Promise<T>;
  /** When everything that was made so far has an answer. */
  readonly settled: () => Promise<void>;
  /** Tells, whenever it is asked later, whether the project of now is still open. */
  readonly watchProject: () => () => boolean;
  /** What waits is never sent: its project is closed. */
  readonly giveUp: () => void;
};

export function createGestureLine(): GestureLine {
  let last: Promise<void> | null = null;
  let project = {};
  const watchProject = (): (() => boolean) => {
    const mine = project;
    return () => mine === project;
  };
  return {
    inTurn: send => {
      const isOpen = watchProject();
      const turn =
        last === null
          ? send()
          : last.then(() => {
              if (!isOpen()) throw new AppError('cancelled');
              return send();
            });
      const over = turn.then(noop, noop);
      last = over;
      void over.then(() => {
        if (last === over) last = null;
      });
      return turn;
    },
    settled: () => last ?? Promise.resolve(),
    watchProject,
    giveUp: () => {
      project = {};
      last = null;
    },
  };
}

/** The line of this page. */
export const gestureLine = createGestureLine();
