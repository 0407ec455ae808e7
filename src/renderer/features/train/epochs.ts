// Epoch records of a run while it goes on, and the series that the curves draw from them.
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

export type Column = readonly (number | null)[];
export type EpochColumns = {
  readonly foldLoss: Column;
  readonly foldAccuracy: Column;
  readonly trainLoss: Column;
  readonly trainAccuracy: Column;
  readonly finalLoss: Column;
  readonly finalAccuracy: Column;
};

/** One column a curve, place 0 is epoch 1. A later record of the same epoch replaces the earlier one. */
export function columnsOf(epochs: readonly EpochRecord[]): EpochColumns {
  const inside = epochs.filter(({ stage }) => stage === 'cross-validation');
  const final = epochs.filter(({ stage }) => stage === 'final');
  return {
    foldLoss: column(inside, record => record.heldOutLoss),
    foldAccuracy: column(inside, record => record.heldOutAccuracy),
    trainLoss: column(inside, record => record.trainLoss),
    trainAccuracy: column(inside, record => record.trainAccuracy),
    finalLoss: column(final, record => record.trainLoss),
    finalAccuracy: column(final, record => record.trainAccuracy),
  };
}

function column(records: readonly EpochRecord[], value: (record: EpochRecord) => number | null): Column {
  const values: (number | null)[] = [];
  for (const record of records) {
    while (values.length < record.epoch) values.push(null);
    values[record.epoch - 1] = value(record);
  }
  return values;
}
