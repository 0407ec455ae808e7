// Calls about gestures: the history, the way back and forth in it, the past of one photo.
import type { Handlers } from '../../shared/contract.ts';
import type { HistoryState } from '../../shared/records/project.ts';
import type { Done } from '../store/api.ts';
import type { Context } from './context.ts';

type Names = Extract<keyof Handlers, `history:${string}`>;

export function historyHandlers({ projects }: Context): Pick<Handlers, Names> {
  const { current } = projects;
  function announced(done: Done): HistoryState {
    current().announce(done, 'classes');
    return done.history;
  }
  return {
    'history:state': () => current().store.historyState(),
    'history:list': ({ before, limit }) => current().store.historyList(before, limit),
    'history:find': search => current().store.historyFind(search),
    'history:count': () => current().store.historyCount(),
    'history:undo': async () => announced(await current().store.undo()),
    'history:redo': async () => announced(await current().store.redo()),
    'history:go-to': async ({ sequence }) => announced(await current().store.historyGoTo(sequence)),
    'history:would-change': ({ sequence }) => current().store.historyWouldChange(sequence),
    'history:of-photo': ({ photoId }) => current().store.historyOfPhoto(photoId),
    async 'history:restore-photo'({ photoId, sequence }) {
      announced(await current().store.historyRestorePhoto(photoId, sequence));
      return null;
    },
  };
}
