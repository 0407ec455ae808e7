// The difference of two scores on a ruler of its own: the point, its 95 % interval as a band, and no difference dotted.
import type { ScoreDifference } from '../../../shared/records/compare.ts';
import { useText } from '../../api/text.tsx';
import { rulerPlace } from '../../components/ScoreRuler.tsx';
import ruler from '../../components/ScoreRuler.module.css';
import { points } from './compare-words.ts';

/** The ends are whole points, as far on both sides. */
function reachOf({ interval }: ScoreDifference): number {
  return Math.max(1, Math.ceil(100 * Math.max(Math.abs(interval[0]), Math.abs(interval[1])) + 0.5)) / 100;
}

export function DifferenceRuler({ difference }: { readonly difference: ScoreDifference }) {
  const { t, language } = useText();
  const reach = reachOf(difference);
  const [low, high] = difference.interval;
  const place = (share: number): number => rulerPlace(share, -reach, reach);
  const say = (share: number): string => points(share, language);
  const label = t('compare.points.spoken', { value: say(difference.value), low: say(low), high: say(high) });
  const whole = Math.round(100 * reach);
  return (
    <div>
      <div className={ruler.ruler} role="img" aria-label={label} title={label}>
        <span className={ruler.track} />
        <span className={ruler.band} style={{ left: `${place(low)}%`, width: `${place(high) - place(low)}%` }} />
        <span className={ruler.baseline} style={{ left: '50%' }} />
        <span className={ruler.point} style={{ left: `${place(difference.value)}%` }} />
      </div>
      <div className={`${ruler.legend} tabular`} aria-hidden="true">
        <span>−{whole}</span>
        <span className={ruler.legendBaseline} style={{ left: '50%' }}>
          {t('compare.no-difference')}
        </span>
        <span>{t('compare.end', { value: `+${whole}` })}</span>
      </div>
    </div>
  );
}
