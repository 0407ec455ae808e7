// A model that was trained here: where it comes from, how good it is, what it learned from, what it cannot do; and the way to take it away.
import { ActionIcon } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { ModelFacts } from '../../../shared/records/model-facts.ts';
import type { ModelSummary, RunSummary } from '../../../shared/records/run.ts';
import { showUndoable } from '../../api/notices.ts';
import { useAct, useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { confirm } from '../../components/Confirm.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { navigate } from '../../components/places.ts';
import { Waiting } from '../../components/Waiting.tsx';
import { BeforeFirstLayer, LicenceAndLimits } from './CardParts.tsx';
import { Export } from './Export.tsx';
import { Lineage } from './Lineage.tsx';
import { ModelActions } from './ModelActions.tsx';
import { ScorePart } from './ScorePart.tsx';
import { TrainedOn } from './TrainedOn.tsx';
import classes from './page.module.css';

export type TrainedModelProps = {
  readonly model: ModelSummary;
  /** Without its top; null where the model cannot be a starting point. */
  readonly parameters: number | null;
};

export function TrainedModel({ model, parameters }: TrainedModelProps) {
  const { t } = useText();
  const card = useCall('models:card', { id: model.id });
  const run = useCall('runs:list', null).data?.find(({ id }) => id === model.runId) ?? null;
  return (
    <div className={classes.card}>
      <header className={classes.cardHead}>
        <h2 className={classes.name}>{model.name}</h2>
        <ModelActions id={model.id} canPredict canStart={parameters !== null} />
        <DeleteModel model={model} />
      </header>
      {card.error && <ErrorState error={card.error} onRetry={() => void card.refetch()} />}
      {card.isPending && <Waiting />}
      {card.data && <Lineage model={model} card={card.data} run={run} parameters={parameters} />}
      <div className={classes.columns}>
        <div className={classes.parts}>{card.data && <Parts model={model} card={card.data} run={run} />}</div>
        <aside className={classes.take} aria-label={t('models.take')}>
          <Export model={model} parameters={parameters} />
        </aside>
      </div>
    </div>
  );
}

type PartsProps = { readonly model: ModelSummary; readonly card: ModelFacts; readonly run: RunSummary | null };

function Parts({ model, card, run }: PartsProps) {
  return (
    <>
      <ScorePart model={model} card={card} run={run} />
      <TrainedOn card={card} run={run} />
      <BeforeFirstLayer card={card} isExported />
      <LicenceAndLimits card={card} />
    </>
  );
}

function DeleteModel({ model }: { readonly model: ModelSummary }) {
  const { t } = useText();
  const restore = useAct('models:delete');
  const remove = useAct('models:delete', {
    onDone: () => {
      showUndoable(t('models.deleted', { name: model.name }), () => restore.mutate({ id: model.id, deleted: false }));
      navigate('models');
    },
  });
  const ask = async (): Promise<void> => {
    const isSure = await confirm({
      title: t('models.delete'),
      body: t('models.delete.body'),
      confirm: t('action.delete'),
      isDanger: true,
    });
    if (isSure) remove.mutate({ id: model.id, deleted: true });
  };
  return (
    <ActionIcon onClick={() => void ask()} aria-label={t('models.delete')} title={t('models.delete')}>
      <IconTrash size={16} stroke={1.75} />
    </ActionIcon>
  );
}
