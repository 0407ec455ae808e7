// Photos taken within seconds: how many, where they lie, and keeping them together.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { AlikeGroup, HealthReport } from '../../../shared/records/health.ts';
import { useText } from '../../api/text.tsx';
import { Fact } from './Fact.tsx';
import classes from './page.module.css';
import { Picture } from './PhotoOfPair.tsx';

export type BurstsProps = { readonly report: HealthReport; readonly onKeep: (groups: readonly AlikeGroup[]) => void };

const burstsAtFirst = 4;
const burstsAtMost = 200;

export function Bursts({ report, onKeep }: BurstsProps) {
  const { t } = useText();
  const [areAll, setAll] = useState(false);
  const { groups, withTime } = report.bursts;
  const photos = groups.reduce((sum, group) => sum + group.photos.length, 0);
  const loose = groups.filter(group => !group.together);
  const note =
    groups.length === 0 ? t('health.bursts.none') : t('health.bursts.found', { groups: groups.length, photos });
  return (
    <Fact title={t('health.bursts')} note={note}>
      <p className={classes.quiet}>{t('health.bursts.with-time', { count: withTime, total: report.photos })}</p>
      <ul className={classes.bursts}>
        {groups.slice(0, areAll ? burstsAtMost : burstsAtFirst).map(group => (
          <Burst key={group.photos[0]!.id} group={group} />
        ))}
      </ul>
      <div className={classes.burstActions}>
        {groups.length > burstsAtFirst && !areAll && (
          <Button onClick={() => setAll(true)}>{t('health.bursts.all', { count: groups.length })}</Button>
        )}
        {loose.length > 0 && (
          <Button variant="subtle" onClick={() => onKeep(loose)}>
            {t('health.bursts.keep')}
          </Button>
        )}
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
        <span className="ellipsis" title={photos.map(({ path }) => path).join('\n')}>
          {t('health.bursts.names', { first: photos[0]!.name, last: photos.at(-1)!.name })}
        </span>
        <span className={classes.quiet}>{note}</span>
      </span>
    </li>
  );
}
