// The Label screen: finds the photo that the address names in the list that Photos chose, and opens the workspace on it.
import { Button } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { PhotoId } from '../../../shared/records/ids.ts';
import { showError } from '../../api/notices.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { everyPhoto, setPhotoFilter } from '../../components/photo-list.ts';
import { navigate, useLeaveGuard, usePlace } from '../../components/places.ts';
import { edits } from './edit-store.ts';
import { useLabelList } from './label-list.ts';
import { nextNew } from './steps.ts';
import { Workspace } from './Workspace.tsx';

export default function LabelPage() {
  const { t } = useText();
  const { params } = usePlace();
  const list = useLabelList();
  const project = useCall('project:read', null);
  const { columns } = list;
  const asked = Number(params.photo) as PhotoId;
  // Without a photo in the address: the first that nothing was said of, else the first.
  const first = columns?.id[Math.max(0, columns ? nextNew(columns, 'photo', -1) : 0)];
  const id = Number.isInteger(asked) && asked > 0 ? asked : first;

  useEffect(() => {
    if (!params.photo && first !== undefined) navigate('label', { photo: first }, { replace: true });
  }, [params.photo, first]);

  // A failed save stops every way out of the photo until it is dealt with (lesson L3).
  useLeaveGuard(() => {
    const { failure } = edits.get();
    if (failure) showError(failure);
    return failure === null;
  });

  if (list.error) return <ErrorState error={list.error} onRetry={list.retry} />;
  if (!columns) return <Waiting />;
  if (columns.id.length === 0) {
    return (
      <EmptyState icon={<IconPhoto size={40} stroke={1.25} />} title={t('label.empty')} body={t('label.empty.body')}>
        <Button onClick={() => setPhotoFilter(everyPhoto)}>{t('label.empty.all')}</Button>
      </EmptyState>
    );
  }
  if (id === undefined) return <Waiting />;
  return <Workspace id={id} columns={columns} place={list.placeOf(id)} labelMode={project.data?.labelMode ?? 'one'} />;
}
