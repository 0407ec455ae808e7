// The photos of a plan: a row for each class it learns from, a row for what it is judged on, and what is left out.
import { IconRulerMeasure } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ClassId } from '../../../shared/records/ids.ts';
import type { Split } from '../../../shared/records/photo.ts';
import type { TrainingPlan } from '../../../shared/records/run.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { ClassChip } from '../../components/ClassSwatch.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { PhotoTile } from '../../components/PhotoTile.tsx';
import { placeHash } from '../../components/places.ts';
import classes from './page.module.css';

/** Rows that are drawn; a project of many classes shows its first ones. */
const mostRows = 8;
const photosInRow = 7;
const tilePx = 86;

export function PlanPhotos({ plan }: { readonly plan: TrainingPlan }) {
  const { t, number } = useText();
  const { byId } = useClasses();
  const part: Split = plan.photos.test > 0 ? 'test' : 'validation';
  const leftOut = (['notAnnotated', 'nothing', 'excluded', 'damaged'] as const).filter(
    reason => plan.leftOut[reason] > 0,
  );
  return (
    <>
      {plan.classes.length > 0 && (
        <section className={classes.part}>
          <div className={classes.partHead}>
            <h2 className={classes.partTitle}>{t('train.learns-from')}</h2>
            <span className={classes.quiet}>{t('train.learns-count', { photos: plan.photos.train })}</span>
          </div>
          {plan.classes.slice(0, mostRows).map(({ id, name, train }) => {
            const record = byId.get(id);
            return (
              <PhotoRow key={id} classId={id} split="train" count={number(train)}>
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
          <PhotoRow split={part} count={number(plan.photos[part])}>
            <IconRulerMeasure size={16} stroke={1.75} aria-hidden="true" /> {t('train.all-classes')}
          </PhotoRow>
        </section>
      )}
      {leftOut.length > 0 && (
        <p className={classes.leftOut}>
          <strong>{t('train.left-out')}</strong>
          {leftOut.map(reason => (
            <span key={reason}>{t(`train.left-out.${reason}`, { count: plan.leftOut[reason] })}</span>
          ))}
        </p>
      )}
    </>
  );
}

type RowProps = {
  readonly classId?: ClassId;
  readonly split: Split;
  readonly count: string;
  readonly children: ReactNode;
};

function PhotoRow({ classId, split, count, children }: RowProps) {
  const filter = {
    splits: [split],
    states: ['annotated' as const],
    ...(classId === undefined ? {} : { classIds: [classId] }),
  };
  const page = useCall('photos:query', { filter, sort: 'name', group: 'none' }, { keepPrevious: true }).data;
  const { id = [], hash = [] } = page?.columns ?? {};
  // Spread over the whole part rather than its first names: neighbours by name often look alike.
  const step = Math.max(1, Math.floor(id.length / photosInRow));
  const places = Array.from({ length: Math.min(photosInRow, id.length) }, (_, index) => index * step);
  return (
    <div className={classes.row}>
      <span className="ellipsis">{children}</span>
      <span className={classes.photos}>
        {places.map(place => (
          <PhotoTile
            key={id[place]}
            id={id[place]!}
            hash={hash[place]!}
            name={`${place + 1}`}
            widthPx={tilePx}
            heightPx={tilePx}
            href={placeHash('label', { photo: id[place]! })}
          />
        ))}
      </span>
      <span className={`${classes.count} tabular`}>{count}</span>
    </div>
  );
}
