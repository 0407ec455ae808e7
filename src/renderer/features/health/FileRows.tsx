// Files with what is wrong with each; only the rows near the window exist, however many there are.
import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { IconFileText, IconPhotoOff, IconPhotoX } from '@tabler/icons-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { messages, type MessageKey } from '../../../shared/messages.ts';
import type { HealthPhoto, HealthReport } from '../../../shared/records/health.ts';
import { useAct } from '../../api/query.ts';
import { useText, type Text } from '../../api/text.tsx';
import classes from './page.module.css';
import { Picture } from './PhotoOfPair.tsx';

type LeftOutFile = HealthReport['leftOut'][number];
export type FileRow = {
  readonly path: string;
  readonly code: LeftOutFile['code'] | 'missing' | 'damaged';
  readonly details: LeftOutFile['details'];
  readonly photo: HealthPhoto | null;
};

const rowPx = 44;
const shortList = 60;

type FileRowsProps = { readonly rows: readonly FileRow[]; readonly scroller: HTMLElement | null };

export function FileRows({ rows, scroller }: FileRowsProps) {
  const list = useRef<HTMLUListElement>(null);
  const [topPx, setTopPx] = useState(0);
  // What stands above the list may become more or less with every answer of the core: the content grows or shrinks then.
  useLayoutEffect(() => {
    const content = scroller?.firstElementChild;
    if (!scroller || !content) return;
    const measure = (): void => {
      if (list.current)
        setTopPx(
          Math.round(
            list.current.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop,
          ),
        );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(content);
    return () => observer.disconnect();
  }, [scroller]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowPx,
    // A short list is there whole, also for the browser's own search.
    overscan: rows.length <= shortList ? rows.length : 8,
    scrollMargin: topPx,
  });
  return (
    <ul ref={list} className={classes.files} style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ index, start }) => (
        <li
          key={rows[index]!.path}
          className={classes.file}
          style={{ transform: `translateY(${start - topPx}px)`, height: rowPx }}
          aria-setsize={rows.length}
          aria-posinset={index + 1}
        >
          <Row row={rows[index]!} />
        </li>
      ))}
    </ul>
  );
}

function Row({ row }: { readonly row: FileRow }) {
  const text = useText();
  const { t } = text;
  const { path, code, photo } = row;
  const reveal = useAct('photos:reveal');
  const name = path.slice(path.lastIndexOf('/') + 1);
  const folder = path.slice(0, Math.max(0, path.length - name.length - 1));
  const Icon =
    code === 'missing' ? IconPhotoX : code === 'damaged' || code === 'photo-damaged' ? IconPhotoOff : IconFileText;
  const why = reasonWords(text, row);
  return (
    <>
      <span className={classes.fileIcon}>
        {photo !== null && code === 'damaged' && photo.hash !== '' && <Picture photo={photo} />}
        <Icon size={16} stroke={1.75} aria-hidden="true" />
      </span>
      <span className={classes.fileName}>
        <span className="mono ellipsis" dir="auto" title={path}>
          {name}
        </span>
        <span className={`${classes.quiet} ellipsis`} dir="auto">
          {folder}
        </span>
      </span>
      <span className={classes.reason} title={why}>
        <strong>{t(`health.reason.${code}`, row.details)}</strong> {why}
      </span>
      {photo !== null && code !== 'missing' && (
        <Button
          variant="subtle"
          aria-label={t('health.show-in-folder-what', { name })}
          onClick={() => reveal.mutate({ id: photo.id })}
        >
          {t('health.show-in-folder')}
        </Button>
      )}
    </>
  );
}

/** Reasons that the message table knows are said in the person's language. */
function reasonWords({ t }: Pick<Text, 't'>, { code, details }: FileRow): string {
  const known = `reason.${String(details['reason'] ?? '')}`;
  const reason = Object.hasOwn(messages, known) ? t(known as MessageKey, details) : (details['reason'] ?? '');
  return t(`health.reason.${code}-why`, { ...details, reason });
}
