// How the photos are divided, as one bar with the counts of each class.
import { splits } from '../../../shared/records/photo.ts';
import type { TrainingPlan } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import { placeHash } from '../../components/places.ts';
import { LeftOut } from './LeftOut.tsx';
import classes from './details.module.css';

export function SplitBar({ plan }: { readonly plan: TrainingPlan }) {
  const { t } = useText();
  const parts = splits.filter(split => plan.photos[split] > 0);
  if (parts.length === 0) return null;
  return (
    <section className={classes.section} aria-label={t('train.split')}>
      <div className={classes.head}>
        <h2 className={classes.title}>
          {t('train.split')} <span className={classes.quiet}>{t('train.split.note')}</span>
        </h2>
        <a className={classes.link} href={placeHash('photos')}>
          {t('train.split.change')}
        </a>
      </div>
      <div className={classes.split}>
        {parts.map(split => {
          const perClass = plan.classes
            .filter(one => one[split] > 0)
            .map(one => t('train.split.class', { count: one[split], name: one.name }))
            .join(', ');
          return (
            <a
              key={split}
              href={placeHash('photos', { split })}
              className={`${classes.splitPart} ${split === 'train' ? classes.splitTrain : ''}`}
              style={{ flexGrow: plan.photos[split] }}
              title={perClass}
            >
              <strong>{t('train.split.part', { part: t(`split.${split}`), count: plan.photos[split] })}</strong>
              <span className={`${classes.quiet} ellipsis`}>{perClass}</span>
            </a>
          );
        })}
      </div>
      {plan.recipe.name !== 'one-click' && <LeftOut plan={plan} />}
    </section>
  );
}
