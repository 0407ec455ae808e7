// What would be written, and every annotation that would not be, or in another form: before anything is.
import { IconCircleCheck } from '@tabler/icons-react';
import type { CallResult } from '../../../shared/contract.ts';
import { useText } from '../../api/text.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { countsText, totalOf } from '../../components/annotation-kinds.ts';
import { DatasetNotes } from '../../components/dataset-notes.tsx';
import classes from './ExportAnnotations.module.css';

export type PlanProps = {
  readonly plan: CallResult<'annotations:plan'> | null;
  /** Of the choice before, while the new one is counted. */
  readonly isOld: boolean;
};

export function Plan({ plan, isOld }: PlanProps) {
  const text = useText();
  const { t } = text;
  if (plan === null) {
    return (
      <Waiting>
        <div className={classes.bone} />
        <div className={classes.bone} />
      </Waiting>
    );
  }
  const { photos, holdsNothing, annotations, files, notes } = plan;
  return (
    <div className={isOld ? classes.old : undefined} aria-busy={isOld}>
      <section className={classes.section} aria-label={t('export.plan')}>
        <h3 className={classes.name}>{t('export.plan')}</h3>
        <p className="tabular">
          {holdsNothing
            ? t('export.plan.nothing')
            : totalOf(annotations) > 0
              ? t('export.plan.counts', { what: countsText(text, annotations), photos, files })
              : t('export.plan.empty')}
        </p>
      </section>
      <section className={classes.section} aria-label={t('export.losses')}>
        <h3 className={classes.name}>{t('export.losses')}</h3>
        {notes.length > 0 ? (
          <DatasetNotes notes={notes} />
        ) : (
          <p className={classes.fine}>
            <IconCircleCheck size={16} stroke={1.75} aria-hidden="true" />
            {t('export.losses.none')}
          </p>
        )}
      </section>
    </div>
  );
}
