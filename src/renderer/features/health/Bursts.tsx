// Photos taken within seconds: how many, where they lie, and keeping them together.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { AlikeGroup, HealthFix, HealthReport } from '../../../shared/records/health.ts';
import { useText } from '../../api/text.tsx';
import { Fact } from './Fact.tsx';
import classes from './page.module.css';
import { Picture } from './PhotoOfPair.tsx';
import { ShowInPhotos } from './ShowInPhotos.tsx';

export type BurstsProps = { readonly report: HealthReport; readonly onFix: (what: HealthFix) => void };

const burstsAtFirst = 4;

export function Bursts({ report, onFix }: BurstsProps) {
  const { t } = useText();
  const [areAll, setAll] = useState(false);
  const { groups, withTime } = report.bursts;
  const { bursts: total, burstPhotos: photos, looseBurstPhotos: loose } = report.totals;
  const note = total === 0 ? t('health.bursts.none') : t('health.bursts.found', { groups: total, photos });
  return (
    <Fact title={t('health.bursts')} note={note}>
      <p className={classes.quiet}>{t('health.bursts.with-time', { count: withTime, total: report.photos })}</p>
      <ul className={classes.bursts}>
        {groups.slice(0, areAll ? groups.length : burstsAtFirst).map(group => (
          <Burst key={group.ids[0]!} group={group} />
        ))}
      </ul>
      <div className={classes.burstActions}>
        {groups.length > burstsAtFirst && !areAll && (
          <Button onClick={() => setAll(true)}>{t('health.bursts.all', { count: groups.length })}</Button>
        )}
        {loose > 0 && (
          <Button variant="subtle" onClick={() => onFix('bursts')}>
            {t('health.bursts.keep')}
          </Button>
        )}
        {total > 0 && <ShowInPhotos problem="burst" what={t('health.bursts')} />}
      </div>
    </Fact>
  );
}

function Burst({ group }: { readonly group: AlikeGroup }) {
  const { t } = useText();
  const { photos, across, together } = group;
  const split = photos[0]!.split;
  const where = split === null ? t('split.none') : t(`split.${split}`);
  const note = across ? t('health.bursts.across') : together ? t('health.bursts.together', { split: where }) : where;
  return (
    <li className={classes.burst}>
      {photos.slice(0, 2).map(photo => (
        <span key={photo.id} className={classes.burstPhoto}>
          <Picture photo={photo} />
        </span>
      ))}
      <span className={classes.burstWords}>
        <span className="ellipsis" dir="auto" title={photos.map(({ path }) => path).join('\n')}>
          {t('health.bursts.names', { first: photos[0]!.name, last: photos.at(-1)!.name })}
          {group.ids.length > 2 && ` · ${t('photos.count', { count: group.ids.length })}`}
        </span>
        <span className={classes.quiet}>{note}</span>
      </span>
    </li>
  );
}
