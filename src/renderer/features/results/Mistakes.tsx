// The wall of mistakes: held-out photos the model got wrong, most certain first.
import type { RunResults } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import { useRunClasses } from './run-classes.ts';
import { Verdict } from './Verdict.tsx';
import classes from './page.module.css';

const most = 100;

export function Mistakes({ results }: { readonly results: RunResults }) {
  const { t } = useText();
  const named = useRunClasses(results.run);
  const { mistakes } = results;
  return (
    <section className={classes.mistakes} aria-label={t('results.mistakes')}>
      <h2 className={classes.title}>
        {t('results.mistakes')}{' '}
        <span className={classes.quiet}>
          {mistakes.length === 0 ? t('results.mistakes.none') : t('results.mistakes.note', { count: mistakes.length })}
        </span>
      </h2>
      <div className={classes.wall}>
        {mistakes.slice(0, most).map(verdict => (
          <Verdict key={verdict.photoId} verdict={verdict} named={named} heightPx={180} />
        ))}
      </div>
    </section>
  );
}
