// Photos that a run will not use, by reason.
import type { TrainingPlan } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import classes from './page.module.css';

const reasons = ['notAnnotated', 'nothing', 'excluded', 'damaged'] as const satisfies (keyof TrainingPlan['leftOut'])[];

export function LeftOut({ plan }: { readonly plan: TrainingPlan }) {
  const { t } = useText();
  const present = reasons.filter(reason => plan.leftOut[reason] > 0);
  if (present.length === 0) return null;
  return (
    <p className={classes.leftOut}>
      <strong>{t('train.left-out')}</strong>
      {present.map(reason => (
        <span key={reason}>{t(`train.left-out.${reason}`, { count: plan.leftOut[reason] })}</span>
      ))}
    </p>
  );
}
