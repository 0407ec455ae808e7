// Long work that goes on: the one line in the status bar, and the list behind "Queue".
import { Button, Popover } from '@mantine/core';
import type { WorkStatus } from '../../../shared/records/project.ts';
import { useAct, useCall } from '../../api/query.ts';
import { useText, type Text } from '../../api/text.tsx';
import classes from './StatusBar.module.css';

function useRunning(): readonly WorkStatus[] {
  return (useCall('work:list', null).data ?? []).filter(work => work.state === 'running');
}

/** Several files of their own sizes: what is done of them is a share, not a number of anything. */
const inShares: ReadonlySet<WorkStatus['kind']> = new Set(['import-annotations']);

/** "Reading photos: 61,840 of 100,000, 18,200 a second, 2 s left" */
export function workText({ t, number, percent, seconds }: Text, work: WorkStatus): string {
  const name = t(`work.${work.kind}`);
  if (work.total === 0) return name;
  if (inShares.has(work.kind)) {
    const left = work.secondsLeft === null ? '' : t('status.work-left', { time: seconds(work.secondsLeft) });
    return t('status.work-share', { work: name, share: percent(work.done / work.total, 0) }) + left;
  }
  const rate =
    work.perSecond > 0 ? t('status.work-rate', { rate: number(work.perSecond, work.perSecond < 10 ? 1 : 0) }) : '';
  const left = work.secondsLeft === null ? '' : t('status.work-left', { time: seconds(work.secondsLeft) });
  return t('status.work-of', { work: name, done: work.done, total: work.total }) + rate + left;
}

/** The newest work that is not a run (a run has its pill). */
export function RunningWork() {
  const text = useText();
  const work = useRunning().findLast(({ kind }) => kind !== 'train');
  if (!work) return null;
  return (
    <span className={classes.work} role="status">
      {work.total > 0 && (
        <span className={classes.track}>
          <span className={classes.fill} style={{ display: 'block', width: `${(100 * work.done) / work.total}%` }} />
        </span>
      )}
      {workText(text, work)}
    </span>
  );
}

export function Queue() {
  const text = useText();
  const { t } = text;
  const running = useRunning();
  const cancel = useAct('work:cancel');
  return (
    <Popover position="top-end" withinPortal>
      <Popover.Target>
        <button type="button" className={classes.link}>
          {running.length === 0 ? t('status.queue-empty') : t('status.queue', { count: running.length })}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.queue}>
          {running.length === 0 && t('work.nothing')}
          {running.map(work => (
            <div key={work.id} className={classes.queueRow}>
              <span className="tabular">{workText(text, work)}</span>
              <Button
                size="xs"
                aria-label={t('work.cancel', { work: t(`work.${work.kind}`) })}
                onClick={() => cancel.mutate({ id: work.id })}
              >
                {t('action.cancel')}
              </Button>
            </div>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
