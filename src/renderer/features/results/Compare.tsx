// Two runs beside each other: their scores, what differs, where they differ, and the photos that changed sides.
import { IconInfoCircle } from '@tabler/icons-react';
import type { RunComparison } from '../../../shared/records/compare.ts';
import type { RunId } from '../../../shared/records/ids.ts';
import type { RunSummary } from '../../../shared/records/run.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { CompareBar } from './CompareBar.tsx';
import { CompareClasses } from './CompareClasses.tsx';
import { CompareConfusion } from './CompareConfusion.tsx';
import { ComparePhotos } from './ComparePhotos.tsx';
import { CompareScores } from './CompareScores.tsx';
import { CompareSettings } from './CompareSettings.tsx';
import { useLeftOut } from './left-out.ts';
import classes from './compare.module.css';
import page from './page.module.css';

export type CompareProps = { readonly runs: readonly RunSummary[]; readonly a: RunId; readonly b: RunId };

export function Compare({ runs, a, b }: CompareProps) {
  const compared = useCall('runs:compare', { a, b });
  return (
    <div className={page.page}>
      <CompareBar a={a} b={b} comparison={compared.data ?? null} />
      {compared.error ? (
        <ErrorState error={compared.error} onRetry={() => void compared.refetch()} />
      ) : compared.data ? (
        <Comparison runs={runs} comparison={compared.data} />
      ) : (
        <Waiting />
      )}
    </div>
  );
}

type ComparisonProps = { readonly runs: readonly RunSummary[]; readonly comparison: RunComparison };

function Comparison({ runs, comparison }: ComparisonProps) {
  const { t } = useText();
  const leftOut = useLeftOut(comparison.photos);
  const { difference } = comparison;
  if (difference === null) {
    const reasons = leftOut === '' ? '' : t('compare.left-out', { reasons: leftOut });
    return <EmptyState title={t('compare.none')} body={t('compare.none.body', { reasons })} />;
  }
  return (
    <div className={page.report}>
      <CompareScores runs={runs} comparison={comparison} difference={difference} />
      {leftOut !== '' && (
        <p className={classes.leftOut}>
          <IconInfoCircle size={16} stroke={1.75} aria-hidden="true" />
          {t('compare.left-out', { reasons: leftOut })}
        </p>
      )}
      <div className={classes.middle}>
        <CompareSettings comparison={comparison} />
        <CompareConfusion comparison={comparison} />
        <CompareClasses comparison={comparison} difference={difference} />
      </div>
      <div className={classes.sides}>
        {(['repaired', 'broken', 'stillWrong'] as const).map(side => (
          <ComparePhotos key={side} comparison={comparison} side={side} />
        ))}
      </div>
    </div>
  );
}
