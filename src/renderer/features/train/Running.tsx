// During a one-click run: three numbers readable from across the room, the phases as one bar, the curves, and how to stop.
import { useMemo } from 'react';
import type { RunId } from '../../../shared/records/ids.ts';
import type { EpochRecord, RunPhase, RunProgress } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import { columnsOf } from './curve-columns.ts';
import { LiveNumber } from './LiveNumber.tsx';
import { RunCurves } from './RunCurves.tsx';
import { StopButtons } from './StopButtons.tsx';
import classes from './page.module.css';

const phases = [
  'preparing',
  'features',
  'cross-validation',
  'final',
  'scoring',
  'saving',
] as const satisfies RunPhase[];
/** Shares of a run's time, as measured on a first run: nearly all of it is looking at the photos. */
const shares: Readonly<Record<(typeof phases)[number], number>> = {
  preparing: 4,
  features: 76,
  'cross-validation': 14,
  final: 2,
  scoring: 2,
  saving: 2,
};

export type RunningProps = {
  readonly runId: RunId;
  readonly progress: RunProgress | null;
  readonly records: readonly EpochRecord[];
};

export function Running({ runId, progress, records }: RunningProps) {
  const { t, percent, number, seconds } = useText();
  const columns = useMemo(() => columnsOf(records), [records]);
  const epochs = [...columns.trainLoss, ...columns.finalLoss].filter(loss => loss !== null).length;
  const best = columns.foldAccuracy.reduce<number | null>(
    (top, value) => (value !== null && value > (top ?? 0) ? value : top),
    null,
  );
  const secondsLeft = progress?.secondsLeft ?? null;
  return (
    <section aria-label={t('train.run', { id: runId })}>
      <h1 className="visually-hidden">{t('train.run', { id: runId })}</h1>
      <div className={classes.numbers}>
        <LiveNumber
          name={t('train.live.inside')}
          value={best === null ? '–' : percent(best)}
          note={
            best === null
              ? t('train.live.waiting')
              : t('train.live.inside.note', { epoch: columns.foldAccuracy.indexOf(best) + 1 })
          }
        />
        <LiveNumber
          name={t('train.live.left')}
          value={secondsLeft === null ? '–' : seconds(secondsLeft)}
          note={t('train.live.gone', { time: seconds(progress?.elapsedSeconds ?? 0) })}
        />
        <LiveNumber
          name={t(progress?.phase === 'features' ? 'train.live.photos' : 'train.live.epochs')}
          value={number(progress?.phase === 'features' ? progress.done : epochs)}
          {...(progress?.phase === 'features' ? { unit: t('train.live.of', { total: progress.total }) } : {})}
          note={progress?.phase === 'features' ? t('train.live.rate', { rate: number(progress.perSecond, 0) }) : ''}
        />
        <StopButtons keep={t('train.stop')} />
      </div>
      <PhaseBar progress={progress} />
      {epochs > 0 ? <RunCurves columns={columns} /> : <p className={classes.beforeCurves}>{t('train.how.text')}</p>}
    </section>
  );
}

function PhaseBar({ progress }: { readonly progress: RunProgress | null }) {
  const { t } = useText();
  const now = Math.max(
    0,
    phases.findIndex(phase => phase === progress?.phase),
  );
  const part = progress && progress.total > 0 ? progress.done / progress.total : 0;
  const doneOf = (place: number): number => (place < now ? 1 : place === now ? part : 0);
  const name = t(`train.phase.${phases[now]!}`);
  return (
    <div className={classes.progress}>
      <div
        className={classes.phases}
        role="progressbar"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * part)}
      >
        {phases.map((phase, place) => (
          <span key={phase} className={classes.phase} style={{ flexGrow: shares[phase] }}>
            <span className={classes.phaseDone} style={{ width: `${100 * doneOf(place)}%` }} />
          </span>
        ))}
      </div>
      <div className={classes.phaseName}>
        <span>{name}</span>
        <span>{t('train.leave')}</span>
      </div>
    </div>
  );
}
