// How far the reading of the photos is, where a click waits for it, and the way out.
import { Button } from '@mantine/core';
import { useAct, useCall } from '../api/query.ts';
import { useText } from '../api/text.tsx';
import { workText } from './frame/Queue.tsx';
import classes from './ReadingPhotos.module.css';

/** Nothing while no scan goes on. Cancelling ends the scan, and with it what waited for it. */
export function ReadingPhotos() {
  const text = useText();
  const works = useCall('work:list', null).data ?? [];
  const cancel = useAct('work:cancel');
  const scan = works.findLast(({ kind, state }) => kind === 'scan' && state === 'running');
  if (!scan) return null;
  const share = scan.total === 0 ? 0 : scan.done / scan.total;
  return (
    <div className={classes.reading}>
      <div className={classes.progress}>
        <span className="tabular">{workText(text, scan)}</span>
        <span
          className={classes.track}
          role="progressbar"
          aria-label={text.t('work.scan')}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(100 * share)}
        >
          <span className={classes.fill} style={{ width: `${100 * share}%` }} />
        </span>
      </div>
      <Button loading={cancel.isPending} onClick={() => cancel.mutate({ id: scan.id })}>
        {text.t('action.cancel')}
      </Button>
    </div>
  );
}
