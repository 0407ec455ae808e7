// Settings: language and theme, threads, the cache. Kept as they are changed; they belong to this computer.
import { Button, SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAppInfo, writeSettings } from '../../api/app-info.ts';
import { useText } from '../../api/text.tsx';
import { openOverlay } from '../../components/frame/overlays.ts';
import { KeyCap } from '../../components/KeyCap.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { CacheSetting } from './CacheSetting.tsx';
import classes from './page.module.css';
import { Row } from './Row.tsx';
import { ThreadsSetting } from './ThreadsSetting.tsx';

export default function SettingsPage() {
  const { t } = useText();
  const info = useAppInfo();
  if (!info) return <Waiting />;
  const { settings } = info;
  return (
    <div className={classes.page}>
      <div className={classes.column}>
        <h1 className={classes.title}>{t('settings.title')}</h1>
        <p className={classes.note}>{t('settings.note')}</p>

        <Group title={t('settings.general')}>
          <Row label={t('settings.language')}>
            <SegmentedControl
              aria-label={t('settings.language')}
              value={settings.language}
              onChange={language => void writeSettings({ language: language as typeof settings.language })}
              data={[
                { value: 'en', label: 'English' },
                { value: 'ko', label: '한국어' },
                { value: 'system', label: t('settings.system') },
              ]}
            />
          </Row>
          <Row label={t('settings.theme')}>
            <SegmentedControl
              aria-label={t('settings.theme')}
              value={settings.theme}
              onChange={theme => void writeSettings({ theme: theme as typeof settings.theme })}
              data={[
                { value: 'light', label: t('settings.light') },
                { value: 'dark', label: t('settings.dark') },
                { value: 'system', label: t('settings.system') },
              ]}
            />
          </Row>
          <Row label={t('settings.motion')} note={t('settings.motion-note')} />
        </Group>

        <Group title={t('settings.computing')}>
          <ThreadsSetting info={info} />
        </Group>

        <Group title={t('settings.storage')}>
          <CacheSetting />
        </Group>

        <Group title={t('settings.keys')}>
          <Row label={t('settings.keys-note')}>
            <Button rightSection={<KeyCap name="?" />} onClick={() => openOverlay('keys')}>
              {t('settings.keys-show')}
            </Button>
          </Row>
        </Group>
      </div>
    </div>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={classes.group}>
      <h2 className={classes.groupTitle}>{title}</h2>
      {children}
    </section>
  );
}
