// Calls about gestures: the history, the way back and forth in it, the past of one photo.
import type { Handlers } from '../../shared/contract.ts';
import type { HistoryState } from '../../shared/records/project.ts';
import type { Done, Store } from '../store/api.ts';
import type { Context } from './context.ts';
import { startScan, stopScan } from './scan-project.ts';

type Names = Extract<keyof Handlers, `history:${string}`>;

export function historyHandlers(context: Context): Pick<Handlers, Names> {
  const { current, peek } = context.projects;

  /**
   * Goes back or forth. Where an import goes or comes back with its photos and folders, no scan may tell the store what it saw before;
   * one looks again afterwards.
   */
  async function go(to: 'undo' | 'redo' | number, step: (store: Store) => Promise<Done>): Promise<HistoryState> {
    const project = current();
    const movesPhotos = await project.store.historyMovesPhotos(to);
    if (movesPhotos) await stopScan(project);
    try {
      const done = await step(project.store);
      if (movesPhotos) await project.refresh();
      project.announce(done, 'classes');
      return done.history;
    } finally {
      if (movesPhotos && peek() === project && !project.photosFolderMissing()) await startScan(context, project, null);
    }
  }

  return {
    'history:state': () => current().store.historyState(),
    'history:list': ({ before, limit }) => current().store.historyList(before, limit),
    'history:find': search => current().store.historyFind(search),
    'history:count': () => current().store.historyCount(),
    'history:undo': only => go('undo', store => store.undo(only?.gesture)),
    'history:redo': () => go('redo', store => store.redo()),
    'history:go-to': ({ sequence }) => go(sequence, store => store.historyGoTo(sequence)),
    'history:would-change': ({ sequence }) => current().store.historyWouldChange(sequence),
    'history:of-photo': ({ photoId }) => current().store.historyOfPhoto(photoId),
    async 'history:restore-photo'({ photoId, sequence }) {
      const { store, announce } = current();
      announce(await store.historyRestorePhoto(photoId, sequence), 'classes');
      return null;
    },
  };
}
