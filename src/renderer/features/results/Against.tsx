// A run against the one before it, in three numbers; the whole comparison is a click away.
import type { RunSummary } from '../../../shared/records/run.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { comparisonHash } from './comparison-address.ts';
import classes from './compare.module.css';
import page from './page.module.css';

export type AgainstProps = { readonly run: RunSummary; readonly before: RunSummary };

/** Nothing where the two cannot be compared: the comparison itself says why. */
export function Against({ run, before }: AgainstProps) {
  const { t, number } = useText();
  const { data } = useCall('runs:compare', { a: before.id, b: run.id });
  if (!data?.difference || !data.a.score || !data.b.score) return null;
  const { verdict } = data.difference;
  const sides = [
    ['repaired', data.repaired.count],
    ['broken', data.broken.count],
    ['still-wrong', data.stillWrong.count],
  ] as const;
  return (
    <section className={classes.against} aria-label={t('compare.against', { id: before.id })}>
      <div className={classes.head}>
        <h2 className={page.title}>
          <a href={comparisonHash(before.id, run.id)}>{t('compare.against', { id: before.id })}</a>{' '}
          <span className={page.quiet}>
            {t('compare.against.right', { a: data.a.score.correct, b: data.b.score.correct })}
          </span>
        </h2>
        <span className={`${classes.tag} ${classes.neutral}`}>{t(`compare.against.verdict.${verdict}`)}</span>
      </div>
      <dl className={classes.againstSides}>
        {sides.map(([side, count]) => (
          <div key={side}>
            <dt>
              <span className={`${classes.count} tabular`}>{number(count)}</span> {t(`compare.${side}`)}
            </dt>
            <dd className={page.quiet}>{t(`compare.against.${side}`, { id: before.id })}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
