// Epoch records of a run while it goes on.
import { useQuery } from '@tanstack/react-query';
import type { RunId } from '../../../shared/records/ids.ts';
import type { EpochRecord } from '../../../shared/records/run.ts';
import { runEpochsKey } from '../../api/staleness.ts';

const none: readonly EpochRecord[] = [];

/** The epochs announced since this page was loaded; those before it are the core's and come with the results. */
export function useLiveEpochs(runId: RunId): readonly EpochRecord[] {
  return useQuery<readonly EpochRecord[]>({
    queryKey: runEpochsKey(runId),
    queryFn: () => none,
    enabled: false,
    initialData: none,
  }).data;
}
