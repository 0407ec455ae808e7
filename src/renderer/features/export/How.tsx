// Whether the photos go along, and in which frame the coordinates are.
import { Radio, SegmentedControl } from '@mantine/core';
import type { AnnotationExport } from '../../../shared/records/annotation-export.ts';
import { useText } from '../../api/text.tsx';
import classes from './ExportAnnotations.module.css';

export type HowProps = {
  readonly choice: AnnotationExport;
  readonly isDisabled: boolean;
  readonly onPhotos: (photos: string) => void;
  readonly onFrame: (frame: string) => void;
};

export function How({ choice, isDisabled, onPhotos, onFrame }: HowProps) {
  const { t } = useText();
  return (
    <>
      <div className={classes.line}>
        <h3 className={classes.name}>{t('export.photos')}</h3>
        <SegmentedControl
          aria-label={t('export.photos')}
          value={choice.photos}
          disabled={isDisabled}
          onChange={onPhotos}
          data={(['none', 'copy'] as const).map(value => ({ value, label: t(`export.photos.${value}`) }))}
        />
      </div>
      <Radio.Group
        label={t('export.frame')}
        value={choice.frame}
        onChange={onFrame}
        classNames={{ label: classes.name! }}
      >
        <div className={classes.frames}>
          {(['upright', 'stored'] as const).map(value => (
            <Radio
              key={value}
              value={value}
              disabled={isDisabled}
              label={t(`export.frame.${value}`)}
              description={t(`export.frame.${value}.note`)}
              classNames={{ description: classes.frameNote! }}
            />
          ))}
        </div>
      </Radio.Group>
    </>
  );
}
