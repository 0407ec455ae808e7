// What came of reading an exported file back: green where it says what the model says, red where it does not, and the file itself.
import { Button } from '@mantine/core';
import { IconCheck, IconDownload, IconFileCheck, IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import type { WorkId } from '../../../shared/records/ids.ts';
import type { ExportFormat } from '../../../shared/records/model-export.ts';
import type { ExportAgreement } from '../../../shared/records/run.ts';
import { download } from '../../api/downloads.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import classes from './page.module.css';

export function Proof({ work, format }: { readonly work: WorkId; readonly format: ExportFormat }) {
  const { t, bytes } = useText();
  const result = useCall('models:export-result', { work });
  if (result.error) return <ErrorState error={result.error} onRetry={() => void result.refetch()} />;
  if (!result.data) return null;
  const { fileName, bytes: size, agreement } = result.data;
  const isCard = format === 'card';
  return (
    <div className={`${classes.proof} ${isCard ? '' : toneOf(agreement)}`} role="status">
      <Verdict agreement={agreement} isCard={isCard} />
      <div className={classes.proofBody}>
        {!isCard && <Steps agreement={agreement} />}
        {!isCard && agreement.photos > 0 && <Numbers agreement={agreement} />}
        <Button
          fullWidth
          leftSection={<IconDownload size={14} stroke={1.75} />}
          onClick={() => download(`/download/export/${work}`)}
        >
          {t('models.download', { file: fileName, size: bytes(size) })}
        </Button>
      </div>
    </div>
  );
}

function toneOf({ photos, same }: ExportAgreement): string {
  if (photos === 0) return '';
  return same === photos ? classes.agrees! : classes.differs!;
}

function Verdict({ agreement, isCard }: { readonly agreement: ExportAgreement; readonly isCard: boolean }) {
  const { t } = useText();
  const { photos, same } = agreement;
  if (isCard || photos === 0) {
    return (
      <p className={classes.proofHead}>
        <IconFileCheck size={18} stroke={1.75} />
        {t(isCard ? 'models.proof.card' : 'models.proof.unasked')}
      </p>
    );
  }
  const isSame = same === photos;
  return (
    <p className={classes.proofHead}>
      {isSame ? <IconShieldCheck size={18} stroke={1.75} /> : <IconShieldX size={18} stroke={1.75} />}
      {isSame ? t('models.proof.good') : t('models.proof.bad', { count: photos - same })}
    </p>
  );
}

function Steps({ agreement: { photos } }: { readonly agreement: ExportAgreement }) {
  const { t } = useText();
  const steps = [
    t('models.proof.written'),
    t('models.proof.reloaded'),
    ...(photos > 0 ? [t('models.proof.asked', { photos })] : []),
  ];
  return (
    <>
      <ul className={classes.steps}>
        {steps.map(step => (
          <li key={step}>
            <IconCheck size={16} stroke={2} aria-hidden="true" /> {step}
          </li>
        ))}
      </ul>
      {photos === 0 && <p className={classes.beside}>{t('models.proof.nobody')}</p>}
    </>
  );
}

function Numbers({ agreement: { photos, same, largest } }: { readonly agreement: ExportAgreement }) {
  const { t, language } = useText();
  const scientific = new Intl.NumberFormat(language, {
    maximumSignificantDigits: 2,
    notation: largest === 0 ? 'standard' : 'scientific',
  });
  return (
    <dl className={classes.proofNumbers}>
      <div>
        <dt>{t('models.proof.agreement')}</dt>
        <dd className="tabular">{t('models.proof.of', { same, photos })}</dd>
      </div>
      <div>
        <dt>{t('models.proof.largest')}</dt>
        <dd className="tabular">{scientific.format(largest)}</dd>
      </div>
    </dl>
  );
}
