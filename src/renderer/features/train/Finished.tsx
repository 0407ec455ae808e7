// After a run: its score with interval and baseline in one sentence, or why it did not finish, and what to do next.
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconChevronRight, IconInfoCircle } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { EpochRecord, RunSummary } from '../../../shared/records/run.ts';
import { useText } from '../../api/text.tsx';
import { useCall } from '../../api/query.ts';
import { Banner } from '../../components/frame/Banners.tsx';
import { placeHash } from '../../components/places.ts';
import { ScoreStatement } from '../../components/ScoreStatement.tsx';
import { columnsOf } from './curve-columns.ts';
import { RunCurves } from './RunCurves.tsx';
import { bestOf, choosing, spansOf, stageRecords } from './staged-run.ts';
import { StagedCurves } from './StagedCurves.tsx';
import { StagesOutcome } from './StagesOutcome.tsx';
import classes from './page.module.css';

export function Finished({ run }: { readonly run: RunSummary }) {
  const { t, seconds, error } = useText();
  const { score } = run;
  if (run.error !== null) {
    return (
      <section className={classes.column}>
        <Banner
          tone="danger"
          icon={<IconAlertTriangle size={20} stroke={1.75} />}
          title={`${t('train.failed', { id: run.id })}.`}
          body={error(run.error)}
        />
      </section>
    );
  }
  if (score === null) return null;
  return (
    <section className={classes.column} aria-label={t('train.run', { id: run.id })}>
      <ScoreStatement
        score={score}
        classesOfRun={run.classes}
        part={run.part}
        note={t('train.done.took', { id: run.id, time: seconds(run.seconds) })}
      />
      {run.stoppedEarly && (
        <p className={classes.early}>
          <IconInfoCircle size={16} stroke={1.75} aria-hidden="true" />
          {t('train.stopped-early')}
        </p>
      )}
      {run.recipe.name !== 'one-click' && <StagesOutcome run={run} />}
      <div className={classes.next}>
        <Next href={placeHash('results', { run: run.id })} words={t('train.next.results')} isFirst />
        {run.modelId !== null && (
          <>
            <Next href={placeHash('predict', { model: run.modelId })} words={t('train.next.predict')} />
            <Next href={placeHash('models', { model: run.modelId })} words={t('train.next.export')} />
          </>
        )}
      </div>
      <Learned run={run} />
    </section>
  );
}

/** The curves of the run, for who wants to see how it learned. */
function Learned({ run }: { readonly run: RunSummary }) {
  const { t } = useText();
  const [isOpen, setOpen] = useState(false);
  const epochs = useCall('runs:epochs', { id: run.id }, { enabled: isOpen }).data;
  return (
    <details className={classes.learned} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>{t('train.learned')}</summary>
      {isOpen && epochs && <Curves run={run} epochs={epochs} />}
    </details>
  );
}

function Curves({ run, epochs }: { readonly run: RunSummary; readonly epochs: readonly EpochRecord[] }) {
  const columns = useMemo(() => columnsOf(epochs), [epochs]);
  const records = useMemo(() => stageRecords(epochs), [epochs]);
  const spans = useMemo(() => spansOf(run.recipe), [run.recipe]);
  if (run.recipe.name === 'one-click') return <RunCurves columns={columns} />;
  return (
    <StagedCurves records={records} spans={spans} best={bestOf(records)} part={choosing(run).part} heightPx={240} />
  );
}

function Next({
  href,
  words,
  isFirst = false,
}: {
  readonly href: string;
  readonly words: string;
  readonly isFirst?: boolean;
}) {
  return (
    <Button
      component="a"
      href={href}
      variant={isFirst ? 'filled' : 'default'}
      rightSection={<IconChevronRight size={14} stroke={1.75} />}
    >
      {words}
    </Button>
  );
}
