// Taking a model away: in which format, with the proof of what the written file says against what the model says.
import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import type { WorkId } from '../../../shared/records/ids.ts';
import { exportFormats, type ExportFormat } from '../../../shared/records/model-export.ts';
import type { ModelSummary } from '../../../shared/records/run.ts';
import { queries, useAct, useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { Proof } from './Proof.tsx';
import classes from './page.module.css';

const bytesPerNumber = 4;

type Exported = { readonly work: WorkId; readonly format: ExportFormat };
export type ExportProps = {
  readonly model: ModelSummary;
  /** Of the whole network without its top; null where it is not known. */
  readonly parameters: number | null;
};

export function Export({ model, parameters }: ExportProps) {
  const { t, bytes, error } = useText();
  // Kept beyond this screen: coming back finds the proof.
  const lastKey = ['models', 'export', model.id] as const;
  const [exported, setExported] = useState(() => queries.getQueryData<Exported>(lastKey) ?? null);
  const [format, setFormat] = useState<ExportFormat>(exported?.format ?? 'onnx');
  const start = useAct('models:export', {
    onDone: ({ work }, { format: of }) => {
      queries.setQueryDefaults(lastKey, { gcTime: Infinity });
      queries.setQueryData<Exported>(lastKey, { work, format: of });
      setExported({ work, format: of });
    },
  });
  const status = useCall('work:list', null).data?.find(({ id }) => id === exported?.work);
  const isRunning = start.isPending || status?.state === 'running';
  const failure = status?.error;
  return (
    <>
      <h2 className={classes.partTitle}>{t('models.take')}</h2>
      <Radio.Group
        aria-label={t('models.format')}
        value={format}
        onChange={value => setFormat(exportFormats.find(one => one === value) ?? 'onnx')}
      >
        <div className={classes.formats}>
          {exportFormats.map(one => (
            <label key={one} className={one === format ? `${classes.format} ${classes.chosenFormat}` : classes.format}>
              <Radio value={one} />
              <span className={classes.formatWords}>
                <strong>{t(`models.format.${one}`)}</strong>
                <span className={classes.quiet}>{t(`models.format.${one}.note`)}</span>
              </span>
              {one !== 'card' && parameters !== null && (
                <span className={`${classes.quiet} tabular`}>{bytes(parameters * bytesPerNumber)}</span>
              )}
            </label>
          ))}
        </div>
      </Radio.Group>
      <p className={classes.beside}>{t('models.beside')}</p>
      <Button
        variant="filled"
        size="md"
        fullWidth
        loading={isRunning}
        onClick={() => start.mutate({ id: model.id, format })}
      >
        {t(format === 'card' ? 'models.export.card' : 'models.export')}
      </Button>
      {isRunning && (
        <p className={classes.running} role="status">
          {t('models.exporting')}{' '}
          {status && status.total > 1 && (
            <span className="tabular">{t('models.exporting.done', { done: status.done, total: status.total })}</span>
          )}
        </p>
      )}
      {failure && (
        <p className={classes.failure} role="alert">
          {error(failure)}
        </p>
      )}
      {exported !== null && status?.state === 'done' && <Proof work={exported.work} format={exported.format} />}
    </>
  );
}
