// The models at the left: those trained here with their scores on the same ruler, then the starting points.
import type { ModelSummary } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import { placeHash } from '../../components/places.ts';
import { ScoreRuler } from '../../components/ScoreRuler.tsx';
import { SidePanel } from '../../components/SidePanel.tsx';
import classes from './page.module.css';

export function ModelList({ models, chosen }: { readonly models: readonly ModelSummary[]; readonly chosen: string }) {
  const { t } = useText();
  const trained = models.filter(({ source }) => source === 'project');
  return (
    <SidePanel side="left" place="models" label={t('place.models')} widthPx={280}>
      <h1 className={classes.listTitle}>{t('models.title', { count: models.length })}</h1>
      <h2 className={classes.listHead}>{t('models.trained')}</h2>
      {trained.length === 0 && <p className={classes.listNote}>{t('models.trained.none')}</p>}
      {trained.map(model => (
        <Row key={model.id} model={model} isChosen={model.id === chosen} />
      ))}
      <h2 className={classes.listHead}>{t('models.starting')}</h2>
      {models
        .filter(({ source }) => source !== 'project')
        .map(model => (
          <Row key={model.id} model={model} isChosen={model.id === chosen} />
        ))}
    </SidePanel>
  );
}

function Row({ model, isChosen }: { readonly model: ModelSummary; readonly isChosen: boolean }) {
  const { t, percent, bytes, when } = useText();
  const { id, name, score, source } = model;
  return (
    <a
      href={placeHash('models', { model: id })}
      className={isChosen ? `${classes.row} ${classes.chosen}` : classes.row}
      aria-current={isChosen ? 'true' : undefined}
    >
      <span className={classes.rowHead}>
        <strong className="ellipsis">{name}</strong>
        {source === 'built-in' ? (
          <span className={classes.badge}>{t('models.built-in')}</span>
        ) : (
          <span className="tabular">{score && percent(score.accuracy)}</span>
        )}
      </span>
      {score && <ScoreRuler score={score} size="small" />}
      <span className={classes.quiet}>
        {t('predict.model.classes', { count: model.classes.length })} · {bytes(model.bytes)}
        {source === 'project' && ` · ${when(model.createdAt)}`}
      </span>
    </a>
  );
}
