// The models at the left: those trained here with their scores on the same ruler, then what a run can start from.
import type { ReactNode } from 'react';
import type { BackboneSummary } from '../../../shared/records/backbone.ts';
import type { ModelSummary } from '../../../shared/records/run.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { placeHash } from '../../components/places.ts';
import { ScoreRuler } from '../../components/ScoreRuler.tsx';
import { SidePanel } from '../../components/SidePanel.tsx';
import { ImportModel } from './ImportModel.tsx';
import { knownLicence, sourceKey } from './source.ts';
import classes from './page.module.css';

export type ModelListProps = {
  readonly trained: readonly ModelSummary[];
  readonly starting: readonly BackboneSummary[];
  readonly chosen: string;
};

export function ModelList({ trained, starting, chosen }: ModelListProps) {
  const { t } = useText();
  const here = starting.filter(({ isHere }) => isHere);
  return (
    <SidePanel side="left" place="models" label={t('place.models')} widthPx={296}>
      <div className={classes.listTop}>
        <h1 className={classes.listTitle}>{t('models.title', { count: trained.length + here.length })}</h1>
        <ImportModel />
      </div>
      <h2 className={classes.listHead}>{t('models.trained')}</h2>
      {trained.length === 0 && <p className={classes.listNote}>{t('models.trained.none')}</p>}
      {trained.map(model => (
        <TrainedRow key={model.id} model={model} isChosen={model.id === chosen} />
      ))}
      <h2 className={classes.listHead}>{t('models.starting')}</h2>
      {starting.map(backbone => (
        <StartingRow key={backbone.id} backbone={backbone} isChosen={backbone.id === chosen} />
      ))}
    </SidePanel>
  );
}

function TrainedRow({ model, isChosen }: { readonly model: ModelSummary; readonly isChosen: boolean }) {
  const { t, percent, bytes, when } = useText();
  const run = useCall('runs:list', null).data?.find(one => one.id === model.runId);
  const { id, name, score, createdAt } = model;
  const facts = run
    ? [run.backbone, t(`train.run.by.${run.recipe.name}`), bytes(model.bytes)]
    : [when(createdAt), bytes(model.bytes)];
  return (
    <Row
      id={id}
      name={name}
      isChosen={isChosen}
      right={<span className="tabular">{score && percent(score.accuracy)}</span>}
    >
      {score && <ScoreRuler score={score} size="small" />}
      <span className={classes.quiet}>{facts.join(', ')}</span>
    </Row>
  );
}

function StartingRow({ backbone, isChosen }: { readonly backbone: BackboneSummary; readonly isChosen: boolean }) {
  const { t, bytes } = useText();
  const { id, name, pretrained, licence, classes: named } = backbone;
  const facts = [
    pretrained,
    named > 0 ? t('predict.model.classes', { count: named }) : null,
    knownLicence(licence),
    bytes(backbone.bytes),
  ];
  return (
    <Row
      id={id}
      name={name}
      isChosen={isChosen}
      right={<span className={classes.badge}>{t(sourceKey(backbone))}</span>}
    >
      <span className={classes.quiet}>{facts.filter(fact => fact !== null).join(', ')}</span>
    </Row>
  );
}

type RowProps = {
  readonly id: string;
  readonly name: string;
  readonly isChosen: boolean;
  readonly right: ReactNode;
  readonly children: ReactNode;
};

function Row({ id, name, isChosen, right, children }: RowProps) {
  return (
    <a
      href={placeHash('models', { model: id })}
      className={isChosen ? `${classes.row} ${classes.chosen}` : classes.row}
      aria-current={isChosen ? 'true' : undefined}
    >
      <span className={classes.rowHead}>
        <strong className="ellipsis" title={name}>
          {name}
        </strong>
        {right}
      </span>
      {children}
    </a>
  );
}
