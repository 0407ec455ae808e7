// What stays on the screen until it is dealt with: unsaved gestures, a photo folder that is gone, a project that cannot be written.
import { Button } from '@mantine/core';
import { IconDatabaseExclamation, IconLock, IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useAppInfo } from '../../api/app-info.ts';
import { useAct } from '../../api/query.ts';
import { useSaving } from '../../api/saving.ts';
import { useText } from '../../api/text.tsx';
import { relink } from '../project/open-project.ts';
import classes from './Banners.module.css';

export type BannerProps = {
  readonly tone: 'danger' | 'warning';
  readonly icon: ReactNode;
  readonly title: string;
  readonly body?: string;
  /** Buttons that help. */
  readonly children?: ReactNode;
};

export function Banner({ tone, icon, title, body, children }: BannerProps) {
  return (
    <div className={`${classes.banner} ${classes[tone]}`} role={tone === 'danger' ? 'alert' : 'status'}>
      <span className={classes.icon}>{icon}</span>
      <span className={classes.words}>
        <strong>{title}</strong> {body}
      </span>
      {children}
    </div>
  );
}

/** "The photos are not where they were", with the way to find them. */
export function FolderMissingBanner({ folder }: { readonly folder: string }) {
  const { t } = useText();
  const rescan = useAct('project:rescan');
  return (
    <Banner
      tone="warning"
      icon={<IconPlugConnectedX size={20} stroke={1.75} />}
      title={`${t('banner.folder-missing')}.`}
      body={t('banner.folder-missing-body', { folder })}
    >
      <Button onClick={() => rescan.mutate(null)} loading={rescan.isPending}>
        {t('action.retry')}
      </Button>
      <Button variant="filled" onClick={() => void relink()}>
        {t('command.relink')}
      </Button>
    </Banner>
  );
}

export function Banners() {
  const { t, error } = useText();
  const info = useAppInfo();
  const saving = useSaving();
  const clear = useAct('cache:clear');
  const project = info?.project;
  return (
    <>
      {saving.error && saving.failed > 0 && (
        <Banner
          tone="danger"
          icon={<IconDatabaseExclamation size={20} stroke={1.75} />}
          title={error(saving.error)}
          body={saving.isKept ? t('banner.kept') : t('banner.not-saved', { count: saving.failed })}
        >
          {saving.error.code === 'disk-full' && (
            <Button onClick={() => clear.mutate(null)} loading={clear.isPending}>
              {t('banner.clear-cache')}
            </Button>
          )}
        </Banner>
      )}
      {project?.photosFolderMissing && <FolderMissingBanner folder={project.photosFolder} />}
      {project?.readOnly && (
        <Banner
          tone="warning"
          icon={<IconLock size={20} stroke={1.75} />}
          title={`${t('banner.read-only')}.`}
          body={t('banner.read-only-body', { folder: project.folder })}
        />
      )}
    </>
  );
}
