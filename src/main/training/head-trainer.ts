// Trains one head on features, epoch by epoch, by the compiled training step; the same seed gives the same head.
import { compileTrainingStep } from '../../engine/compile/training.ts';
import { initialWeights } from '../../engine/weights.ts';
import { float32Tensor, type Weights } from '../../engine/tensor.ts';
import { invariant } from '../../shared/errors.ts';
import { mulberry32, shuffled } from '../../shared/random.ts';
import { openTrainer } from '../runtime/trainer.ts';
import { headModel, headWeights, type HeadWeights } from './head-model.ts';
import { momentum, type Schedule } from './recipe.ts';

/** One variant of one photo; `label` is the place of its class in the model. */
export type Row = { readonly features: Float32Array; readonly label: number };

export type HeadTrainerOptions = {
  readonly rows: readonly Row[];
  readonly classes: number;
  readonly strength: number;
  readonly schedule: Schedule;
  readonly seed: number;
};

export type HeadTrainer = {
  /** One pass over all rows in a new order; mean cross-entropy and share of right ones, each before its step. */
  readonly epoch: () => Promise<{ readonly loss: number; readonly accuracy: number }>;
  readonly head: () => HeadWeights;
  readonly weights: () => Weights;
  readonly dispose: () => Promise<void>;
};

/** Throws AppError engine-failed, or train-diverged in the first step after which something is not a number. */
export async function openHeadTrainer({
  rows,
  classes,
  strength,
  schedule,
  seed,
}: HeadTrainerOptions): Promise<HeadTrainer> {
  const length = rows[0]?.features.length;
  invariant(length !== undefined, 'a head is trained on at least one row');
  const random = mulberry32(seed);
  const model = headModel(length, classes);
  const { batch, learningRate } = schedule;
  const step = compileTrainingStep({
    model,
    loss: { kind: 'categorical-cross-entropy', labels: 'class-numbers' },
    optimizer: { kind: 'sgd', momentum },
    batch,
    l2: strength / 2,
  });
  // A step of a head is too short to share between threads.
  const trainer = await openTrainer(step, initialWeights(model, random), { threads: 1 });
  const input = { ...float32Tensor([batch, length]), data: new Float32Array(batch * length) };
  const targets = { dtype: 'int32', shape: [batch], data: new Int32Array(batch) } as const;
  return {
    async epoch() {
      const order = shuffled(rows, random);
      const steps = Math.ceil(order.length / batch);
      let [loss, right] = [0, 0];
      for (let at = 0; at < steps * batch; at += batch) {
        for (let place = 0; place < batch; place++) {
          // The last batch is filled up from the front of the order.
          const row = order[(at + place) % order.length]!;
          input.data.set(row.features, place * length);
          targets.data[place] = row.label;
        }
        const { predictions } = await trainer.step({ input, targets }, learningRate);
        const result = lossAndHits(predictions.data as Float32Array, targets.data, classes);
        loss += result.loss;
        right += result.right;
      }
      return { loss: loss / (steps * batch), accuracy: right / (steps * batch) };
    },
    head: () => headWeights(trainer.weights()),
    weights: () => trainer.weights(),
    dispose: () => trainer.dispose(),
  };
}

/** A probability of 0 would make the mean infinite; float32 has nothing smaller that matters. */
const leastProbability = 1e-12;

/** -log of the probability given to the right class. NaN stays NaN. */
export function crossEntropy(probability: number): number {
  return -Math.log(probability < leastProbability ? leastProbability : probability);
}

/** Whether the right class is likelier than every other one: a tie is not right. */
export function isRight(probabilities: Float32Array | Float64Array, label: number): boolean {
  return probabilities.every((probability, index) => index === label || probability < probabilities[label]!);
}

function lossAndHits(
  probabilities: Float32Array,
  labels: Int32Array,
  classes: number,
): { loss: number; right: number } {
  let [loss, right] = [0, 0];
  for (const [row, label] of labels.entries()) {
    const own = probabilities.subarray(row * classes, (row + 1) * classes);
    loss += crossEntropy(own[label]!);
    if (isRight(own, label)) right += 1;
  }
  return { loss, right };
}
