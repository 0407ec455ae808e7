// The Train screen: before a run what one click will do, during it the live numbers and curves, after it the score and what to do next.
import { useCall, useLiveRun } from '../../api/query.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { Finished } from './Finished.tsx';
import { Plan } from './Plan.tsx';
import { Running } from './Running.tsx';
import { RunsPanel } from './RunsPanel.tsx';
import classes from './page.module.css';

export default function TrainPage() {
  const live = useLiveRun();
  const runs = useCall('runs:list', null);
  const plan = useCall('training:plan', null, { keepPrevious: true });
  const failed = runs.error ?? plan.error;
  if (failed) return <ErrorState error={failed} onRetry={() => void Promise.all([runs.refetch(), plan.refetch()])} />;
  if (!runs.data || !plan.data) return <Waiting />;
  const newest = runs.data.reduce<(typeof runs.data)[number] | null>(
    (last, run) => (last === null || run.id > last.id ? run : last),
    null,
  );
  const runningId = live?.runId ?? (newest?.state === 'running' ? newest.id : null);
  return (
    <div className={classes.page}>
      <div className={classes.work}>
        {runningId !== null ? (
          <Running runId={runningId} progress={live} />
        ) : (
          <>
            {newest !== null && <Finished run={newest} />}
            <Plan plan={plan.data} isAgain={newest?.state === 'finished'} />
          </>
        )}
      </div>
      <RunsPanel runs={runs.data} plan={plan.data} />
    </div>
  );
}
