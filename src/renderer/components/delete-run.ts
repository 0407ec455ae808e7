// Deleting a run: asked first, then done with a note that takes it back.
import type { RunSummary } from '../../shared/records/run.ts';
import { showUndoable } from '../api/notices.ts';
import { useAct } from '../api/query.ts';
import { useText } from '../api/text.tsx';
import { confirm } from './Confirm.tsx';

/** Deletes a run that does not go on, once the person has said so. */
export function useDeleteRun(): (run: RunSummary) => Promise<void> {
  const { t } = useText();
  const restore = useAct('runs:delete');
  const remove = useAct('runs:delete', {
    onDone: (_, { id }) => showUndoable(t('results.deleted', { id }), () => restore.mutate({ id, deleted: false })),
  });
  return async ({ id, modelId }) => {
    const isSure = await confirm({
      title: t('results.delete.title', { id }),
      body: t(modelId === null ? 'results.delete.body.no-model' : 'results.delete.body'),
      confirm: t('action.delete'),
      isDanger: true,
    });
    if (isSure) remove.mutate({ id, deleted: true });
  };
}
