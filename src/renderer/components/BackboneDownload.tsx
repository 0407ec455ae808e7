// Fetches a pretrained network when a person asks for it: the button with the size, how far it is, and the way out.
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { BackboneSummary } from '../../shared/records/backbone.ts';
import type { WorkId } from '../../shared/records/ids.ts';
import { useAct, useCall } from '../api/query.ts';
import { useText } from '../api/text.tsx';
import classes from './BackboneDownload.module.css';

export function BackboneDownload({ backbone }: { readonly backbone: BackboneSummary }) {
  const { t, bytes, seconds, error } = useText();
  const [started, setStarted] = useState<WorkId | null>(null);
  const download = useAct('backbones:download', { onDone: ({ work }) => setStarted(work) });
  const cancel = useAct('work:cancel');
  const work = (useCall('work:list', null).data ?? []).find(({ id }) => id === started);
  if (work?.state === 'running') {
    const { done, total, secondsLeft } = work;
    const share = total === 0 ? 0 : done / total;
    const words =
      total === 0
        ? t('train.backbone.checking')
        : t('train.backbone.downloading', { done: bytes(done), total: bytes(total) });
    return (
      <div className={classes.download}>
        <span className={`${classes.downloadWords} tabular`}>
          {words}
          {secondsLeft !== null && `, ${t('frame.run-left', { time: seconds(secondsLeft) })}`}
        </span>
        <span
          className={classes.track}
          role="progressbar"
          aria-label={backbone.name}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(100 * share)}
        >
          <span className={classes.fill} style={{ width: `${100 * share}%` }} />
        </span>
        <Button size="xs" loading={cancel.isPending} onClick={() => cancel.mutate({ id: work.id })}>
          {t('action.cancel')}
        </Button>
      </div>
    );
  }
  return (
    <div className={classes.download}>
      <Button
        size="xs"
        leftSection={<IconDownload size={14} stroke={1.75} />}
        loading={download.isPending}
        onClick={() => download.mutate({ id: backbone.id })}
      >
        {t('train.backbone.download', { size: bytes(backbone.bytes) })}
      </Button>
      {work?.state === 'failed' && (
        <span className={classes.downloadFailed} role="alert">
          <IconAlertTriangle size={14} stroke={1.75} aria-hidden="true" />
          {t('train.backbone.failed')}. {work.error && error(work.error)}
        </span>
      )}
    </div>
  );
}
