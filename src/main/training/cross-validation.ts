// Chooses strength and number of epochs inside the training part: heads of all folds and strengths go on epoch by epoch side by
// side, so that a stop at any moment finds the best so far. The held-out part is not known here.
import { fnv1a32, mulberry32 } from '../../shared/random.ts';
import type { EpochRecord } from '../../shared/records/run.ts';
import { groupedFolds } from './folds.ts';
import { probabilitiesOf } from './head-model.ts';
import { crossEntropy, isRight, openHeadTrainer, type HeadTrainer, type Row } from './head-trainer.ts';
import { fewestEpochsTried, foldsWanted, patienceEpochs, scheduleFor, strengths } from './recipe.ts';

/** A training photo: its variants are learned from, only the first (the photo itself) is tried. */
export type TrainingPhoto = {
  readonly variants: readonly Float32Array[];
  readonly label: number;
  readonly group: number;
};

export type CrossValidationOptions = {
  readonly photos: readonly TrainingPhoto[];
  readonly classes: number;
  readonly seed: number;
  readonly onEpoch: (record: EpochRecord) => void;
  readonly onProgress: (done: number, total: number) => void;
  readonly isStopRequested: () => boolean;
};

export type Choice = { readonly strength: number; readonly epochs: number; readonly isStoppedEarly: boolean };

type Fold = { readonly trainer: HeadTrainer; readonly tried: readonly TrainingPhoto[] };
type Candidate = { readonly strength: number; readonly folds: readonly Fold[]; best: { loss: number; epoch: number } };
type Result = {
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly loss: number;
  readonly accuracy: number;
};

export const rowsOf = (photos: readonly TrainingPhoto[]): Row[] =>
  photos.flatMap(({ variants, label }) => variants.map(features => ({ features, label })));

/** Needs photos of at least two groups. Throws AppError engine-failed. */
export async function chooseByCrossValidation(options: CrossValidationOptions): Promise<Choice> {
  const { photos, onEpoch, onProgress, isStopRequested } = options;
  const schedule = scheduleFor((photos.length * photos[0]!.variants.length * (foldsWanted - 1)) / foldsWanted);
  const candidates = await openCandidates(options, schedule);
  const total = schedule.mostEpochs * candidates.length;
  let going = candidates;
  let isStoppedEarly = false;
  for (let epoch = 1; epoch <= schedule.mostEpochs && going.length > 0 && !isStoppedEarly; epoch++) {
    let shown: Result | null = null;
    for (const [place, candidate] of going.entries()) {
      const result = await oneEpoch(candidate, photos.length);
      if (result.loss < candidate.best.loss) candidate.best = { loss: result.loss, epoch };
      if (shown === null || result.loss < shown.loss) shown = result;
      onProgress((epoch - 1) * candidates.length + place + 1, total);
    }
    onEpoch({ ...recordOf(shown!), epoch, learningRate: schedule.learningRate });
    going = going.filter(({ best }) => epoch - best.epoch < patienceEpochs);
    isStoppedEarly = epoch >= fewestEpochsTried && isStopRequested();
  }
  onProgress(total, total);
  for (const { folds } of candidates) for (const { trainer } of folds) await trainer.dispose();
  const { strength, best } = candidates.reduce((least, other) => (other.best.loss < least.best.loss ? other : least));
  return { strength, epochs: best.epoch, isStoppedEarly };
}

/** Every strength sees the same folds and the same order of rows, so that only the strength differs. */
async function openCandidates(
  { photos, classes, seed }: CrossValidationOptions,
  schedule: ReturnType<typeof scheduleFor>,
): Promise<Candidate[]> {
  const groups = photos.map(({ label, group }) => ({ classId: label, group }));
  const foldOf = groupedFolds(groups, foldsWanted, mulberry32(fnv1a32(`${seed}/folds`)));
  const foldCount = Math.max(...foldOf) + 1;
  const candidates: Candidate[] = [];
  for (const strength of strengths) {
    const folds: Fold[] = [];
    for (let fold = 0; fold < foldCount; fold++) {
      const rows = rowsOf(photos.filter((_, index) => foldOf[index] !== fold));
      const trainer = await openHeadTrainer({
        rows,
        classes,
        strength,
        schedule,
        seed: fnv1a32(`${seed}/fold/${fold}`),
      });
      folds.push({ trainer, tried: photos.filter((_, index) => foldOf[index] === fold) });
    }
    candidates.push({ strength, folds, best: { loss: Infinity, epoch: 0 } });
  }
  return candidates;
}

/** Means over all photos, each tried once, by the head that did not learn from it. */
async function oneEpoch({ folds }: Candidate, photos: number): Promise<Result> {
  let [trainLoss, trainAccuracy, loss, right] = [0, 0, 0, 0];
  for (const { trainer, tried } of folds) {
    const train = await trainer.epoch();
    trainLoss += train.loss / folds.length;
    trainAccuracy += train.accuracy / folds.length;
    const head = trainer.head();
    for (const { variants, label } of tried) {
      const probabilities = probabilitiesOf(head, variants[0]!);
      loss += crossEntropy(probabilities[label]!);
      if (isRight(probabilities, label)) right += 1;
    }
  }
  return { trainLoss, trainAccuracy: Math.min(1, trainAccuracy), loss: loss / photos, accuracy: right / photos };
}

function recordOf({ trainLoss, trainAccuracy, loss, accuracy }: Result): Omit<EpochRecord, 'epoch' | 'learningRate'> {
  return { stage: 'cross-validation', trainLoss, trainAccuracy, heldOutLoss: loss, heldOutAccuracy: accuracy };
}
