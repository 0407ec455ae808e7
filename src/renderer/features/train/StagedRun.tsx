// During a run in stages or from scratch: its best so far, the time left, the epoch; the bar, the curves, the learning rate, how to stop.
import { IconInfoCircle } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { EpochRecord, RunProgress, RunSummary } from '../../../shared/records/run.ts';
import { wilsonInterval } from '../../../shared/wilson.ts';
import { useText } from '../../api/text.tsx';
import { how } from './how.ts';
import { LiveNumber } from './LiveNumber.tsx';
import { RateCurve, rateText } from './RateCurve.tsx';
import { ratePoints, stagesOf, updatesPerEpoch } from './rates.ts';
import { StagedBar } from './StagedBar.tsx';
import { StagedCurves } from './StagedCurves.tsx';
import { bestOf, choosing, gainOf, spansOf, whereabouts, type StageGain } from './staged-run.ts';
import { StopButtons } from './StopButtons.tsx';
import { useRunPlan } from './run-plan.ts';
import classes from './staged.module.css';
import page from './page.module.css';

export type StagedRunProps = {
  readonly run: RunSummary;
  readonly records: readonly (EpochRecord | undefined)[];
  readonly progress: RunProgress | null;
};

export function StagedRun({ run, records, progress }: StagedRunProps) {
  const { t, percent, number, seconds } = useText();
  const spans = useMemo(() => spansOf(run.recipe), [run.recipe]);
  const plan = useRunPlan(run);
  const best = bestOf(records);
  const share = best?.heldOutAccuracy ?? null;
  const { part, photos } = choosing(run);
  const where = whereabouts(run, records, progress);
  const gain = gainOf(run, records);
  const secondsLeft = progress?.secondsLeft ?? null;
  const perSecond = progress?.perSecond ?? 0;
  return (
    <section aria-label={t('train.run', { id: run.id })}>
      <h1 className="visually-hidden">{t('train.run', { id: run.id })}</h1>
      <div className={page.numbers}>
        <LiveNumber
          name={t('train.staged.right', { part: t(`train.part.${part}`) })}
          value={share === null ? '–' : percent(share)}
          note={share === null ? t('train.staged.waiting') : interval(share)}
        />
        <LiveNumber
          name={t('train.live.left')}
          value={secondsLeft === null ? '–' : seconds(secondsLeft)}
          note={t('train.live.gone', { time: seconds(progress?.elapsedSeconds ?? 0) })}
        />
        {progress?.phase === 'features' ? (
          <LiveNumber
            name={t('train.live.photos')}
            value={number(progress.done)}
            unit={t('train.live.of', { total: progress.total })}
            note={t('train.live.rate', { rate: number(perSecond, 0) })}
          />
        ) : (
          <LiveNumber
            name={t('train.staged.epoch')}
            value={number(where.epoch)}
            unit={t('train.live.of', { total: where.epochs })}
            note={
              where.batch === null
                ? t(`train.phase.${progress?.phase ?? 'preparing'}`)
                : t(perSecond > 0 ? 'train.staged.batch' : 'train.staged.first-batch', {
                    batch: where.batch,
                    batches: where.batches,
                    rate: number(perSecond, 1),
                  })
            }
          />
        )}
        <StopButtons keep={best === null ? t('train.stop') : t('train.staged.stop', { epoch: best.epoch })} />
      </div>
      <StagedBar spans={spans} progress={progress} done={where.done} parts={plan?.parts ?? null} />
      {records.length === 0 ? (
        <p className={page.beforeCurves}>{t(how(run.recipe.name))}</p>
      ) : (
        <StagedCurves records={records} spans={spans} best={best} part={part} done={Math.max(1, where.done)} />
      )}
      <div className={classes.below}>
        <Rate run={run} done={where.done} />
        {gain && <GainNote gain={gain} />}
      </div>
    </section>
  );

  function interval(right: number): string {
    const correct = Math.round(right * photos);
    const [low, high] = wilsonInterval(correct, photos);
    const ends = { low: (100 * low).toFixed(1), high: (100 * high).toFixed(1) };
    return t('train.staged.interval', { correct, total: photos, ...ends });
  }
}

function Rate({ run, done }: { readonly run: RunSummary; readonly done: number }) {
  const { t } = useText();
  const { recipe } = run;
  const stages = useMemo(
    () =>
      recipe.name === 'one-click' ? [] : ratePoints(stagesOf(recipe), updatesPerEpoch(run.photos.train, recipe.batch)),
    [recipe, run.photos.train],
  );
  const now = stages.flat().findLast(({ epoch }) => epoch <= done);
  return (
    <div>
      <div className={classes.rateHead}>
        <strong>{t('train.rate')}</strong>
        {now && <span className={`${classes.quiet} tabular`}>{t('train.rate.now', { rate: rateText(now.rate) })}</span>}
      </div>
      <RateCurve stages={stages} now={done} heightPx={64} isStrip />
    </div>
  );
}

function GainNote({ gain: { before, now, photos, hasDip } }: { readonly gain: StageGain }) {
  const { t } = useText();
  const key = now > before ? 'train.gain.helps' : now === before ? 'train.gain.same' : 'train.gain.not-yet';
  return (
    <p className={classes.note}>
      <IconInfoCircle size={16} stroke={1.75} aria-hidden="true" />
      <span>
        <strong>{t(key)}</strong> {t('train.gain.before', { before, photos })} {hasDip && t('train.gain.dip')}
      </span>
    </p>
  );
}
