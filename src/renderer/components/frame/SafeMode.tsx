// Safe mode: why it is, and the ways on.
import { Button } from '@mantine/core';
import { IconShieldExclamation } from '@tabler/icons-react';
import { useAppInfo } from '../../api/app-info.ts';
import { showNote } from '../../api/notices.ts';
import { useAct, useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { navigate, usePlace } from '../places.ts';
import { lookAtBrokenProject, useIsLookedAt } from '../project/broken-project.ts';
import { openRecent, useOpening } from '../project/open-project.ts';
import { Banner } from './Banners.tsx';

/** At the upper edge of every screen while Fovea is in safe mode; without a project it offers the one that was opened last. */
export function SafeMode() {
  const { t } = useText();
  const info = useAppInfo();
  const leave = useAct('app:leave-safe-mode', { onDone: () => showNote(t('safe-mode.over')) });
  if (!info?.safeMode) return null;
  return (
    <Banner
      tone="warning"
      icon={<IconShieldExclamation size={20} stroke={1.75} />}
      title={t('safe-mode.title')}
      body={`${t(info.shell === 'desktop' ? 'safe-mode.body' : 'safe-mode.body-served')} ${t('safe-mode.again')}`}
    >
      {info.project === null && <LastProject />}
      <Button variant="filled" loading={leave.isPending} onClick={() => leave.mutate(null)}>
        {t('safe-mode.go-on')}
      </Button>
    </Banner>
  );
}

function LastProject() {
  const { t } = useText();
  const last = useCall('recents:list', null).data?.find(({ missing }) => !missing);
  const isBusy = useOpening().state !== 'idle';
  const look = useAct('restore:look', {
    onDone: () => {
      void lookAtBrokenProject();
      navigate('backups');
    },
  });
  const place = usePlace();
  const isThere = useIsLookedAt();
  // Its backups are opened and checked before they are shown.
  const isLooking = look.isPending || (place.name === 'backups' && !isThere);
  if (last === undefined) return null;
  return (
    <>
      <Button title={last.name} disabled={isBusy} onClick={() => void openRecent(last.id)}>
        {t('safe-mode.open')}
      </Button>
      <Button title={last.name} disabled={isBusy} loading={isLooking} onClick={() => look.mutate({ id: last.id })}>
        {t('safe-mode.restore')}
      </Button>
    </>
  );
}
