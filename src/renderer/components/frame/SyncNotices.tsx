// Notices about folders that a program synchronises: each stays until the person has read it, and does not come again.
import { Button } from '@mantine/core';
import { IconCloudExclamation } from '@tabler/icons-react';
import { useProject } from '../../api/app-info.ts';
import { queries, useAct, useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { syncText } from '../../../shared/sync-text.ts';
import { Banner } from './Banners.tsx';

export function SyncNotices() {
  const { t, language } = useText();
  const isOpen = useProject() !== null;
  const notices = useCall('sync:notices', null, { enabled: isOpen }).data;
  const read = useAct('sync:read', {
    onDone: () => void queries.invalidateQueries({ queryKey: ['sync:notices'] }),
  });
  if (!isOpen) return null;
  return notices?.map(notice => (
    <Banner
      key={notice.key}
      tone="warning"
      icon={<IconCloudExclamation size={20} stroke={1.75} />}
      {...syncText(language, notice)}
    >
      <Button loading={read.isPending} onClick={() => read.mutate({ key: notice.key })}>
        {t('sync.read')}
      </Button>
    </Banner>
  ));
}
