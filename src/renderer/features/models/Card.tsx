// A model's card: how good, trained on what, what happens before the first layer, whose weights, and what it cannot do.
import { ActionIcon, Button } from '@mantine/core';
import { IconPhotoScan, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { cardWords } from '../../../shared/model-card.ts';
import type { ModelFacts } from '../../../shared/records/model-facts.ts';
import type { ModelSummary } from '../../../shared/records/run.ts';
import { showUndoable } from '../../api/notices.ts';
import { useAct, useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { confirm } from '../../components/Confirm.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { navigate, placeHash } from '../../components/places.ts';
import { ScoreRuler } from '../../components/ScoreRuler.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import classes from './page.module.css';

/** Class names shown; the built-in network has a thousand. */
const mostClasses = 40;

export function Card({ model }: { readonly model: ModelSummary }) {
  const { t } = useText();
  const card = useCall('models:card', { id: model.id });
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
    <div className={classes.card}>
      <header className={classes.cardHead}>
        <h2 className={classes.name}>{model.name}</h2>
        <Button
          leftSection={<IconPhotoScan size={14} stroke={1.75} />}
          onClick={() => navigate('predict', { model: model.id })}
        >
          {t('models.predict')}
        </Button>
        {model.source === 'project' && (
          <ActionIcon onClick={() => void ask()} aria-label={t('models.delete')} title={t('models.delete')}>
            <IconTrash size={16} stroke={1.75} />
          </ActionIcon>
        )}
      </header>
      {card.error && <ErrorState error={card.error} onRetry={() => void card.refetch()} />}
      {card.isPending && <Waiting />}
      {card.data && <Facts model={model} card={card.data} />}
    </div>
  );
}

function Facts({ model, card }: { readonly model: ModelSummary; readonly card: ModelFacts }) {
  const { t, language, percent, number } = useText();
  const { score, backbone, trainedOn } = card;
  const { preprocessing, origin, limits } = cardWords(language, card);
  return (
    <>
      <Part title={t('models.score')}>
        {score ? (
          <>
            <p className={classes.scoreLine}>
              <span className={`${classes.score} tabular`}>{percent(score.accuracy)}</span>
              {t('models.proof.of', { same: score.correct, photos: score.total })} · {percent(score.interval[0])} –{' '}
              {percent(score.interval[1])}
              {model.runId !== null && (
                <a href={placeHash('results', { run: model.runId })}>{t('models.score.open')}</a>
              )}
            </p>
            <ScoreRuler score={score} />
          </>
        ) : (
          <p className={classes.quiet}>{t('models.score.none')}</p>
        )}
      </Part>
      {trainedOn && (
        <Part title={t('models.trained-on')}>
          <p>{t('models.trained-on.photos', { photos: trainedOn.photos, seed: String(trainedOn.seed) })}</p>
          <ul className={classes.counts}>
            {Object.entries(trainedOn.perClass).map(([name, photos]) => (
              <li key={name}>
                <span className="ellipsis">{name}</span> <span className="tabular">{number(photos)}</span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part title={t('models.before')}>
        <p>{preprocessing}</p>
      </Part>
      <Part title={t('models.origin')}>
        <dl className={classes.facts}>
          <dt>{backbone.name}</dt>
          <dd>{origin}</dd>
          <dt>{t('models.licence')}</dt>
          <dd>{backbone.licence}</dd>
          <dt>{t('models.hash')}</dt>
          <dd className="mono ellipsis" title={backbone.sha256}>
            {backbone.sha256}
          </dd>
        </dl>
      </Part>
      <Part title={t('models.limits')}>
        <ul className={classes.limits}>
          {limits.map(limit => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      </Part>
      <Part title={t('models.classes')}>
        <p className={classes.quiet}>
          {card.classes.slice(0, mostClasses).join(', ')}
          {card.classes.length > mostClasses && ` … +${number(card.classes.length - mostClasses)}`}
        </p>
      </Part>
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h3 className={classes.partTitle}>{title}</h3>
      {children}
    </section>
  );
}
