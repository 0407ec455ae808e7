// Epoch records of a run while it goes on.
import { useState } from 'react';
import type { RunId } from '../../../shared/records/ids.ts';
import type { EpochRecord } from '../../../shared/records/run.ts';
import { useEvent } from '../../api/events.ts';

/** The epochs announced since this screen was opened; those before it are the core's and come with the results. */
export function useLiveEpochs(runId: RunId): readonly EpochRecord[] {
  const [epochs, setEpochs] = useState<readonly EpochRecord[]>([]);
  useEvent('run:epoch', data => {
    if (data.runId === runId) setEpochs(before => [...before, data.epoch]);
  });
  return epochs;
}
