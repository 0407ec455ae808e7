// The column at the right: balance by split, sizes, bursts, and what was looked at and found fine.
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { HealthReport } from '../../../shared/records/health.ts';
import { splits } from '../../../shared/records/photo.ts';
import { useText } from '../../api/text.tsx';
import { classTokens } from '../../components/ClassSwatch.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { placeHash } from '../../components/places.ts';
import { Bursts, type BurstsProps } from './Bursts.tsx';
import { Fact } from './Fact.tsx';
import { barBounds, scarcestClass } from './headline.ts';
import classes from './page.module.css';
import { ShowInPhotos } from './ShowInPhotos.tsx';

export function Facts({ report, onFix }: BurstsProps) {
  return (
    <>
      <Balance report={report} onFix={onFix} />
      <Sizes sizes={report.sizes} />
      <Bursts report={report} onFix={onFix} />
      <AlsoChecked report={report} />
    </>
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

function Balance({ report: { balance, testOffer }, onFix }: BurstsProps) {
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
              {total === 0 && split === 'test' && testOffer > 0 ? (
                <Button size="xs" title={t('health.test.why')} onClick={() => onFix('test')}>
                  {t('health.test.offer', { count: testOffer })}
                </Button>
              ) : (
                <span className={classes.total}>{total > 0 && number(total)}</span>
              )}
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
          <span>
            {t('health.size.small', { count: small })} <ShowInPhotos problem="small" what={t('health.size')} />
          </span>
        </p>
      )}
    </Fact>
  );
}

function AlsoChecked({ report }: { readonly report: HealthReport }) {
  const { t } = useText();
  const { byId } = useClasses();
  const { turned, emptyClasses, totals } = report;
  const { missing, damaged, excluded } = totals;
  const isFine = emptyClasses.length === 0 && missing === 0 && damaged === 0;
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
        {missing === 0 && <li>{t('health.checked.none-gone')}</li>}
        {excluded > 0 && (
          <li>
            {t('health.checked.excluded', { count: excluded })}{' '}
            <a className={classes.link} href={placeHash('photos', { excluded: 'only' })}>
              {t('health.show-photos')}
            </a>
          </li>
        )}
      </ul>
    </Fact>
  );
}
