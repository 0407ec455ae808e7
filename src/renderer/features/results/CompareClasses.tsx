// Recall of each class in A and in B with its interval, and how sure the whole comparison is.
import { IconInfoCircle } from '@tabler/icons-react';
import type { RunComparison, ScoreDifference } from '../../../shared/records/compare.ts';
import { wilsonInterval } from '../../../shared/wilson.ts';
import { useText } from '../../api/text.tsx';
import { ClassChip } from '../../components/ClassSwatch.tsx';
import { rulerPlace } from '../../components/ScoreRuler.tsx';
import ruler from '../../components/ScoreRuler.module.css';
import { scaleFrom } from './compare-scale.ts';
import { useRunClasses } from './run-classes.ts';
import classes from './compare.module.css';
import page from './page.module.css';

type Recall = { readonly value: number; readonly interval: readonly [number, number] };
type Row = { readonly place: number; readonly photos: number; readonly a: Recall; readonly b: Recall };

export type CompareClassesProps = { readonly comparison: RunComparison; readonly difference: ScoreDifference };

export function CompareClasses({ comparison, difference }: CompareClassesProps) {
  const { t, percent } = useText();
  const named = useRunClasses(comparison);
  const rows = rowsOf(comparison);
  const from = scaleFrom(rows.flatMap(({ a, b }) => [a.interval[0], b.interval[0]]));
  return (
    <section className={page.block} aria-label={t('compare.by-class')}>
      <h2 className={page.title}>
        {t('compare.by-class')}{' '}
        <span className={page.quiet}>{t('compare.scale', { from: percent(from, 0), to: percent(1, 0) })}</span>
      </h2>
      <div className={classes.classes}>
        {rows.map(({ place, photos, a, b }) => {
          const record = named[place]!;
          const [before, after] = [percent(a.value), percent(b.value)];
          const spoken = t('compare.recall.spoken', { class: record.name, a: before, b: after, count: photos });
          return (
            <div key={record.id} className={classes.class} title={spoken}>
              <span className={classes.className}>
                <ClassChip record={record} />
                <span className={`${page.quiet} tabular`} aria-hidden="true">
                  {before} → <strong>{after}</strong>
                </span>
              </span>
              <span className="visually-hidden">{spoken}</span>
              <Band side="A" recall={a} from={from} />
              <Band side="B" recall={b} from={from} />
            </div>
          );
        })}
      </div>
      <Sureness comparison={comparison} difference={difference} />
    </section>
  );
}

/** Classes that no compared photo is of have no recall. */
function rowsOf({ a, b }: RunComparison): Row[] {
  return a.confusion.flatMap((row, place) => {
    const photos = row.reduce((sum, count) => sum + count, 0);
    if (photos === 0) return [];
    const recall = (right: number): Recall => ({ value: right / photos, interval: wilsonInterval(right, photos) });
    return [{ place, photos, a: recall(row[place]!), b: recall(b.confusion[place]![place]!) }];
  });
}

function Band({ side, recall, from }: { readonly side: string; readonly recall: Recall; readonly from: number }) {
  const [low, high] = recall.interval.map(value => rulerPlace(value, from, 1)) as [number, number];
  return (
    <span className={classes.band} aria-hidden="true">
      <span className={classes.bandSide}>{side}</span>
      <span className={`${ruler.ruler} ${ruler.small} ${classes.bandRuler}`}>
        <span className={ruler.track} />
        <span className={ruler.band} style={{ left: `${low}%`, width: `${high - low}%` }} />
        <span className={ruler.point} style={{ left: `${rulerPlace(recall.value, from, 1)}%` }} />
      </span>
    </span>
  );
}

function Sureness({ comparison, difference }: CompareClassesProps) {
  const { t, number } = useText();
  const { repaired, broken } = comparison;
  const { verdict, photosToTellApart } = difference;
  const count = repaired.count + broken.count;
  return (
    <p className={classes.sureness} title={t('compare.would-tell.how')}>
      <IconInfoCircle size={16} stroke={1.75} aria-hidden="true" />
      <span>
        {t('compare.changed-sides', { count })}{' '}
        {photosToTellApart === null
          ? t('compare.equal')
          : verdict === 'too-close' && t('compare.would-tell', { photos: number(rounded(photosToTellApart)) })}
      </span>
    </p>
  );
}

/** Two figures: more would pretend to know the shares that it stands on. */
function rounded(photos: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(photos)) - 1);
  return Math.ceil(photos / unit) * unit;
}
