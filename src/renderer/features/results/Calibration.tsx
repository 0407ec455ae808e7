// Whether the model's scores can be believed: for each range of scores, how often it was right.
import type { RunResults } from '../../../shared/records/run.ts';
import { wilsonInterval } from '../../../shared/wilson.ts';
import { useText } from '../../api/text.tsx';
import classes from './page.module.css';

const widthPx = 300;
const heightPx = 200;
const left = 44;
const bottom = 46;
const right = 12;
const top = 8;

/** A place between `from` and 1 on a scale of `lengthPx`. */
const part = (value: number, from: number, lengthPx: number): number => ((value - from) / (1 - from)) * lengthPx;

/** From the last whole step below `lowest` up to 1. */
function ticksFrom(lowest: number, step: number): number[] {
  const steps = Math.round(1 / step);
  const first = Math.min(steps - 1, Math.floor(lowest * steps + 1e-6));
  return Array.from({ length: steps - first + 1 }, (_, index) => (first + index) / steps);
}

export function Calibration({ results }: { readonly results: RunResults }) {
  const { t, percent, number } = useText();
  const { error, bins } = results.calibration;
  const filled = bins.filter(({ photos }) => photos > 0);
  const mostPhotos = Math.max(1, ...filled.map(({ photos }) => photos));
  // Only where there are scores: the likeliest of two classes never has less than a half.
  const scores = ticksFrom(Math.min(...filled.map(({ from }) => from)), 0.1);
  const shares = ticksFrom(Math.min(...filled.map(({ accuracy, confidence }) => Math.min(accuracy, confidence))), 0.2);
  const [leastScore, leastShare] = [scores[0]!, shares[0]!];
  const idealFrom = Math.max(leastScore, leastShare);
  const x = (score: number): number => left + part(score, leastScore, widthPx - left - right);
  const y = (share: number): number => heightPx - bottom - part(share, leastShare, heightPx - bottom - top);
  const line = filled.map(bin => `${x(bin.confidence)},${y(bin.accuracy)}`).join(' ');
  return (
    <section className={classes.block} aria-label={t('results.calibration')}>
      <h2 className={classes.title}>
        {t('results.calibration')} <span className={classes.quiet}>{t('results.calibration.note')}</span>
      </h2>
      <svg
        viewBox={`0 0 ${widthPx} ${heightPx}`}
        className={classes.calibration}
        role="img"
        aria-label={filled
          .map(({ from, to, photos, accuracy }) =>
            t('results.calibration.bin', { from, to, photos, accuracy: percent(accuracy) }),
          )
          .join('. ')}
      >
        {shares.map(share => (
          <g key={share}>
            <line className={classes.gridLine} x1={left} x2={widthPx - right} y1={y(share)} y2={y(share)} />
            <text className={classes.tick} x={left - 6} y={y(share) + 4} textAnchor="end">
              {percent(share, 0)}
            </text>
          </g>
        ))}
        {scores
          .filter((_, place) => scores.length <= 6 || place % 2 === (scores.length - 1) % 2)
          .map(score => (
            <text key={score} className={classes.tick} x={x(score)} y={heightPx - 26} textAnchor="middle">
              {score.toFixed(1)}
            </text>
          ))}
        <text className={classes.tick} x={(left + widthPx - right) / 2} y={heightPx - 8} textAnchor="middle">
          {t('results.calibration.x')}
        </text>
        <line className={classes.ideal} x1={x(idealFrom)} y1={y(idealFrom)} x2={x(1)} y2={y(1)} />
        <polyline className={classes.calibrationLine} points={line} />
        {filled.map(bin => {
          const [low, high] = wilsonInterval(Math.round(bin.accuracy * bin.photos), bin.photos);
          return (
            <line
              key={bin.from}
              className={classes.calibrationInterval}
              x1={x(bin.confidence)}
              x2={x(bin.confidence)}
              y1={y(Math.max(leastShare, low))}
              y2={y(high)}
            />
          );
        })}
        {filled.map(bin => (
          <circle
            key={bin.from}
            className={classes.calibrationDot}
            cx={x(bin.confidence)}
            cy={y(bin.accuracy)}
            r={2.5 + 3.5 * Math.sqrt(bin.photos / mostPhotos)}
          >
            <title>
              {t('results.calibration.bin', {
                from: bin.from,
                to: bin.to,
                photos: bin.photos,
                accuracy: percent(bin.accuracy),
              })}
            </title>
          </circle>
        ))}
      </svg>
      <p className={classes.quiet}>{t('results.calibration.off', { points: number(100 * error, 1) })}</p>
    </section>
  );
}
