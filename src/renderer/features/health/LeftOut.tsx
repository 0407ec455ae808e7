// Files that are not used, each with its reason and the way back in.
import { Button } from '@mantine/core';
import { IconFileText, IconPhotoOff, IconPhotoX } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { HealthPhoto, HealthReport } from '../../../shared/records/health.ts';
import type { PhotoId } from '../../../shared/records/ids.ts';
import { useAct } from '../../api/query.ts';
import { useText, type Text } from '../../api/text.tsx';
import { messages, type MessageKey } from '../../../shared/messages.ts';
import { relink } from '../../components/project/open-project.ts';
import classes from './page.module.css';
import { Picture } from './PhotoOfPair.tsx';

type Row = {
  readonly key: string;
  readonly path: string;
  readonly code: HealthReport['leftOut'][number]['code'] | 'missing' | 'damaged';
  readonly details: HealthReport['leftOut'][number]['details'];
  readonly photo: Pick<HealthPhoto, 'id' | 'hash'> | null;
};

const atOnce = 50;

export function LeftOut({ report }: { readonly report: HealthReport }) {
  const { t } = useText();
  const [most, setMost] = useState(atOnce);
  const rows = rowsOf(report);
  if (rows.length === 0) return null;
  return (
    <section aria-label={t('health.left-out')} className={classes.section}>
      <header className={classes.sectionHead}>
        <h2>{t('health.left-out')}</h2>
        <span className={classes.quiet}>{t('health.left-out-note', { count: rows.length })}</span>
      </header>
      <ul className={classes.files}>
        {rows.slice(0, most).map(row => (
          <FileRow key={row.key} row={row} />
        ))}
      </ul>
      {rows.length > most && (
        <Button className={classes.more!} onClick={() => setMost(most + atOnce)}>
          {t('health.pairs.more', { count: Math.min(atOnce, rows.length - most) })}
        </Button>
      )}
    </section>
  );
}

function rowsOf({ damaged, missing, leftOut }: HealthReport): Row[] {
  const ofPhoto =
    (code: 'missing' | 'damaged') =>
    (photo: HealthPhoto): Row => ({ key: `${code} ${photo.id}`, path: photo.path, code, details: {}, photo });
  return [
    ...damaged.map(ofPhoto('damaged')),
    ...missing.map(ofPhoto('missing')),
    ...leftOut.map(({ path, code, details, photoId }): Row => ({
      key: path,
      path,
      code,
      details,
      photo: photoId === null ? null : { id: photoId, hash: '' },
    })),
  ];
}

function FileRow({ row }: { readonly row: Row }) {
  const text = useText();
  const { t } = text;
  const { path, code, photo } = row;
  const reveal = useAct('photos:reveal');
  const name = path.slice(path.lastIndexOf('/') + 1);
  const folder = path.slice(0, Math.max(0, path.length - name.length - 1));
  const Icon =
    code === 'missing' ? IconPhotoX : code === 'damaged' || code === 'photo-damaged' ? IconPhotoOff : IconFileText;
  let action: ReactNode = null;
  if (code === 'missing')
    action = (
      <Button variant="subtle" onClick={() => void relink()}>
        {t('health.find-folder')}
      </Button>
    );
  else if (photo !== null)
    action = (
      <Button variant="subtle" onClick={() => reveal.mutate({ id: photo.id as PhotoId })}>
        {t('health.show-in-folder')}
      </Button>
    );
  return (
    <li className={classes.file}>
      <span className={classes.fileIcon}>
        {photo !== null && code === 'damaged' && photo.hash !== '' && <Picture photo={photo} />}
        <Icon size={16} stroke={1.75} aria-hidden="true" />
      </span>
      <span className={classes.fileName}>
        <span className="mono ellipsis" title={path}>
          {name}
        </span>
        <span className={`${classes.quiet} ellipsis`}>{folder}</span>
      </span>
      <span className={classes.reason}>
        <strong>{reasonName(text, row)}</strong> {reasonWords(text, row)}
      </span>
      {action}
    </li>
  );
}

function reasonName({ t }: Pick<Text, 't'>, { code, details }: Row): string {
  return t(`health.reason.${code}`, details);
}

/** Reasons that the message table knows are said in the person's language. */
function reasonWords({ t }: Pick<Text, 't'>, { code, details }: Row): string {
  const known = `reason.${String(details['reason'] ?? '')}`;
  const reason = Object.hasOwn(messages, known) ? t(known as MessageKey, details) : (details['reason'] ?? '');
  return t(`health.reason.${code}-why`, { ...details, reason });
}
