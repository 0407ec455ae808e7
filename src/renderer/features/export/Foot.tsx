// The foot of the export: progress while it is written and read again, then the proof and the file.
import { Button } from '@mantine/core';
import { IconCircleCheck, IconDownload } from '@tabler/icons-react';
import type { WorkId } from '../../../shared/records/ids.ts';
import type { WorkStatus } from '../../../shared/records/project.ts';
import { download } from '../../api/downloads.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { WorkProgress } from '../../components/WorkProgress.tsx';
import { totalOf } from '../../components/annotation-kinds.ts';
import { keepClearOfNotes } from '../../components/notes-floor.ts';
import classes from './ExportAnnotations.module.css';

export type FootProps = {
  readonly work: WorkId | null;
  readonly status: WorkStatus | null;
  readonly isRunning: boolean;
  /** Nothing is known that could be written. */
  readonly isEmpty: boolean;
  readonly onExport: () => void;
  readonly onClose: () => void;
};

export function Foot({ work, status, isRunning, isEmpty, onExport, onClose }: FootProps) {
  const { t, error } = useText();
  const isDone = work !== null && status?.state === 'done';
  return (
    <div ref={keepClearOfNotes} className={classes.foot}>
      <div className={classes.footWords}>
        {isRunning && (status ? <WorkProgress work={status} /> : <span role="status">{t('export.running')}</span>)}
        {status?.error && !isRunning && (
          <p role="alert" className={classes.failure}>
            {error(status.error)}
          </p>
        )}
        {isDone && <Proof work={work} />}
      </div>
      <Button size="md" onClick={onClose}>
        {t('action.close')}
      </Button>
      {isDone ? (
        <Save work={work} />
      ) : (
        <Button size="md" variant="filled" disabled={isEmpty} loading={isRunning} onClick={onExport}>
          {t('export.do')}
        </Button>
      )}
    </div>
  );
}

function Proof({ work }: { readonly work: WorkId }) {
  const { t, number, error } = useText();
  const result = useCall('annotations:result', { work });
  if (result.error) {
    return (
      <p role="alert" className={classes.failure}>
        {error(result.error)}
      </p>
    );
  }
  if (!result.data) return null;
  const { annotations, largestPx } = result.data.readAgain;
  return (
    <p role="status" className={classes.proof}>
      <IconCircleCheck size={16} stroke={1.75} aria-hidden="true" />
      <span>
        {t('export.read-again', { annotations: totalOf(annotations), px: number(largestPx) })}{' '}
        <span className="quiet">{t('export.why-stored')}</span>
      </span>
    </p>
  );
}

function Save({ work }: { readonly work: WorkId }) {
  const { t, bytes } = useText();
  const size = useCall('annotations:result', { work }).data?.bytes;
  return (
    <Button
      size="md"
      variant="filled"
      leftSection={<IconDownload size={16} stroke={1.75} />}
      disabled={size === undefined}
      onClick={() => download(`/download/annotations?work=${encodeURIComponent(work)}`)}
    >
      {t('export.save', { size: bytes(size ?? 0) })}
    </Button>
  );
}
