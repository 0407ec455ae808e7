// The curves' columns come from epoch records as they arrive, in any order and with gaps.
import { expect, test } from 'vitest';
import type { EpochRecord } from '../../../../../src/shared/records/run.ts';
import { columnsOf } from '../../../../../src/renderer/features/train/curve-columns.ts';

const record = (epoch: number, stage: EpochRecord['stage'], heldOutAccuracy: number | null = null): EpochRecord => ({
  epoch,
  stage,
  trainLoss: 1 / epoch,
  trainAccuracy: epoch / 10,
  heldOutLoss: heldOutAccuracy === null ? null : 1 - heldOutAccuracy,
  heldOutAccuracy,
  learningRate: 0.005,
});

test('each stage has its own columns, and epoch 1 is the first place', () => {
  const columns = columnsOf([
    record(1, 'cross-validation', 0.8),
    record(2, 'cross-validation', 0.9),
    record(1, 'final'),
  ]);
  expect(columns.foldAccuracy).toEqual([0.8, 0.9]);
  expect(columns.trainLoss).toEqual([1, 0.5]);
  expect(columns.finalAccuracy).toEqual([0.1]);
});

test('an epoch that was missed is a gap, not a zero', () => {
  expect(columnsOf([record(3, 'cross-validation', 0.7)]).foldAccuracy).toEqual([null, null, 0.7]);
});

test('a record that comes again replaces the one before', () => {
  expect(columnsOf([record(1, 'cross-validation', 0.2), record(1, 'cross-validation', 0.4)]).foldAccuracy).toEqual([
    0.4,
  ]);
});

test('no records give empty columns', () => {
  expect(columnsOf([])).toEqual({
    foldLoss: [],
    foldAccuracy: [],
    trainLoss: [],
    trainAccuracy: [],
    finalLoss: [],
    finalAccuracy: [],
  });
});
