// Whether the model's scores can be believed: for each range of scores, how often it was right.
import type { RunResults } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import classes from './page.module.css';

const widthPx = 300;
const heightPx = 200;
const left = 44;
const bottom = 46;
const x = (score: number): number => left + score * (widthPx - left - 8);
const y = (share: number): number => 8 + (1 - share) * (heightPx - bottom - 8);

export function Calibration({ results }: { readonly results: RunResults }) {
  const { t, percent, number } = useText();
  const { error, bins } = results.calibration;
  const filled = bins.filter(({ photos }) => photos > 0);
  const mostPhotos = Math.max(1, ...filled.map(({ photos }) => photos));
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
        {[0, 0.5, 1].map(share => (
          <g key={share}>
            <line className={classes.gridLine} x1={left} x2={widthPx - 8} y1={y(share)} y2={y(share)} />
            <text className={classes.tick} x={left - 6} y={y(share) + 4} textAnchor="end">
              {percent(share, 0)}
            </text>
            <text className={classes.tick} x={x(share)} y={heightPx - 26} textAnchor="middle">
              {number(share, 1)}
            </text>
          </g>
        ))}
        <text className={classes.tick} x={x(0.5)} y={heightPx - 8} textAnchor="middle">
          {t('results.calibration.x')}
        </text>
        <line className={classes.ideal} x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
        <polyline className={classes.calibrationLine} points={line} />
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
