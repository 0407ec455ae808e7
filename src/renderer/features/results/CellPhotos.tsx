// The photos of a cell of the confusion matrix, beside the matrix: check a label, or leave a photo out.
import { ActionIcon, Button } from '@mantine/core';
import { IconBan, IconX } from '@tabler/icons-react';
import type { RunResults } from '../../../shared/records/run.ts';
import { useAct, useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import type { Cell } from './Confusion.tsx';
import { useRunClasses } from './run-classes.ts';
import { Verdict } from './Verdict.tsx';
import classes from './page.module.css';

/** Photos drawn at once; a cell of a large project shows its first ones. */
const most = 200;

export type CellPhotosProps = { readonly results: RunResults; readonly cell: Cell; readonly onClose: () => void };

export function CellPhotos({ results, cell, onClose }: CellPhotosProps) {
  const { t } = useText();
  const named = useRunClasses(results.run);
  const actual = named[cell.actual]!;
  const predicted = named[cell.predicted]!;
  const photos = useCall('runs:cell', { id: results.run.id, actual: actual.id, predicted: predicted.id });
  const exclude = useAct('photos:exclude');
  const title = t('results.cell', {
    actual: actual.name,
    predicted: predicted.name,
    count: results.confusion[cell.actual]![cell.predicted]!,
  });
  return (
    <section className={`${classes.block} ${classes.cellPhotos}`} aria-label={title}>
      <div className={classes.cellHead}>
        <h2 className={classes.title}>{title}</h2>
        <ActionIcon onClick={onClose} aria-label={t('results.cell.close')} title={t('results.cell.close')}>
          <IconX size={16} stroke={1.75} />
        </ActionIcon>
      </div>
      {photos.error && <ErrorState error={photos.error} onRetry={() => void photos.refetch()} />}
      {photos.isPending && <Waiting />}
      <div className={classes.wall}>
        {photos.data?.slice(0, most).map(verdict => (
          <span key={verdict.photoId} className={classes.cellPhoto}>
            <Verdict verdict={verdict} named={named} heightPx={150} />
            <Button
              size="xs"
              variant="subtle"
              leftSection={<IconBan size={14} stroke={1.75} />}
              onClick={() => exclude.mutate({ ids: [verdict.photoId], excluded: true })}
            >
              {t('results.exclude')}
            </Button>
          </span>
        ))}
        {photos.data?.length === 0 && <p className={classes.quiet}>{t('results.cell.empty')}</p>}
      </div>
    </section>
  );
}
