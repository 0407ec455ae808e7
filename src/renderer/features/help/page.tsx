// Help: what works on this computer (self-test, diagnostics), and the licences.
import { IconCertificate, IconDeviceDesktopCheck, IconKeyboard } from '@tabler/icons-react';
import { useText } from '../../api/text.tsx';
import { openOverlay } from '../../components/frame/overlays.ts';
import { KeyCap } from '../../components/KeyCap.tsx';
import { placeHash, usePlace } from '../../components/places.ts';
import { Computer } from './Computer.tsx';
import { Licences } from './Licences.tsx';
import classes from './page.module.css';

export default function HelpPage() {
  const { t } = useText();
  const isLicences = usePlace().params.page === 'licences';
  const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;
  return (
    <div className={classes.page}>
      <nav className={classes.menu} aria-label={t('help.title')}>
        <h2 className={classes.menuHead}>{t('help.title')}</h2>
        <button type="button" className={classes.menuItem} onClick={() => openOverlay('keys')}>
          <IconKeyboard {...icon} />
          <span className={classes.menuWords}>{t('help.keys')}</span>
          <KeyCap name="?" />
        </button>
        <a className={classes.menuItem} href={placeHash('help')} aria-current={isLicences ? undefined : 'page'}>
          <IconDeviceDesktopCheck {...icon} />
          {t('help.computer')}
        </a>
        <a
          className={classes.menuItem}
          href={placeHash('help', { page: 'licences' })}
          aria-current={isLicences ? 'page' : undefined}
        >
          <IconCertificate {...icon} />
          {t('help.licences')}
        </a>
      </nav>
      {isLicences ? <Licences /> : <Computer />}
    </div>
  );
}
