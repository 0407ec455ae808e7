// Calls about gestures: the last ones, undo and redo.
import type { Handlers } from '../../shared/contract.ts';
import type { Context } from './context.ts';

type Names = Extract<keyof Handlers, `history:${string}`>;

export function historyHandlers({ projects }: Context): Pick<Handlers, Names> {
  return {
    'history:state': () => projects.current().store.historyState(),
    'history:list': ({ before, limit }) => projects.current().store.historyList(before, limit),
    async 'history:undo'() {
      const { store, announce } = projects.current();
      const done = await store.undo();
      announce(done, 'classes');
      return done.history;
    },
    async 'history:redo'() {
      const { store, announce } = projects.current();
      const done = await store.redo();
      announce(done, 'classes');
      return done.history;
    },
  };
}
