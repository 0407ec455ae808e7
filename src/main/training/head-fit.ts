// The head that one click ends with: fitted on all of train with what cross-validation chose.
import type { Weights } from '../../engine/tensor.ts';
import type { EpochRecord } from '../../shared/records/run.ts';
import { rowsOf, type Choice, type TrainingPhoto } from './cross-validation.ts';
import { openHeadTrainer } from './head-trainer.ts';
import { scheduleFor } from './recipe.ts';

export type HeadFit = {
  readonly photos: readonly TrainingPhoto[];
  readonly classes: number;
  readonly choice: Choice;
  readonly seed: number;
  readonly onEpoch: (epoch: EpochRecord) => void;
  readonly isStopRequested: () => boolean;
};

/** A stop keeps the epochs that are done, at least one. Throws as `openHeadTrainer`. */
export async function fitHead(fit: HeadFit): Promise<{ readonly weights: Weights; readonly epochs: number }> {
  const { photos, classes, choice, seed, onEpoch, isStopRequested } = fit;
  const rows = rowsOf(photos);
  const schedule = scheduleFor(rows.length);
  const { strength, epochs } = choice;
  const trainer = await openHeadTrainer({ rows, classes, strength, schedule, seed });
  let done = 0;
  while (done < epochs && (done === 0 || choice.isStoppedEarly || !isStopRequested())) {
    const { loss, accuracy } = await trainer.epoch();
    done += 1;
    const record = { trainLoss: loss, trainAccuracy: accuracy, heldOutLoss: null, heldOutAccuracy: null };
    onEpoch({ ...record, epoch: done, stage: 'final', learningRate: schedule.learningRate });
  }
  const weights = trainer.weights();
  await trainer.dispose();
  return { weights, epochs: done };
}
