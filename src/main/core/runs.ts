// Calls about runs that were made: list, results, cells of the confusion matrix, delete.
import type { Handlers } from '../../shared/contract.ts';
import type { Context } from './context.ts';
import { modelFolderOf, runFolderOf } from './run-folder.ts';
import { runResults, runSummary, verdict } from './run-records.ts';

type Names = Exclude<Extract<keyof Handlers, `runs:${string}`>, 'runs:compare'>;

export function runsHandlers({ projects, events }: Context): Pick<Handlers, Names> {
  return {
    async 'runs:list'() {
      const rows = await projects.current().store.runsList();
      return rows.filter(row => !row.deleted).map(runSummary);
    },
    async 'runs:read'({ id }) {
      const { store } = projects.current();
      const run = await store.runsRead(id);
      return runResults(run, await store.runsPhotos(id, runSummary(run).part));
    },
    'runs:epochs': ({ id }) => projects.current().store.runsEpochs(id),
    async 'runs:delete'({ id, deleted }) {
      const { store, folder, removeOnClose } = projects.current();
      const row = await store.runsDelete(id, deleted);
      const files = [runFolderOf(folder, id), ...(row.modelId === null ? [] : [modelFolderOf(folder, row.modelId)])];
      for (const file of files) {
        if (deleted) removeOnClose.add(file);
        else removeOnClose.delete(file);
      }
      events.emit('data:changed', { subjects: ['runs', 'models', 'photos', 'counts'], photos: null });
      return null;
    },
    /** `actual` and `predicted` are class ids. */
    async 'runs:cell'({ id, actual, predicted }) {
      const { store } = projects.current();
      const photos = await store.runsPhotos(id, runSummary(await store.runsRead(id)).part);
      return photos
        .filter(photo => actual === null || photo.actual === actual)
        .filter(photo => photo.top[0] !== undefined && (predicted === null || photo.top[0].classId === predicted))
        .map(verdict);
    },
  };
}
