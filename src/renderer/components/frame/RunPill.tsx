// The run that goes on, on every screen: its number, how far it is, the time left. A click shows it.
import type { RunProgress } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import { navigate } from '../places.ts';
import classes from './TopBar.module.css';

export function RunPill({ run }: { readonly run: RunProgress }) {
  const { t, seconds } = useText();
  const left = run.secondsLeft;
  // The share of time that is gone; a phase's own count starts again with each phase.
  const share = left === null ? null : run.elapsedSeconds / Math.max(1e-6, run.elapsedSeconds + left);
  return (
    <button
      type="button"
      className={classes.pill}
      onClick={() => navigate('train')}
      title={t('frame.run-open', { run: run.runId })}
    >
      <span className={classes.pillName}>{t('frame.run', { run: run.runId })}</span>
      <span className={classes.pillTrack}>
        {share !== null && <span className={classes.pillBar} style={{ display: 'block', width: `${100 * share}%` }} />}
      </span>
      {left !== null && (
        <span className={`${classes.pillLeft} tabular`}>{t('frame.run-left', { time: seconds(left) })}</span>
      )}
    </button>
  );
}
