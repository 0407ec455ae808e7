// The formats with what each can hold, in a sentence.
import { Radio } from '@mantine/core';
import { datasetFormatIds, type DatasetFormatId } from '../../../shared/records/dataset-format.ts';
import { useText } from '../../api/text.tsx';
import classes from './ExportAnnotations.module.css';

export type FormatsProps = {
  readonly format: DatasetFormatId;
  readonly isDisabled: boolean;
  readonly onFormat: (format: string) => void;
};

export function Formats({ format, isDisabled, onFormat }: FormatsProps) {
  const { t } = useText();
  return (
    <Radio.Group className={classes.formats!} aria-label={t('export.format')} value={format} onChange={onFormat}>
      {datasetFormatIds.map(id => (
        <label key={id} className={id === format ? `${classes.format} ${classes.chosen}` : classes.format}>
          <Radio value={id} disabled={isDisabled} {...(id === format ? { 'data-autofocus': true } : {})} />
          <span className={classes.formatWords}>
            <span className="strong">{t(`format.${id}`)}</span>
            <span className="quiet">{t(`format.${id}.note`)}</span>
          </span>
        </label>
      ))}
    </Radio.Group>
  );
}
