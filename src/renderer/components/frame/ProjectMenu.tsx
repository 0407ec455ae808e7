// The open project's own menu: rename, look for new photos, find a moved folder, annotations in and out, open another, close.
import { Menu } from '@mantine/core';
import {
  IconChevronDown,
  IconFileExport,
  IconFileImport,
  IconFolderOpen,
  IconFolderSearch,
  IconHeartbeat,
  IconHistory,
  IconPencil,
  IconRefresh,
  IconRestore,
  IconX,
} from '@tabler/icons-react';
import type { ProjectSummary } from '../../../shared/records/project.ts';
import { useAct } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { openHistory } from '../history-view.ts';
import { KeyCap } from '../KeyCap.tsx';
import { navigate } from '../places.ts';
import { importAnnotations } from '../project/imports.ts';
import { closeProject, openFolder, relink } from '../project/open-project.ts';
import { Logo } from './Logo.tsx';
import { openOverlay } from './overlays.ts';
import classes from './TopBar.module.css';
import styles from './ProjectMenu.module.css';

export function ProjectMenu({ project }: { readonly project: ProjectSummary }) {
  const { t } = useText();
  const rescan = useAct('project:rescan');
  const icon = { size: 16, stroke: 1.75 };
  return (
    <Menu>
      <Menu.Target>
        <button type="button" className={classes.name} aria-label={t('frame.project-menu', { name: project.name })}>
          <Logo />
          <span className="ellipsis" title={project.name}>
            {project.name}
          </span>
          <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={styles.where}>
          <span className={`${styles.folder} mono`} title={project.photosFolder}>
            {project.photosFolder}
          </span>
          <span className={`${styles.folder} mono`} title={project.folder}>
            {project.folder}
          </span>
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconPencil {...icon} />}
          disabled={project.readOnly}
          onClick={() => openOverlay('rename')}
        >
          {t('command.rename')}
        </Menu.Item>
        <Menu.Item leftSection={<IconRefresh {...icon} />} onClick={() => rescan.mutate(null)}>
          {t('command.rescan')}
        </Menu.Item>
        <Menu.Item leftSection={<IconFolderSearch {...icon} />} onClick={() => void relink()}>
          {t('command.relink')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconFileImport {...icon} />}
          rightSection={<KeyCap name="Ctrl+I" isJoined />}
          disabled={project.readOnly}
          onClick={() => void importAnnotations()}
        >
          {t('command.import')}
        </Menu.Item>
        <Menu.Item leftSection={<IconFileExport {...icon} />} onClick={() => openOverlay('export')}>
          {t('command.export')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconHistory {...icon} />}
          rightSection={<KeyCap name="Ctrl+H" isJoined />}
          onClick={() => {
            navigate('photos');
            openHistory();
          }}
        >
          {t('command.history')}
        </Menu.Item>
        <Menu.Item leftSection={<IconHeartbeat {...icon} />} onClick={() => navigate('health')}>
          {t('command.health')}
        </Menu.Item>
        <Menu.Item leftSection={<IconRestore {...icon} />} onClick={() => navigate('backups')}>
          {t('command.backups')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconFolderOpen {...icon} />} onClick={() => void openFolder()}>
          {t('command.open-folder')}
        </Menu.Item>
        <Menu.Item leftSection={<IconX {...icon} />} onClick={() => void closeProject()}>
          {t('command.close-project')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
