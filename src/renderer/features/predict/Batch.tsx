// One batch of predictions: its progress, its photos as cards or, when there are many, as a table, and the ways to keep it.
import { Button, Progress } from '@mantine/core';
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { WorkId } from '../../../shared/records/ids.ts';
import type { WorkStatus } from '../../../shared/records/project.ts';
import { download } from '../../api/downloads.ts';
import { useEvent } from '../../api/events.ts';
import { useAct, useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Banner } from '../../components/frame/Banners.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { Cards } from './Cards.tsx';
import { Skipped } from './Skipped.tsx';
import { Table } from './Table.tsx';
import classes from './page.module.css';

/** Up to here every photo is a card to look at; beyond, a table to work through. */
const mostCards = 24;
/** A growing batch is read again at most this often: a large one is megabytes. */
const rereadMs = 1_000;

export type BatchProps = { readonly work: WorkId; readonly best: number; readonly unsureBelow: number };

export function Batch({ work, best, unsureBelow }: BatchProps) {
  const { t, error } = useText();
  const queries = useQueryClient();
  const batch = useCall('predict:read', { work });
  const status = useCall('work:list', null).data?.find(({ id }) => id === work);
  useEvent('work:progress', ({ id, state }) => {
    if (id !== work) return;
    const isDue = !batch.isFetching && Date.now() - batch.dataUpdatedAt > rereadMs;
    if (state !== 'running' || isDue) void queries.invalidateQueries({ queryKey: ['predict:read', { work }] });
  });
  const photos = useMemo(
    () => [...(batch.data?.photos ?? [])].sort((a, b) => (b.top[0]?.probability ?? 0) - (a.top[0]?.probability ?? 0)),
    [batch.data],
  );
  if (batch.error) return <ErrorState error={batch.error} onRetry={() => void batch.refetch()} />;
  if (!batch.data) return <Waiting />;
  const isRunning = status?.state === 'running';
  const expected = Math.max(photos.length, status?.total ?? 0);
  const failure = status?.error;
  const unsure = photos.filter(({ top }) => (top[0]?.probability ?? 0) < unsureBelow).length;
  return (
    <>
      <header className={classes.bar}>
        <strong className="ellipsis">{batch.data.modelName}</strong>
        <span className={`${classes.quiet} tabular`}>
          {t('predict.count', { count: photos.length })}
          {unsure > 0 && ` · ${t('predict.unsure', { unsure })}`}
        </span>
        {isRunning && <Going work={work} status={status} />}
        {status?.state === 'cancelled' && <span className={classes.quiet}>{t('predict.cancelled')}</span>}
      </header>
      {failure && (
        <Banner
          tone="danger"
          icon={<IconAlertTriangle size={20} stroke={1.75} />}
          title={`${t('predict.failed')}.`}
          body={error(failure)}
        />
      )}
      {expected <= mostCards ? (
        <Cards work={work} photos={photos} best={best} unsureBelow={unsureBelow} />
      ) : (
        <Table work={work} photos={photos} unsureBelow={unsureBelow} />
      )}
      <Skipped skipped={batch.data.skipped} />
      <footer className={classes.foot}>
        <span className={classes.quiet}>{t('predict.save')}</span>
        {(['csv', 'json'] as const).map(format => (
          <Button
            key={format}
            leftSection={<IconDownload size={14} stroke={1.75} />}
            disabled={photos.length === 0}
            onClick={() => download(`/download/predictions/${work}?format=${format}`)}
          >
            {t(`predict.${format}`)}
          </Button>
        ))}
      </footer>
    </>
  );
}

function Going({ work, status }: { readonly work: WorkId; readonly status: WorkStatus }) {
  const { t, number, seconds } = useText();
  const cancel = useAct('work:cancel');
  const { done, total, perSecond, secondsLeft } = status;
  const name = t('predict.progress', { done, total });
  return (
    <span className={classes.going}>
      <Progress value={total === 0 ? 0 : (100 * done) / total} w={120} aria-label={name} />
      <span className={`${classes.quiet} tabular`}>
        {name}
        {perSecond > 0 && ` · ${t('predict.rate', { rate: number(perSecond, 0) })}`}
        {secondsLeft !== null && ` · ${t('predict.left', { time: seconds(secondsLeft) })}`}
      </span>
      <Button size="xs" onClick={() => cancel.mutate({ id: work })}>
        {t('action.cancel')}
      </Button>
    </span>
  );
}
