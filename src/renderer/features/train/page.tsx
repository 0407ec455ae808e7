// The Train screen: before a run what it will do, in one click or in detail; during it the live numbers and curves; after it the score.
import { Button } from '@mantine/core';
import { IconAdjustments } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import type { RunProgress, RunSummary, TrainingPlan } from '../../../shared/records/run.ts';
import { wilsonInterval } from '../../../shared/wilson.ts';
import { useCall, useLiveRun } from '../../api/query.ts';
import { useRemembered } from '../../api/remembered.ts';
import { useText } from '../../api/text.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { navigate, usePlace } from '../../components/places.ts';
import { Waiting } from '../../components/Waiting.tsx';
import { Details } from './Details.tsx';
import { Finished } from './Finished.tsx';
import { useLiveEpochs } from './live-epochs.ts';
import { Plan } from './Plan.tsx';
import { RunFacts } from './RunFacts.tsx';
import { Running } from './Running.tsx';
import { RunsPanel, type SoFar } from './RunsPanel.tsx';
import { bestOf, choosing, stageRecords } from './staged-run.ts';
import { StagedRun } from './StagedRun.tsx';
import { rememberBackbone, useTrainMemory } from './use-choices.ts';
import classes from './page.module.css';

export default function TrainPage() {
  const live = useLiveRun();
  const runs = useCall('runs:list', null);
  const plan = useCall('training:plan', {}, { keepPrevious: true });
  const memory = useTrainMemory();
  const [isDetailed, setDetailed] = useRemembered(`${memory}.details`, false);
  // After a run its score comes first, also for who chose in detail, until they go on to choose again.
  const [seen, setSeen] = useRemembered(`${memory}.seen`, 0);
  useBackboneOfAddress(memory, runs.data, last => {
    setSeen(last);
    setDetailed(true);
  });
  const failed = runs.error ?? plan.error;
  if (failed) return <ErrorState error={failed} onRetry={() => void Promise.all([runs.refetch(), plan.refetch()])} />;
  if (!runs.data || !plan.data) return <Waiting />;
  const newest = newestOf(runs.data);
  const runningId = live?.runId ?? (newest?.state === 'running' ? newest.id : null);
  const going = runs.data.find(({ id }) => id === runningId);
  if (going) return <Going key={going.id} run={going} progress={live} runs={runs.data} plan={plan.data} />;
  const hasNews = newest !== null && newest.id > seen && (newest.score !== null || newest.error !== null);
  const toDetails = (): void => {
    setSeen(newest?.id ?? 0);
    setDetailed(true);
  };
  if (isDetailed && !hasNews) return <Details onBack={() => setDetailed(false)} />;
  return (
    <div className={classes.page}>
      <div className={classes.work}>
        {newest !== null && <Finished run={newest} />}
        {isDetailed ? (
          <Again onDetails={toDetails} />
        ) : (
          <Plan plan={plan.data} isAgain={newest?.state === 'finished'} onDetails={toDetails} />
        )}
      </div>
      <RunsPanel
        runs={runs.data}
        plan={plan.data}
        recipe={isDetailed && newest !== null ? newest.recipe.name : 'one-click'}
      />
    </div>
  );
}

const newestOf = (runs: readonly RunSummary[]): RunSummary | null =>
  runs.reduce<RunSummary | null>((last, run) => (last === null || run.id > last.id ? run : last), null);

/** `#/train?backbone=<id>`, from another screen: the details with that backbone, not the score of the `last` run. */
function useBackboneOfAddress(
  memory: string,
  runs: readonly RunSummary[] | undefined,
  onDetails: (last: number) => void,
): void {
  const backbone = usePlace().params['backbone'];
  useEffect(() => {
    if (backbone === undefined || runs === undefined) return;
    rememberBackbone(memory, backbone);
    onDetails(newestOf(runs)?.id ?? 0);
    navigate('train', {}, { replace: true });
  });
}

/** After a run that was chosen in detail. */
function Again({ onDetails }: { readonly onDetails: () => void }) {
  const { t } = useText();
  return (
    <section className={classes.column}>
      <Button leftSection={<IconAdjustments size={16} stroke={1.75} />} onClick={onDetails}>
        {t('train.details.again')}
      </Button>
    </section>
  );
}

type GoingProps = {
  readonly run: RunSummary;
  readonly progress: RunProgress | null;
  readonly runs: readonly RunSummary[];
  readonly plan: TrainingPlan;
};

function Going({ run, progress, runs, plan }: GoingProps) {
  const epochs = useLiveEpochs(run.id);
  const records = useMemo(() => stageRecords(epochs), [epochs]);
  const isStaged = run.recipe.name !== 'one-click';
  return (
    <div className={classes.page}>
      <div className={classes.work}>
        {isStaged ? (
          <StagedRun run={run} records={records} progress={progress} />
        ) : (
          <Running runId={run.id} progress={progress} records={epochs} />
        )}
      </div>
      <RunsPanel runs={runs} plan={plan} soFar={isStaged ? soFar(run, records, plan) : null} recipe={run.recipe.name}>
        {isStaged && <RunFacts run={run} />}
      </RunsPanel>
    </div>
  );
}

/** The best epoch as a score, for the ruler. */
function soFar(
  run: RunSummary,
  records: ReturnType<typeof stageRecords>,
  { classes: counts }: TrainingPlan,
): SoFar | null {
  const best = bestOf(records);
  if (best === null || best.heldOutAccuracy === null) return null;
  const { part, photos } = choosing(run);
  const interval = wilsonInterval(Math.round(best.heldOutAccuracy * photos), photos);
  const baseline = Math.max(0, ...counts.map(one => one[part])) / Math.max(1, photos);
  return { epoch: best.epoch, score: { accuracy: best.heldOutAccuracy, interval, baseline, total: photos } };
}
