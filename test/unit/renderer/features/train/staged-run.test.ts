// Where a run in stages is, which epoch would be kept, and whether opening the blocks helped.
import { expect, test } from 'vitest';
import {
  bestOf,
  choosing,
  gainOf,
  spansOf,
  stageRecords,
  whereabouts,
} from '../../../../../src/renderer/features/train/staged-run.ts';
import type { RunId } from '../../../../../src/shared/records/ids.ts';
import { defaultRecipe } from '../../../../../src/shared/records/recipe.ts';
import type { EpochRecord, RunPhase, RunProgress } from '../../../../../src/shared/records/run.ts';

const recipe = defaultRecipe('textbook', { sidePx: 224, unfreeze: 'block11' });
const run = { recipe, photos: { train: 244, validation: 153, test: 0 } };

const record = (epoch: number, right: number, loss = 0.2): EpochRecord => ({
  epoch,
  stage: epoch <= 5 ? 'stage-1' : 'stage-2',
  trainLoss: 0.1,
  trainAccuracy: 0.9,
  heldOutLoss: loss,
  heldOutAccuracy: right / 153,
  learningRate: 0.01,
});
const progress = (phase: RunPhase, done: number, total: number): RunProgress => ({
  runId: 1 as RunId,
  phase,
  done,
  total,
  perSecond: 19.4,
  elapsedSeconds: 1,
  secondsLeft: 1,
});

test('epochs are counted on over the stages', () => {
  expect(spansOf(recipe)).toEqual([
    { name: 'stage-1', first: 1, last: 5 },
    { name: 'stage-2', first: 6, last: 15 },
  ]);
  expect(spansOf(defaultRecipe('scratch', { sidePx: 32, unfreeze: null }))).toEqual([
    { name: 'training', first: 1, last: 30 },
  ]);
});

test('in the middle of stage 2 it says which epoch and which batch', () => {
  // 10 epochs of 244 photos; 5 epochs and 128 photos are done: the fourth batch of 32 has just ended.
  expect(whereabouts(run, [], progress('stage-2', 5 * 244 + 122, 10 * 244))).toEqual({
    epoch: 11,
    epochs: 15,
    batch: 4,
    batches: 8,
    done: 10.5,
  });
});

test('at the start of a stage it is its first epoch, at its end the last one, never one more', () => {
  expect(whereabouts(run, [], progress('stage-1', 0, 1_220))).toMatchObject({ epoch: 1, batch: 1, done: 0 });
  expect(whereabouts(run, [], progress('stage-1', 1_220, 1_220))).toMatchObject({ epoch: 5, batch: 8, done: 5 });
});

test('outside the stages there is no batch; scoring means that all epochs are done', () => {
  expect(whereabouts(run, [], null)).toMatchObject({ epoch: 1, batch: null, done: 0 });
  expect(whereabouts(run, [], progress('features', 30, 397))).toMatchObject({ epoch: 1, batch: null, done: 0 });
  expect(whereabouts(run, [record(1, 140)], progress('scoring', 0, 1))).toMatchObject({ epoch: 15, done: 15 });
});

test('the best epoch is the one with most right, then the smaller loss, then the earlier one', () => {
  const records = stageRecords([record(1, 140), record(2, 148, 0.3), record(3, 148, 0.2), record(4, 148, 0.2)]);
  expect(bestOf(records)?.epoch).toBe(3);
  expect(bestOf([])).toBeNull();
});

test('records of other stages are left out, and an epoch that comes again replaces the one before', () => {
  const records = stageRecords([{ ...record(1, 10), stage: 'final' }, record(2, 20), record(2, 30)]);
  expect(records.map(one => one?.heldOutAccuracy)).toEqual([undefined, 30 / 153]);
});

test('opening the blocks is judged by the best of each stage, and a dip right after is seen', () => {
  const first = [1, 2, 3, 4, 5].map(epoch => record(epoch, 138 + epoch));
  expect(gainOf(run, stageRecords(first))).toBeNull();
  expect(gainOf(run, stageRecords([...first, record(6, 141), record(7, 148)]))).toEqual({
    before: 143,
    now: 148,
    photos: 153,
    hasDip: true,
  });
});

test('validation chooses the epoch; test does where nothing is in validation', () => {
  expect(choosing(run)).toEqual({ part: 'validation', photos: 153 });
  expect(choosing({ photos: { train: 10, validation: 0, test: 7 } })).toEqual({ part: 'test', photos: 7 });
});
