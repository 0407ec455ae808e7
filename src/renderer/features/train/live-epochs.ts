// Epoch records of a run while it goes on.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RunId } from '../../../shared/records/ids.ts';
import type { EpochRecord } from '../../../shared/records/run.ts';
import { useCall } from '../../api/query.ts';
import { runEpochsKey } from '../../api/staleness.ts';

const none: readonly EpochRecord[] = [];

/**
 * What the core knew when it was asked, then what it announced. An epoch announced while that answer was on its way may be in both;
 * `columnsOf` draws it once.
 */
export function useLiveEpochs(runId: RunId): readonly EpochRecord[] {
  const known = useCall('runs:epochs', { id: runId }).data ?? none;
  const announced = useQuery<readonly EpochRecord[]>({
    queryKey: runEpochsKey(runId),
    queryFn: () => none,
    enabled: false,
    initialData: none,
  }).data;
  return useMemo(() => [...known, ...announced], [known, announced]);
}
