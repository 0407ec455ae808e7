// The health of all photos: balance of the classes, and files that cannot be used.
import { IconBan, IconCopy, IconFileOff, IconPhotoOff, IconPhotoX } from '@tabler/icons-react';
import { useState } from 'react';
import type { PhotoCounts } from '../../../shared/records/photo.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { classTokens } from '../../components/ClassSwatch.tsx';
import { useClasses, type ClassLookup } from '../../components/classes/class-lookup.ts';
import { everyPhoto, setPhotoFilter } from '../../components/photo-list.ts';
import { placeHash } from '../../components/places.ts';
import { SkippedFiles } from './SkippedFiles.tsx';
import classes from './Inspector.module.css';

export function Health() {
  const { t } = useText();
  const [isListOpen, setListOpen] = useState(false);
  const counts = useCall('photos:counts', null).data;
  const { byId } = useClasses();
  if (!counts) return null;
  const { damaged, missing, skipped, excluded, acrossSplits } = counts;
  return (
    <section className={classes.section} aria-label={t('photos.health')}>
      <header className={classes.header}>
        <h2 className={classes.title}>{t('photos.health')}</h2>
        <a className={classes.link} href={placeHash('health')}>
          {t('health.open')}
        </a>
      </header>
      <Balance counts={counts} byId={byId} />
      <div className={classes.rows}>
        {damaged + missing + skipped + acrossSplits === 0 && counts.photos > 0 && (
          <p className={classes.note}>{t('photos.health.good')}</p>
        )}
        {skipped > 0 && (
          <HealthRow
            Icon={IconFileOff}
            name={t('photos.health.skipped')}
            count={t('photos.health.files', { count: skipped })}
            onClick={() => setListOpen(true)}
          />
        )}
        {damaged > 0 && (
          <HealthRow
            Icon={IconPhotoOff}
            name={t('photos.damaged')}
            count={t('photos.count', { count: damaged })}
            onClick={() => setPhotoFilter({ ...everyPhoto, problems: ['damaged'] })}
          />
        )}
        {missing > 0 && (
          <HealthRow
            Icon={IconPhotoX}
            name={t('photos.missing')}
            count={t('photos.count', { count: missing })}
            onClick={() => setPhotoFilter({ ...everyPhoto, problems: ['missing'] })}
          />
        )}
        {acrossSplits > 0 && (
          <HealthRow
            Icon={IconCopy}
            name={t('photos.health.across-splits')}
            count={t('photos.count', { count: acrossSplits })}
          />
        )}
        {excluded > 0 && (
          <HealthRow
            Icon={IconBan}
            name={t('photos.excluded')}
            count={t('photos.count', { count: excluded })}
            onClick={() => setPhotoFilter({ ...everyPhoto, excluded: 'only' })}
          />
        )}
      </div>
      <SkippedFiles isOpen={isListOpen} onClose={() => setListOpen(false)} />
    </section>
  );
}

/** A class with less than half of an equal share is worth collecting more of. */
function scarcest(counts: PhotoCounts): PhotoCounts['classes'][number] | null {
  const { classes: all } = counts;
  const total = all.reduce((sum, { photos }) => sum + photos, 0);
  const least = all.reduce<PhotoCounts['classes'][number] | null>(
    (low, next) => (!low || next.photos < low.photos ? next : low),
    null,
  );
  return least && all.length > 1 && least.photos < total / all.length / 2 ? least : null;
}

function Balance({ counts, byId }: { readonly counts: PhotoCounts; readonly byId: ClassLookup['byId'] }) {
  const { t, number } = useText();
  const parts = counts.classes.flatMap(({ classId, photos }) => {
    const record = byId.get(classId);
    return record && photos > 0 ? [{ record, photos }] : [];
  });
  const scarce = scarcest(counts);
  const record = scarce && byId.get(scarce.classId);
  if (parts.length === 0) return <p className={classes.note}>{t('photos.health.no-class')}</p>;
  return (
    <>
      <p className={classes.note}>{t('photos.health.balance')}</p>
      <div className={classes.balance}>
        {parts.map(({ record: part, photos }) => (
          <span
            key={part.id}
            className={classes.part}
            style={{
              flexGrow: photos,
              background: `var(${classTokens(part.colour).fill})`,
              color: `var(${classTokens(part.colour).on})`,
            }}
            title={`${part.name} ${number(photos)}`}
          >
            {part.key?.toUpperCase()} {part.name} {number(photos)}
          </span>
        ))}
      </div>
      <p className={classes.note}>
        {scarce && record
          ? t('photos.health.few', { class: record.name, count: scarce.photos })
          : t('photos.health.even')}
      </p>
    </>
  );
}

type HealthRowProps = {
  readonly Icon: typeof IconBan;
  readonly name: string;
  readonly count: string;
  /** Opens what is counted. */
  readonly onClick?: () => void;
};

function HealthRow({ Icon, name, count, onClick }: HealthRowProps) {
  const inside = (
    <>
      <Icon size={16} stroke={1.75} aria-hidden="true" className={classes.rowIcon} />
      <span className={`${classes.rowName} ellipsis`}>{name}</span>
      <span className={classes.rowCount}>{count}</span>
    </>
  );
  if (!onClick) return <div className={classes.row}>{inside}</div>;
  return (
    <button type="button" className={`${classes.row} ${classes.rowButton}`} onClick={onClick}>
      {inside}
    </button>
  );
}
