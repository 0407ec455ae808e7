// The photos of a plan: a row for each class it learns from, a row for what it is judged on, and what is left out.
import { IconRulerMeasure } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { PhotoExample, TrainingPlan } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import { ClassChip } from '../../components/ClassSwatch.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { PhotoTile } from '../../components/PhotoTile.tsx';
import { placeHash } from '../../components/places.ts';
import { LeftOut } from './LeftOut.tsx';
import classes from './page.module.css';

/** Rows that are drawn; a project of many classes shows its first ones. */
const mostRows = 8;
const tilePx = 86;

export function PlanPhotos({ plan }: { readonly plan: TrainingPlan }) {
  const { t, number } = useText();
  const { byId } = useClasses();
  const { part, examples } = plan.heldOut;
  return (
    <>
      {plan.classes.length > 0 && (
        <section className={classes.part}>
          <div className={classes.partHead}>
            <h2 className={classes.partTitle}>{t('train.learns-from')}</h2>
            <span className={classes.quiet}>{t('train.learns-count', { photos: plan.photos.train })}</span>
          </div>
          {plan.classes.slice(0, mostRows).map(({ id, name, train, examples: photos }) => {
            const record = byId.get(id);
            return (
              <PhotoRow key={id} photos={photos} count={number(train)}>
                {record ? <ClassChip record={record} /> : name}
              </PhotoRow>
            );
          })}
        </section>
      )}
      {plan.photos[part] > 0 && (
        <section className={classes.part}>
          <div className={classes.partHead}>
            <h2 className={classes.partTitle}>{t('train.judged-on')}</h2>
            <span className={classes.quiet}>
              {t('train.judged-count', { photos: plan.photos[part], part: t(`train.part.${part}`) })}
            </span>
          </div>
          <PhotoRow photos={examples} count={number(plan.photos[part])}>
            <IconRulerMeasure size={16} stroke={1.75} aria-hidden="true" /> {t('train.all-classes')}
          </PhotoRow>
        </section>
      )}
      <LeftOut plan={plan} />
    </>
  );
}

type RowProps = { readonly photos: readonly PhotoExample[]; readonly count: string; readonly children: ReactNode };

function PhotoRow({ photos, count, children }: RowProps) {
  return (
    <div className={classes.row}>
      <span className="ellipsis">{children}</span>
      <span className={classes.photos}>
        {photos.map(({ id, hash }, place) => (
          <PhotoTile
            key={id}
            id={id}
            hash={hash}
            name={`${place + 1}`}
            widthPx={tilePx}
            heightPx={tilePx}
            href={placeHash('label', { photo: id })}
          />
        ))}
      </span>
      <span className={`${classes.count} tabular`}>{count}</span>
    </div>
  );
}
