// The columns that the curves of a run draw, from its epoch records.
import type { EpochRecord } from '../../../shared/records/run.ts';

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

/** Steps of an accuracy axis may be of 2.5 %: those have a decimal. */
export function percentDigits(share: number): 0 | 1 {
  return Number.isInteger(Math.round(1_000 * share) / 10) ? 0 : 1;
}

function column(records: readonly EpochRecord[], value: (record: EpochRecord) => number | null): Column {
  const values: (number | null)[] = [];
  for (const record of records) {
    while (values.length < record.epoch) values.push(null);
    values[record.epoch - 1] = value(record);
  }
  return values;
}
