// One stage of a training: epochs of stochastic gradient descent over samples, each tried on the photos that choose; the best one is kept.
import type { Model } from '../../engine/model.ts';
import { legacyDecay } from '../../engine/schedules.ts';
import { float32Tensor, type Tensor, type Weights } from '../../engine/tensor.ts';
import { AppError } from '../../shared/errors.ts';
import { fnv1a32, mulberry32, shuffled } from '../../shared/random.ts';
import type { Stage } from '../../shared/records/recipe.ts';
import type { EpochRecord } from '../../shared/records/run.ts';
import type { Setback } from '../runtime/network-trainer.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { crossEntropy, isRight } from './head-trainer.ts';
import type { Samples } from './samples.ts';

/** Photos that go through a network at once where nothing is learned from them. */
const triedAtOnce = 16;

export type Labelled = { readonly samples: Samples; readonly labels: readonly number[] };

export type StageOptions = {
  readonly runtime: Runtime;
  readonly threads: number;
  /** From the samples' inputs to probabilities. */
  readonly model: Model;
  readonly weights: Weights;
  readonly name: EpochRecord['stage'];
  readonly stage: Stage;
  readonly batch: number;
  /** Epochs of the stages before. */
  readonly epochsBefore: number;
  readonly train: Labelled;
  /** Chooses the best epoch. */
  readonly choosing: Labelled;
  readonly seed: number;
  readonly onEpoch: (epoch: EpochRecord) => void;
  /** Train photos seen so far, of all epochs. */
  readonly onPhotos: (done: number) => void;
  readonly onSetback: (setback: Setback) => void;
  readonly isStopRequested: () => boolean;
};

export type Tried = {
  readonly right: number;
  /** Mean cross-entropy. */
  readonly loss: number;
  /** Of each sample. */
  readonly probabilities: readonly Float32Array[];
};

/** The best epoch: most right ones, then the smaller loss. `epoch` counts on over the stages. */
export type Best = Tried & { readonly epoch: number; readonly weights: Weights };

export type StageResult = {
  readonly best: Best;
  readonly isStopped: boolean;
  /** It left the numbers after `best`. */
  readonly hasDiverged: boolean;
};

/**
 * Runs it to its end, or to a stop: what the running epoch has learned then is left out, unless nothing else is there.
 * @throws AppError `train-diverged` in the first epoch, `train-memory`, `engine-failed`, and `model-invalid` where nothing of the
 * model can learn.
 */
export async function runStage(options: StageOptions): Promise<StageResult> {
  const { runtime, threads, model, weights, name, stage, train, choosing, seed, epochsBefore } = options;
  const { count } = train.samples;
  const batch = Math.min(options.batch, count);
  const trainer = await runtime.openTrainer({
    training: {
      model,
      loss: { kind: 'categorical-cross-entropy', labels: 'class-numbers' },
      optimizer: { kind: 'sgd', momentum: stage.momentum },
      batch,
      hasPhotoWeights: true,
    },
    weights,
    threads,
    seed,
    onSetback: options.onSetback,
  });
  const rate = legacyDecay({ initial: stage.learningRate, decay: stage.decay });
  const names = model.inputs.length === 1 ? ['input'] : model.inputs.map(({ layer }) => layer);
  const random = mulberry32(fnv1a32(`${seed}/${name}`));
  const targets = { dtype: 'int32', shape: [batch], data: new Int32Array(batch) } as const;
  const photoWeights = { ...float32Tensor([batch]), data: new Float32Array(batch) };
  let best: Best | null = null;
  let [isStopped, hasDiverged] = [false, false];
  let updates = 0;
  try {
    for (let epoch = 0; epoch < stage.epochs && !isStopped; epoch++) {
      const order = shuffled([...Array(count).keys()], random);
      let [loss, right] = [0, 0];
      const first = rate(updates);
      for (let from = 0; from < count && !isStopped; from += batch) {
        const own = Math.min(batch, count - from);
        // The last batch is filled up from the front of the order, with photos that count nothing.
        const places = Array.from({ length: batch }, (_, at) => order[(from + at) % count]!);
        places.forEach((place, at) => (targets.data[at] = train.labels[place]!));
        photoWeights.data.fill(batch / own, 0, own).fill(0, own);
        const inputs = train.samples.inputs(places, epochsBefore + epoch);
        const given: Record<string, Tensor> = { targets, photo_weights: photoWeights };
        for (const [at, input] of inputs.entries()) given[names[at]!] = input;
        const { predictions } = await trainer.step(given, rate(updates++));
        const verdict = verdictOf(rowsOf(predictions, own), [...targets.data.subarray(0, own)]);
        loss += verdict.loss * own;
        right += verdict.right;
        options.onPhotos(epoch * count + from + own);
        isStopped = best !== null && options.isStopRequested();
      }
      if (isStopped) break;
      const now = trainer.weights();
      const tried = await tryOn({ runtime, threads, model, weights: now }, choosing);
      const number = epochsBefore + epoch + 1;
      options.onEpoch({
        epoch: number,
        stage: name,
        trainLoss: loss / count,
        trainAccuracy: right / count,
        heldOutLoss: tried.loss,
        heldOutAccuracy: tried.right / choosing.labels.length,
        learningRate: first,
      });
      if (best === null || isBetter(tried, best)) best = { ...tried, epoch: number, weights: now };
      isStopped = options.isStopRequested();
    }
  } catch (error) {
    hasDiverged = error instanceof AppError && error.code === 'train-diverged';
    if (!hasDiverged || best === null) throw error;
  } finally {
    await trainer.dispose();
  }
  return { best: best!, isStopped, hasDiverged };
}

/** More right ones, or as many with a smaller loss. */
export const isBetter = (one: Tried, other: Tried): boolean =>
  one.right > other.right || (one.right === other.right && one.loss < other.loss);

type Opened = Pick<StageOptions, 'runtime' | 'threads' | 'model' | 'weights'>;

/** What a network says of samples as they are. */
export async function tryOn(
  { runtime, threads, model, weights }: Opened,
  { samples, labels }: Labelled,
): Promise<Tried> {
  const network = await runtime.openModel(model, weights, { threads });
  const probabilities: Float32Array[] = [];
  for (let from = 0; from < samples.count; from += triedAtOnce) {
    const places = Array.from({ length: Math.min(triedAtOnce, samples.count - from) }, (_, at) => from + at);
    const [result] = await network.run(samples.inputs(places, null));
    probabilities.push(...rowsOf(result!, places.length));
  }
  await network.dispose();
  return { ...verdictOf(probabilities, labels), probabilities };
}

/** The first rows of probabilities [N, classes]. */
function rowsOf({ data, shape }: Tensor, rows: number): Float32Array[] {
  const classes = shape[1]!;
  return Array.from({ length: rows }, (_, row) => (data as Float32Array).slice(row * classes, (row + 1) * classes));
}

function verdictOf(
  probabilities: readonly Float32Array[],
  labels: readonly number[],
): { readonly right: number; readonly loss: number } {
  let [loss, right] = [0, 0];
  for (const [row, own] of probabilities.entries()) {
    const label = labels[row]!;
    loss += crossEntropy(own[label]!);
    if (isRight(own, label)) right += 1;
  }
  return { right, loss: labels.length === 0 ? 0 : loss / labels.length };
}
