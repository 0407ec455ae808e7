// The top bar: menu and project at left, the places, the live run and the way to the palette at right.
import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconArrowLeft,
  IconCertificate,
  IconDeviceDesktopCheck,
  IconFolderOpen,
  IconKeyboard,
  IconLanguage,
  IconMenu2,
  IconMoon,
  IconPower,
  IconSearch,
  IconSettings,
  IconSun,
} from '@tabler/icons-react';
import { useAppInfo, writeSettings } from '../../api/app-info.ts';
import { useScheme } from '../../api/appearance.ts';
import { showError } from '../../api/notices.ts';
import { useLiveRun } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { KeyCap } from '../KeyCap.tsx';
import { navigate, placeHash, projectPlaces, usePlace, type PlaceName } from '../places.ts';
import { leaveBrokenProject, useBrokenProject } from '../project/broken-project.ts';
import { openFolder, useOpening } from '../project/open-project.ts';
import { openOverlay } from './overlays.ts';
import { Logo } from './Logo.tsx';
import { ProjectMenu } from './ProjectMenu.tsx';
import { stopFovea } from './stop.ts';
import { RunPill } from './RunPill.tsx';
import classes from './TopBar.module.css';

export function TopBar() {
  const { t } = useText();
  const open = useAppInfo()?.project ?? null;
  // While the question about its sub-folders waits, the start screen stands behind it: there is no place to go to yet.
  const project = useOpening().state === 'question' ? null : open;
  const broken = useBrokenProject();
  const run = useLiveRun();
  const place = usePlace();
  return (
    <header className={classes.bar}>
      <div className={project ? classes.home : `${classes.home} ${classes.start}`}>
        <AppMenu />
        {project ? (
          <ProjectMenu project={project} />
        ) : (
          <span className={classes.appName}>
            <Logo /> {t('app.name')}
          </span>
        )}
      </div>
      {project && (
        <nav aria-label={t('places.list')} style={{ display: 'contents' }}>
          <ul className={classes.places}>
            {projectPlaces.map(name => (
              <li key={name}>
                <a
                  href={placeHash(name)}
                  className={classes.place}
                  {...(isAt(place.name, name) ? { 'aria-current': 'page' as const } : {})}
                >
                  {t(`place.${name}`)}
                  {name === 'train' && run && <span className={classes.live} />}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <div className={classes.right}>
        {run && <RunPill run={run} />}
        {broken ? <OtherProjects /> : !project && <Preferences />}
        <button type="button" className={classes.search} onClick={() => openOverlay('palette')}>
          <IconSearch size={16} stroke={1.75} aria-hidden="true" />
          <span className={classes.searchWords}>
            <span className={classes.long}>{t('frame.search')}</span>
            <span className={classes.short}>{t('frame.search-short')}</span>
          </span>
          <KeyCap name="Ctrl+K" isJoined />
        </button>
      </div>
    </header>
  );
}

/** Pages that belong to the photos: looking at an import, their health, the backups. */
const beforePhotos: ReadonlySet<PlaceName> = new Set(['import', 'health', 'backups']);

function isAt(here: PlaceName, name: PlaceName): boolean {
  return here === name || (beforePhotos.has(here) && name === 'photos');
}

/** What belongs to the application, whatever project is open. */
function AppMenu() {
  const text = useText();
  const { t } = text;
  const isServed = useAppInfo()?.shell === 'serve';
  const icon = { size: 16, stroke: 1.75 };
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={t('frame.menu')}>
          <IconMenu2 {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconFolderOpen {...icon} />}
          rightSection={<KeyCap name="Ctrl+O" isJoined />}
          onClick={() => void openFolder()}
        >
          {t('command.open-folder')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconSettings {...icon} />}
          rightSection={<KeyCap name="Ctrl+," isJoined />}
          onClick={() => navigate('settings')}
        >
          {t('command.settings')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconKeyboard {...icon} />}
          rightSection={<KeyCap name="?" />}
          onClick={() => openOverlay('keys')}
        >
          {t('command.keys')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconDeviceDesktopCheck {...icon} />} onClick={() => navigate('help')}>
          {t('command.help')}
        </Menu.Item>
        <Menu.Item leftSection={<IconCertificate {...icon} />} onClick={() => navigate('help', { page: 'licences' })}>
          {t('command.licences')}
        </Menu.Item>
        {isServed && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconPower {...icon} />} onClick={() => void stopFovea(text)}>
              {t('command.stop')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Away from a project that cannot be opened. */
function OtherProjects() {
  const { t } = useText();
  return (
    <Button
      variant="subtle"
      leftSection={<IconArrowLeft size={16} stroke={1.75} />}
      onClick={() => void leaveBrokenProject().catch(showError)}
    >
      {t('restore.other')}
    </Button>
  );
}

/** Language and theme stand on the start screen, where a newcomer looks for them. */
function Preferences() {
  const { t, language } = useText();
  const settings = useAppInfo()?.settings;
  const scheme = useScheme(settings?.theme ?? 'system');
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="subtle" leftSection={<IconLanguage size={16} stroke={1.75} />}>
            {language === 'ko' ? '한국어' : 'English'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item lang="en" onClick={() => void writeSettings({ language: 'en' })}>
            English
          </Menu.Item>
          <Menu.Item lang="ko" onClick={() => void writeSettings({ language: 'ko' })}>
            한국어
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ActionIcon
        aria-label={t('command.theme')}
        title={t('command.theme')}
        onClick={() => void writeSettings({ theme: scheme === 'dark' ? 'light' : 'dark' })}
      >
        {scheme === 'dark' ? <IconMoon size={16} stroke={1.75} /> : <IconSun size={16} stroke={1.75} />}
      </ActionIcon>
    </>
  );
}
