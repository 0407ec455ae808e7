// Taking a model away as ONNX, with the proof: what the written file says against what the model says, on held-out photos.
import { Button } from '@mantine/core';
import { IconDownload, IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { useState } from 'react';
import type { WorkId } from '../../../shared/records/ids.ts';
import type { ModelSummary } from '../../../shared/records/run.ts';
import { download } from '../../api/downloads.ts';
import { queries, useAct, useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import classes from './page.module.css';

export function Export({ model }: { readonly model: ModelSummary }) {
  const { t, error } = useText();
  // Kept beyond this screen: coming back finds the proof.
  const lastKey = ['models', 'export', model.id] as const;
  const [work, setWork] = useState(() => queries.getQueryData<WorkId>(lastKey) ?? null);
  const start = useAct('models:export', {
    onDone: started => {
      queries.setQueryDefaults(lastKey, { gcTime: Infinity });
      queries.setQueryData<WorkId>(lastKey, started.work);
      setWork(started.work);
    },
  });
  const status = useCall('work:list', null).data?.find(({ id }) => id === work);
  const isRunning = start.isPending || status?.state === 'running';
  const failure = status?.error;
  return (
    <>
      <h2 className={classes.partTitle}>{t('models.take')}</h2>
      <div className={classes.format}>
        <strong>{t('models.onnx')}</strong>
        <span className={classes.quiet}>{t('models.onnx.note')}</span>
      </div>
      <Button
        variant="filled"
        size="md"
        fullWidth
        loading={isRunning}
        onClick={() => start.mutate({ id: model.id, format: 'onnx' })}
      >
        {t('models.export')}
      </Button>
      {isRunning && (
        <p className={classes.quiet} role="status">
          {t('models.exporting')}
        </p>
      )}
      {failure && (
        <p className={classes.failure} role="alert">
          {error(failure)}
        </p>
      )}
      {work !== null && status?.state === 'done' && <Proof work={work} />}
    </>
  );
}

function Proof({ work }: { readonly work: WorkId }) {
  const { t, bytes, language } = useText();
  const result = useCall('models:export-result', { work });
  if (result.error) return <ErrorState error={result.error} onRetry={() => void result.refetch()} />;
  if (!result.data) return null;
  const { fileName, bytes: size, agreement } = result.data;
  const { photos, same, largest } = agreement;
  const isSame = same === photos;
  return (
    <div className={isSame ? classes.proof : `${classes.proof} ${classes.differs}`} role="status">
      <p className={classes.proofHead}>
        {isSame ? <IconShieldCheck size={18} stroke={1.75} /> : <IconShieldX size={18} stroke={1.75} />}
        {isSame ? t('models.proof.good') : t('models.proof.bad', { count: photos - same })}
      </p>
      <div className={classes.proofBody}>
        <p className={classes.quiet}>{t('models.proof.note')}</p>
        <dl className={classes.proofNumbers}>
          <div>
            <dt>{t('models.proof.agreement')}</dt>
            <dd className="tabular">{t('models.proof.of', { same, photos })}</dd>
          </div>
          <div>
            <dt>{t('models.proof.largest')}</dt>
            <dd className="tabular">
              {new Intl.NumberFormat(language, {
                maximumSignificantDigits: 2,
                notation: largest === 0 ? 'standard' : 'scientific',
              }).format(largest)}
            </dd>
          </div>
        </dl>
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
