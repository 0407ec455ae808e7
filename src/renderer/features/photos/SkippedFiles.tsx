// The files of the folder that are not used, each with its reason.
import { Modal } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useState } from 'react';
import type { SkippedFile } from '../../../shared/records/photo.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import classes from './Inspector.module.css';

export function SkippedFiles({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useText();
  const skipped = useCall('photos:skipped', null, { enabled: isOpen });
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('photos.skipped.title')}
      size={640}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <p className={classes.note}>{t('photos.skipped.body')}</p>
      {skipped.error && <ErrorState error={skipped.error} onRetry={() => void skipped.refetch()} />}
      {skipped.isPending && <Waiting />}
      {skipped.data && <FileList files={skipped.data} />}
    </Modal>
  );
}

const rowPx = 52;
const mostRows = 7;

function FileList({ files }: { readonly files: readonly SkippedFile[] }) {
  const { t, error } = useText();
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const virtual = useVirtualizer({
    count: files.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowPx,
    overscan: 8,
  });
  return (
    <div
      ref={setScroller}
      className={classes.files}
      style={{ height: Math.min(files.length, mostRows) * rowPx + 2 }}
      tabIndex={0}
      role="group"
      aria-label={t('photos.skipped.title')}
    >
      <ul className={classes.fileList} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const { path, code, details } = files[index]!;
          const reason = error({ code, details: { file: path, photo: path, path, ...details } });
          return (
            <li key={key} className={classes.file} style={{ transform: `translateY(${start}px)`, height: rowPx }}>
              <span className="mono ellipsis" title={path}>
                {path}
              </span>
              <span className={`${classes.quiet} ellipsis`} title={reason}>
                {reason}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
