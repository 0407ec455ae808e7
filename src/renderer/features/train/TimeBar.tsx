// Where the time of a run goes, as one bar in true proportion.
import type { TrainingPlan } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import classes from './details.module.css';

export function TimeBar({ plan }: { readonly plan: TrainingPlan }) {
  const { t, seconds } = useText();
  if (plan.obstacle !== null) return null;
  const parts = plan.parts ?? [];
  const photos = plan.photos.train + plan.photos.validation + plan.photos.test;
  return (
    <section className={classes.section} aria-label={t('train.time')}>
      <div className={classes.head}>
        <h2 className={classes.title}>
          {t('train.time')}{' '}
          <span className={classes.quiet}>{t(plan.parts === null ? 'train.promise.unknown' : 'train.time.note')}</span>
        </h2>
      </div>
      {parts.length > 0 && (
        <>
          <div className={classes.time} aria-hidden="true">
            {parts.map(({ part, seconds: length }) => (
              <span key={part} data-part={part} style={{ flexGrow: length }} />
            ))}
          </div>
          <div className={classes.timeWords}>
            {parts.map(({ part, seconds: length }) => (
              <span key={part} className={classes.timeWord} data-part={part}>
                {t(`train.time.${part}`, { photos, time: seconds(roundedSeconds(length)) })}
              </span>
            ))}
          </div>
        </>
      )}
    </section>
  );
}

/** Tenths below ten seconds: "0.3 s" is not "0 s". */
const roundedSeconds = (value: number): number => (value < 9.95 ? Math.round(value * 10) / 10 : Math.round(value));
