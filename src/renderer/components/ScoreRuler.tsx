// The one way to show a score: the point, its 95 % interval as a band, and the plain baseline dotted.
import type { CSSProperties } from 'react';
import type { Score } from '../../shared/records/run.ts';
import { useText } from '../api/text.tsx';
import classes from './ScoreRuler.module.css';

export type ScoreRulerProps = {
  readonly score: Pick<Score, 'accuracy' | 'interval' | 'baseline' | 'total'>;
  /** Fractions at the left and right end. */
  readonly from?: number;
  readonly to?: number;
  readonly size?: 'small' | 'large';
  /** Words under the baseline, for instance: always “bees”. Shown with the ends of the scale. */
  readonly baselineName?: string;
};

/** Place of a fraction on the ruler, in percent of its width, kept on the ruler. */
export function rulerPlace(fraction: number, from: number, to: number): number {
  return Math.min(100, Math.max(0, (100 * (fraction - from)) / (to - from)));
}

export function ScoreRuler({ score, from = 0, to = 1, size = 'large', baselineName }: ScoreRulerProps) {
  const { t, percent } = useText();
  const [low, high] = score.interval;
  const at = (fraction: number): CSSProperties => ({ left: `${rulerPlace(fraction, from, to)}%` });
  const band = { ...at(low), width: `${rulerPlace(high, from, to) - rulerPlace(low, from, to)}%` };
  const label = t('score.spoken', {
    score: percent(score.accuracy),
    low: percent(low),
    high: percent(high),
    baseline: percent(score.baseline),
    photos: score.total,
  });
  return (
    <div>
      <div
        className={size === 'small' ? `${classes.ruler} ${classes.small}` : classes.ruler}
        role="img"
        aria-label={label}
        title={label}
      >
        <span className={classes.track} />
        <span className={classes.baseline} style={at(score.baseline)} />
        <span className={classes.band} style={band} />
        <span className={classes.point} style={at(score.accuracy)} />
      </div>
      {baselineName !== undefined && (
        <div className={`${classes.legend} tabular`} aria-hidden="true">
          <span>{percent(from, 0)}</span>
          <span className={classes.legendBaseline} style={at(score.baseline)}>
            {baselineName}
          </span>
          <span>{percent(to, 0)}</span>
        </div>
      )}
    </div>
  );
}
