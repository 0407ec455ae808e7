// The column at the right: balance by split, sizes, bursts, and what was looked at and found fine.
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { AlikeGroup, HealthReport } from '../../../shared/records/health.ts';
import { splits } from '../../../shared/records/photo.ts';
import { useText } from '../../api/text.tsx';
import { classTokens } from '../../components/ClassSwatch.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { barBounds, scarcestClass } from './headline.ts';
import classes from './page.module.css';
import { Picture } from './PhotoOfPair.tsx';

export type FactsProps = { readonly report: HealthReport; readonly onKeep: (groups: readonly AlikeGroup[]) => void };

export function Facts({ report, onKeep }: FactsProps) {
  return (
    <>
      <Balance report={report} />
      <Sizes sizes={report.sizes} />
      <Bursts report={report} onKeep={onKeep} />
      <AlsoChecked report={report} />
    </>
  );
}

type FactProps = {
  readonly title: string;
  readonly note?: ReactNode;
  readonly mark?: ReactNode;
  readonly children: ReactNode;
};

function Fact({ title, note, mark, children }: FactProps) {
  return (
    <section className={classes.fact} aria-label={title}>
      <header className={classes.factHead}>
        <h2>{title}</h2>
        {note !== undefined && <span className={classes.quiet}>{note}</span>}
        <span className={classes.mark}>{mark}</span>
      </header>
      {children}
    </section>
  );
}

function Good({ children }: { readonly children: string }) {
  return (
    <span className={classes.good}>
      <IconCheck size={14} stroke={2} aria-hidden="true" />
      {children}
    </span>
  );
}

function Balance({ report: { balance } }: { readonly report: HealthReport }) {
  const { t, number } = useText();
  const { byId } = useClasses();
  const scarce = scarcestClass(balance);
  const name = (id: HealthReport['balance'][number]['classId']): string => byId.get(id)?.name ?? '?';
  const isEmpty = balance.every(({ counts }) => splits.every(split => counts[split] === 0));
  const mark = scarce ? (
    <span className={classes.warning}>{t('health.balance.uneven', { class: name(scarce.classId) })}</span>
  ) : (
    <Good>{t('health.balance.even')}</Good>
  );
  return (
    <Fact title={t('health.balance')} mark={isEmpty ? null : mark}>
      {isEmpty && <p className={classes.quiet}>{t('health.balance.none')}</p>}
      {!isEmpty &&
        splits.map(split => {
          const total = balance.reduce((sum, { counts }) => sum + counts[split], 0);
          const splitName = t(`split.${split}`);
          return (
            <div key={split} className={classes.balanceRow}>
              <span className={classes.quiet}>{splitName}</span>
              {total === 0 ? (
                <span className={classes.quiet}>{t('health.balance.empty-split')}</span>
              ) : (
                <span className={classes.bar}>
                  {balance.map(({ classId, counts }) => {
                    const record = byId.get(classId);
                    const count = counts[split];
                    if (!record || count === 0) return null;
                    const { fill, on } = classTokens(record.colour);
                    const title = t('health.balance.part', { class: record.name, count, split: splitName });
                    return (
                      <span
                        key={classId}
                        className={classes.part}
                        style={{ flexGrow: count, background: `var(${fill})`, color: `var(${on})` }}
                        title={title}
                      >
                        <span className="visually-hidden">{title}</span>
                        <span aria-hidden="true">
                          {record.key ? `${record.key.toUpperCase()} · ` : ''}
                          {number(count)}
                        </span>
                      </span>
                    );
                  })}
                </span>
              )}
              <span className={classes.total}>{total > 0 && number(total)}</span>
            </div>
          );
        })}
    </Fact>
  );
}

function Sizes({ sizes }: { readonly sizes: HealthReport['sizes'] }) {
  const { t, number } = useText();
  const { bins, small, smallestPx, largestPx, commonPx, commonCount } = sizes;
  const most = Math.max(...bins, 1);
  if (largestPx === 0) return null;
  return (
    <Fact title={t('health.size')} note={t('health.size.note')}>
      <ol className={classes.histogram}>
        {bins.map((count, place) => {
          const words = t('health.size.bar', { ...barBounds(sizes, place, bins.length), count });
          return (
            <li key={place} title={words}>
              {count > 0 && <span className={classes.column} style={{ height: `${100 * Math.sqrt(count / most)}%` }} />}
              <span className="visually-hidden">{words}</span>
            </li>
          );
        })}
      </ol>
      <div className={classes.axis}>
        <span>{number(smallestPx)}</span>
        <span>{t('health.size.common', { px: commonPx, count: commonCount })}</span>
        <span>{number(largestPx)}</span>
      </div>
      {small > 0 && (
        <p className={classes.caution}>
          <IconAlertTriangle size={14} stroke={1.75} aria-hidden="true" />
          {t('health.size.small', { count: small })}
        </p>
      )}
    </Fact>
  );
}

const burstsAtFirst = 4;
const burstsAtMost = 200;

function Bursts({ report, onKeep }: FactsProps) {
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

function AlsoChecked({ report }: { readonly report: HealthReport }) {
  const { t } = useText();
  const { byId } = useClasses();
  const { turned, emptyClasses, missing, damaged } = report;
  const isFine = emptyClasses.length === 0 && missing.length === 0 && damaged.length === 0;
  const names = emptyClasses.map(id => byId.get(id)?.name ?? '?').join(', ');
  return (
    <Fact title={t('health.checked')} mark={isFine && <Good>{t('health.checked.fine')}</Good>}>
      <ul className={classes.checked}>
        <li>{turned > 0 ? t('health.checked.turned', { count: turned }) : t('health.checked.not-turned')}</li>
        <li>
          {emptyClasses.length > 0
            ? t('health.checked.empty-classes', { count: emptyClasses.length, classes: names })
            : t('health.checked.no-empty-class')}
        </li>
        {missing.length === 0 && <li>{t('health.checked.none-gone')}</li>}
      </ul>
    </Fact>
  );
}
