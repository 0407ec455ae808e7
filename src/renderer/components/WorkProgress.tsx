// How far one piece of long work is, where it is waited for, and the way out.
import { Button } from '@mantine/core';
import type { WorkStatus } from '../../shared/records/project.ts';
import { useAct } from '../api/query.ts';
import { useText } from '../api/text.tsx';
import { workText } from './frame/Queue.tsx';
import classes from './WorkProgress.module.css';

export type WorkProgressProps = {
  readonly work: WorkStatus;
  /** Instead of only cancelling the work. */
  readonly onCancel?: () => void;
};

export function WorkProgress({ work, onCancel }: WorkProgressProps) {
  const text = useText();
  const cancel = useAct('work:cancel');
  const share = work.total === 0 ? 0 : work.done / work.total;
  return (
    <div className={classes.reading}>
      <div className={classes.progress} role="status">
        <span className="tabular">{workText(text, work)}</span>
        <span
          className={classes.track}
          role="progressbar"
          aria-label={text.t(`work.${work.kind}`)}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(100 * share)}
        >
          <span className={classes.fill} style={{ width: `${100 * share}%` }} />
        </span>
      </div>
      <Button loading={cancel.isPending} onClick={onCancel ?? (() => cancel.mutate({ id: work.id }))}>
        {text.t('action.cancel')}
      </Button>
    </div>
  );
}
