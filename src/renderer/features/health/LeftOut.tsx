// Files that are not used, by what is wrong with them: how many, the way to all of them, and what puts all of them right.
import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { HealthFix, HealthPhoto, HealthReport } from '../../../shared/records/health.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { relink } from '../../components/project/open-project.ts';
import { FileRows, type FileRow } from './FileRows.tsx';
import classes from './page.module.css';
import { ShowInPhotos } from './ShowInPhotos.tsx';

type Scroller = HTMLElement | null;
type LeftOutProps = {
  readonly report: HealthReport;
  readonly scroller: Scroller;
  readonly onFix: (what: HealthFix) => void;
};

const atFirst = 5;

export function LeftOut({ report, scroller, onFix }: LeftOutProps) {
  const { t } = useText();
  const { totals, damaged, missing } = report;
  const count = totals.damaged + totals.missing + totals.leftOut;
  if (count === 0) return null;
  const exclude = (what: 'damaged' | 'missing') => (
    <>
      <ShowInPhotos problem={what} what={t(`photos.${what}`)} />
      {what === 'missing' && (
        <Button size="xs" onClick={() => void relink()}>
          {t('health.find-folder')}
        </Button>
      )}
      <Button size="xs" onClick={() => onFix(what)}>
        {t('health.exclude-all', { count: totals[what] })}
      </Button>
    </>
  );
  return (
    <section aria-label={t('health.left-out')} className={classes.section}>
      <header className={classes.sectionHead}>
        <h2>{t('health.left-out')}</h2>
        <span className={classes.quiet}>{t('health.left-out-note', { count })}</span>
      </header>
      <Kind
        title={t('photos.damaged')}
        rows={damaged.map(photo => ofPhoto('damaged', photo))}
        total={totals.damaged}
        scroller={scroller}
      >
        {exclude('damaged')}
      </Kind>
      <Kind
        title={t('photos.missing')}
        rows={missing.map(photo => ofPhoto('missing', photo))}
        total={totals.missing}
        scroller={scroller}
      >
        {exclude('missing')}
      </Kind>
      <Unused report={report} scroller={scroller} />
    </section>
  );
}

const ofPhoto = (code: 'missing' | 'damaged', photo: HealthPhoto): FileRow => ({
  path: photo.path,
  code,
  details: {},
  photo,
});

/** Files that never became photos: the grid does not have them, so all of them are listed here when a person asks. */
function Unused({ report, scroller }: Pick<LeftOutProps, 'report' | 'scroller'>) {
  const { t } = useText();
  const [areAll, setAll] = useState(false);
  const all = useCall('photos:skipped', null, { enabled: areAll }).data;
  const files = all ?? report.leftOut;
  return (
    <Kind
      title={t('health.not-used')}
      rows={files.map(({ path, code, details }) => ({ path, code, details, photo: null }))}
      total={report.totals.leftOut}
      scroller={scroller}
      onShowAll={() => setAll(true)}
    />
  );
}

type KindProps = {
  readonly title: string;
  readonly rows: readonly FileRow[];
  /** How many there are; `rows` may be the first of them. */
  readonly total: number;
  readonly scroller: Scroller;
  readonly onShowAll?: () => void;
  readonly children?: ReactNode;
};

function Kind({ title, rows, total, scroller, onShowAll, children }: KindProps) {
  const { t, number } = useText();
  const [isOpen, setOpen] = useState(false);
  if (total === 0) return null;
  const shown = isOpen ? rows : rows.slice(0, atFirst);
  return (
    <div className={classes.kind} role="group" aria-label={title}>
      <header className={classes.kindHead}>
        <h3>
          {title} <span className={classes.quiet}>{number(total)}</span>
        </h3>
        <span className={classes.headActions}>{children}</span>
      </header>
      <FileRows rows={shown} scroller={scroller} />
      {total > atFirst && (
        <div className={classes.more}>
          <Button
            size="xs"
            variant="subtle"
            aria-expanded={isOpen}
            onClick={() => {
              setOpen(!isOpen);
              if (!isOpen) onShowAll?.();
            }}
          >
            {isOpen ? t('health.fewer') : t('health.all', { count: onShowAll ? total : rows.length })}
          </Button>
          {isOpen && rows.length < total && (
            <span className={classes.quiet}>{t('health.first-of', { count: rows.length, total })}</span>
          )}
        </div>
      )}
    </div>
  );
}
