// Beside the Train screen: earlier runs on the same ruler, how to read it, how one click trains, and this computer.
import { ActionIcon } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { RecipeName } from '../../../shared/records/recipe.ts';
import type { RunSummary, Score, TrainingPlan } from '../../../shared/records/run.ts';
import { useAppInfo } from '../../api/app-info.ts';
import { useText } from '../../api/text.tsx';
import { useDeleteRun } from '../../components/delete-run.ts';
import { placeHash } from '../../components/places.ts';
import { ScoreRuler } from '../../components/ScoreRuler.tsx';
import { SidePanel } from '../../components/SidePanel.tsx';
import { how } from './how.ts';
import classes from './page.module.css';

/** What a run that goes on would score if it ended now. */
export type SoFar = {
  readonly epoch: number;
  readonly score: Pick<Score, 'accuracy' | 'interval' | 'baseline' | 'total'>;
};

export type RunsPanelProps = {
  readonly runs: readonly RunSummary[];
  readonly plan: TrainingPlan;
  readonly soFar?: SoFar | null;
  /** What "How it trains" explains. */
  readonly recipe?: RecipeName;
  /** Above the runs: facts of the one that goes on. */
  readonly children?: ReactNode;
};

export function RunsPanel({ runs, plan, soFar = null, recipe = 'one-click', children }: RunsPanelProps) {
  const { t, number } = useText();
  const info = useAppInfo();
  const newestFirst = [...runs].sort((a, b) => b.id - a.id);
  return (
    <SidePanel side="right" place="train" label={t('train.runs')} isCollapsedAtFirst={window.innerWidth < 1100}>
      {children}
      <section className={classes.panelSection}>
        <h2 className={classes.panelTitle}>{t('train.runs')}</h2>
        {newestFirst.length === 0 && <p className={classes.panelText}>{t('train.runs.none')}</p>}
        {newestFirst.map(run => (
          <RunRow key={run.id} run={run} soFar={run.state === 'running' ? soFar : null} />
        ))}
      </section>
      <section className={classes.panelSection}>
        <h2 className={classes.panelTitle}>{t('train.ruler')}</h2>
        <p className={classes.panelText}>{t('train.ruler.text')}</p>
      </section>
      <section className={classes.panelSection}>
        <h2 className={classes.panelTitle}>{t('train.how')}</h2>
        <p className={classes.panelText}>{t(how(recipe))}</p>
      </section>
      <section className={classes.panelSection}>
        <h2 className={classes.panelTitle}>{t('train.computer')}</h2>
        <div className={classes.facts}>
          <span className={classes.fact}>
            <span className={classes.quiet}>{t('train.device')}</span>
            {info && t('train.device.cpu', { threads: info.threads })}
          </span>
          {plan.memoryMb !== null && recipe === 'one-click' && (
            <span className={classes.fact}>
              <span className={classes.quiet}>{t('train.memory')}</span>
              {t('train.memory.of', {
                need: number(plan.memoryMb / 1_000, 1),
                all: number(plan.computerMb / 1_000, 1),
              })}
            </span>
          )}
        </div>
      </section>
    </SidePanel>
  );
}

function RunRow({ run, soFar }: { readonly run: RunSummary; readonly soFar: SoFar | null }) {
  const { t, percent, seconds, when, error } = useText();
  const deleteRun = useDeleteRun();
  const { state, id } = run;
  const score = run.score ?? soFar?.score ?? null;
  const body = (
    <>
      <span className={classes.runHead}>
        <span className="ellipsis">
          <span className={classes.runName}>{t('train.run', { id })}</span>{' '}
          <span className={classes.quiet}>{run.backbone}</span>
        </span>
        <span className="tabular">{score && percent(score.accuracy)}</span>
      </span>
      {score && <ScoreRuler score={score} size="small" />}
      <span className={classes.runFoot}>
        <span>
          {t(`train.run.by.${run.recipe.name}`)},{' '}
          {soFar
            ? t('train.run.so-far', { epoch: soFar.epoch })
            : t(`train.run.${run.stoppedEarly ? 'early' : state}`, { time: seconds(run.seconds) })}
        </span>
        <span className={classes.runWhen}>{when(run.startedAt)}</span>
      </span>
      {run.stale && <span className={classes.runFoot}>{t('train.run.stale')}</span>}
      {run.error && (
        <span className={classes.runError} title={error(run.error)}>
          {error(run.error)}
        </span>
      )}
    </>
  );
  const name = t('train.run.delete', { id });
  return (
    <div className={classes.run}>
      {run.score ? (
        <a className={classes.runBody} href={placeHash('results', { run: id })}>
          {body}
        </a>
      ) : (
        <div className={classes.runBody}>{body}</div>
      )}
      {state !== 'running' && (
        <ActionIcon size="sm" aria-label={name} title={name} onClick={() => void deleteRun(run)}>
          <IconTrash size={14} stroke={1.75} />
        </ActionIcon>
      )}
    </div>
  );
}
