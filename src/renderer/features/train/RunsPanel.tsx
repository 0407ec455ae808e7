// Beside the Train screen: earlier runs on the same ruler, how to read it, how one click trains, and this computer.
import type { RunSummary, TrainingPlan } from '../../../shared/records/run.ts';
import { useAppInfo } from '../../api/app-info.ts';
import { useText } from '../../api/text.tsx';
import { placeHash } from '../../components/places.ts';
import { ScoreRuler } from '../../components/ScoreRuler.tsx';
import { SidePanel } from '../../components/SidePanel.tsx';
import { backboneName } from '../../components/backbone-name.ts';
import classes from './page.module.css';

export function RunsPanel({ runs, plan }: { readonly runs: readonly RunSummary[]; readonly plan: TrainingPlan }) {
  const { t, bytes } = useText();
  const info = useAppInfo();
  const newestFirst = [...runs].sort((a, b) => b.id - a.id);
  return (
    <SidePanel side="right" place="train" label={t('train.runs')} isCollapsedAtFirst={window.innerWidth < 1100}>
      <section className={classes.panelSection}>
        <h2 className={classes.panelTitle}>{t('train.runs')}</h2>
        {newestFirst.length === 0 && <p className={classes.panelText}>{t('train.runs.none')}</p>}
        {newestFirst.map(run => (
          <RunRow key={run.id} run={run} />
        ))}
      </section>
      <section className={classes.panelSection}>
        <h2 className={classes.panelTitle}>{t('train.ruler')}</h2>
        <p className={classes.panelText}>{t('train.ruler.text')}</p>
      </section>
      <section className={classes.panelSection}>
        <h2 className={classes.panelTitle}>{t('train.how')}</h2>
        <p className={classes.panelText}>{t('train.how.text')}</p>
      </section>
      <section className={classes.panelSection}>
        <h2 className={classes.panelTitle}>{t('train.computer')}</h2>
        <div className={classes.facts}>
          <span className={classes.fact}>
            <span className={classes.quiet}>{t('train.device')}</span>
            {info && t('train.device.cpu', { threads: info.threads })}
          </span>
          {plan.memoryMb !== null && (
            <span className={classes.fact}>
              <span className={classes.quiet}>{t('train.memory')}</span>
              {t('train.memory.about', { size: bytes(plan.memoryMb * 1e6) })}
            </span>
          )}
        </div>
      </section>
    </SidePanel>
  );
}

function RunRow({ run }: { readonly run: RunSummary }) {
  const { t, percent, seconds, when } = useText();
  const { score, state } = run;
  return (
    <a className={classes.run} href={placeHash(score ? 'results' : 'train', score ? { run: run.id } : {})}>
      <span className={classes.runHead}>
        <span className="ellipsis">
          <span className={classes.runName}>{t('train.run', { id: run.id })}</span>{' '}
          <span className={classes.quiet}>{backboneName(run.backbone)}</span>
        </span>
        <span className="tabular">
          {score ? percent(score.accuracy) : t(`train.run.${state === 'finished' ? 'stopped' : state}`)}
        </span>
      </span>
      {score && <ScoreRuler score={score} size="small" />}
      <span className={classes.runFoot}>
        <span>{run.stale ? t('train.run.stale') : seconds(run.seconds)}</span>
        <span>{when(run.startedAt)}</span>
      </span>
    </a>
  );
}
