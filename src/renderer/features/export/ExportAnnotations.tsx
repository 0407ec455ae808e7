// Taking the annotations away: in which format, with every loss listed before, and what reading the files again found after.
import { CloseButton, Modal } from '@mantine/core';
import { useState } from 'react';
import { annotationExport, type AnnotationExport } from '../../../shared/records/annotation-export.ts';
import type { WorkId } from '../../../shared/records/ids.ts';
import { useAct, useCall } from '../../api/query.ts';
import { useRemembered } from '../../api/remembered.ts';
import { useText } from '../../api/text.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { useFocusBack } from '../../components/focus-back.ts';
import classes from './ExportAnnotations.module.css';
import { Foot } from './Foot.tsx';
import { Formats } from './Formats.tsx';
import { How } from './How.tsx';
import { Plan } from './Plan.tsx';

const first: AnnotationExport = { format: 'coco', photos: 'none', frame: 'upright' };

export default function ExportAnnotations({ onClose }: { readonly onClose: () => void }) {
  const { t } = useText();
  useFocusBack();
  const [format, setFormat] = useRemembered('export.format', first.format);
  const [photos, setPhotos] = useRemembered('export.photos', first.photos);
  const [frame, setFrame] = useRemembered('export.frame', first.frame);
  // Remembered words may be another version's.
  const choice = annotationExport.catch(first).parse({ format, photos, frame });
  const [exported, setExported] = useState<{ readonly work: WorkId; readonly of: string } | null>(null);
  const plan = useCall('annotations:plan', choice, { keepPrevious: true });
  const start = useAct('annotations:export', {
    onDone: ({ work }, of) => setExported({ work, of: JSON.stringify(of) }),
  });
  // What was exported before is not of what is chosen now.
  const work = exported?.of === JSON.stringify(choice) ? exported.work : null;
  const status = useCall('work:list', null).data?.find(({ id }) => id === work) ?? null;
  const isRunning = start.isPending || (work !== null && (status === null || status.state === 'running'));
  return (
    <Modal.Root
      opened
      onClose={onClose}
      size={920}
      centered
      transitionProps={{ duration: 120 }}
      classNames={{ content: classes.dialog! }}
    >
      <Modal.Overlay />
      <Modal.Content>
        <div className={classes.head}>
          <Modal.Title>{t('export.title')}</Modal.Title>
          <CloseButton aria-label={t('action.close')} onClick={onClose} />
        </div>
        <div className={classes.middle}>
          <Formats format={choice.format} isDisabled={isRunning} onFormat={setFormat} />
          <div className={classes.right}>
            <How choice={choice} isDisabled={isRunning} onPhotos={setPhotos} onFrame={setFrame} />
            {plan.error ? (
              <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />
            ) : (
              <Plan plan={plan.data ?? null} isOld={plan.isPlaceholderData} />
            )}
          </div>
        </div>
        <Foot
          work={work}
          status={status}
          isRunning={isRunning}
          isEmpty={plan.data === undefined || plan.data.holdsNothing || plan.error !== null || plan.isPlaceholderData}
          onExport={() => start.mutate(choice)}
          onClose={onClose}
        />
      </Modal.Content>
    </Modal.Root>
  );
}
