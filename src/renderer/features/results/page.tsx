// The Results screen: how good a run's model is, said honestly, with every number leading to its photos.
import { Button } from '@mantine/core';
import { IconChartDots } from '@tabler/icons-react';
import type { RunId } from '../../../shared/records/ids.ts';
import type { RunSummary } from '../../../shared/records/run.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { navigate, usePlace } from '../../components/places.ts';
import { Waiting } from '../../components/Waiting.tsx';
import { Compare } from './Compare.tsx';
import { Report } from './Report.tsx';
import { RunBar } from './RunBar.tsx';
import classes from './page.module.css';

export default function ResultsPage() {
  const { t } = useText();
  const { params } = usePlace();
  const runs = useCall('runs:list', null);
  if (runs.error) return <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />;
  if (!runs.data) return <Waiting />;
  const scored = runs.data.filter(run => run.score !== null).sort((a, b) => b.id - a.id);
  const chosen = scored.find(run => run.id === Number(params['run'])) ?? scored[0];
  if (!chosen) {
    return (
      <EmptyState
        icon={<IconChartDots size={32} stroke={1.5} />}
        title={t('results.none')}
        body={t('results.none.body')}
      >
        <Button variant="filled" onClick={() => navigate('train')}>
          {t('results.to-train')}
        </Button>
      </EmptyState>
    );
  }
  const other = scored.find(run => run.id === Number(params['with']) && run.id !== chosen.id);
  if (other) return <Compare key={`${other.id} ${chosen.id}`} runs={scored} a={other.id} b={chosen.id} />;
  return <Chosen key={chosen.id} runs={scored} id={chosen.id} />;
}

function Chosen({ runs, id }: { readonly runs: readonly RunSummary[]; readonly id: RunId }) {
  const results = useCall('runs:read', { id });
  return (
    <div className={classes.page}>
      <RunBar runs={runs} chosen={id} />
      {results.error ? (
        <ErrorState error={results.error} onRetry={() => void results.refetch()} />
      ) : results.data ? (
        <Report results={results.data} before={runs.find(run => run.id < id) ?? null} />
      ) : (
        <Waiting />
      )}
    </div>
  );
}
