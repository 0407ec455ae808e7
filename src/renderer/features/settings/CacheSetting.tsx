// The size of the cache, and emptying it: nothing a person made is in it.
import { Button } from '@mantine/core';
import { useProject } from '../../api/app-info.ts';
import { showNote } from '../../api/notices.ts';
import { queries, useAct, useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Row } from './Row.tsx';
import classes from './page.module.css';

export function CacheSetting() {
  const { t, bytes } = useText();
  const isOpen = useProject() !== null;
  const size = useCall('cache:size', null, { enabled: isOpen });
  const clear = useAct('cache:clear', {
    onDone: ({ bytes: left }) => {
      showNote(t('settings.cache-cleared', { size: bytes(Math.max(0, (size.data?.bytes ?? left) - left)) }));
      void queries.invalidateQueries({ queryKey: ['cache:size'] });
    },
  });
  if (!isOpen) return <Row label={t('settings.cache')} note={t('settings.cache-none')} />;
  if (size.error) return <ErrorState error={size.error} onRetry={() => void size.refetch()} />;
  return (
    <Row label={t('settings.cache')} note={t('settings.cache-note')}>
      <span className={`${classes.size} tabular`}>{size.data && bytes(size.data.bytes)}</span>
      <Button
        disabled={!size.data || size.data.bytes === 0}
        loading={clear.isPending}
        onClick={() => clear.mutate(null)}
      >
        {t('settings.cache-clear', { size: bytes(size.data?.bytes ?? 0) })}
      </Button>
    </Row>
  );
}
