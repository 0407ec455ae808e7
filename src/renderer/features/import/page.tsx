// The place Import: reads what was chosen, shows what would come in, and writes it as one gesture.
import { useIsMutating, useQuery } from '@tanstack/react-query';
import { IconFileImport } from '@tabler/icons-react';
import { useEffect, useEffectEvent } from 'react';
import { fromErrorRecord, type AppError, type ErrorRecord } from '../../../shared/errors.ts';
import type { ImportPreview } from '../../../shared/records/import.ts';
import { showError } from '../../api/notices.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { call } from '../../api/transport.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import {
  endImport,
  importAnnotations,
  setCurrentImport,
  type CurrentImport,
} from '../../components/project/imports.ts';
import { ChooseSources } from './ChooseSources.tsx';
import { Failed } from './Failed.tsx';
import { Preview } from './Preview.tsx';
import { Reading } from './Reading.tsx';
import { withShortNames } from './short-names.ts';

export default function ImportPage() {
  const { t } = useText();
  const current = useCall('import:current', null);
  if (current.error && current.data === undefined) {
    return <ErrorState error={current.error} onRetry={() => void current.refetch()} />;
  }
  if (current.data === undefined) return <Waiting />;
  if (current.data !== null) return <Looking key={current.data.id} current={current.data} />;
  return (
    <EmptyState
      icon={<IconFileImport size={40} stroke={1.25} />}
      title={t('import.empty')}
      body={t('import.empty.body')}
    >
      <ChooseSources
        label={t('import.choose')}
        variant="filled"
        size="md"
        onChoose={choice => void importAnnotations(choice)}
      />
    </EmptyState>
  );
}

function Looking({ current }: { readonly current: CurrentImport }) {
  const { id, work } = current;
  const works = useCall('work:list', null).data;
  const status = work === null ? undefined : works?.find(other => other.id === work);
  const isReading = work !== null && (works === undefined || status?.state === 'running');
  const ended = !isReading && status !== undefined && status.state !== 'done' ? status : null;
  // Once it is being written there is nothing more to look at: news of what it writes must not have it read again.
  const isWriting = useIsMutating({ mutationKey: ['import:apply'] }) > 0;
  const preview = useQuery<ImportPreview, AppError>({
    queryKey: ['import:read', { id }],
    queryFn: ({ signal }) => call('import:read', { id }, signal),
    enabled: !isReading && ended === null && !isWriting,
  });
  const isKnown = preview.data !== undefined;
  // What was added is read to its end: the preview is another one. Where it could not be read, the one before still holds.
  const settle = useEffectEvent((): void => {
    if (!isKnown || work === null) return;
    if (ended?.error) showError(fromErrorRecord(withShortNames(ended.error as ErrorRecord).error));
    if (ended === null) void preview.refetch();
    setCurrentImport({ id, work: null });
  });
  useEffect(() => {
    if (!isReading) settle();
  }, [isReading]);

  if (preview.data) {
    return <Preview preview={preview.data} current={current} adding={isReading ? (status ?? null) : null} />;
  }
  if (ended) return <Failed current={current} ended={ended} />;
  if (preview.error) {
    const isGone = preview.error.code === 'import-gone';
    return <ErrorState error={preview.error} onRetry={isGone ? () => endImport(id) : () => void preview.refetch()} />;
  }
  return <Reading current={current} status={status ?? null} />;
}
