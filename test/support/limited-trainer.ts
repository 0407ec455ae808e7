// A child process whose address space is limited (ulimit -v): it trains three steps of a small convolutional network on large batches and
// tells its parent what came of them. What fails here fails as on a machine without memory.
import type { TrainingOptions } from '../../src/engine/compile/training.ts';
import { compileTrainingStep } from '../../src/engine/compile/training.ts';
import type { Weights } from '../../src/engine/tensor.ts';
import { initialWeights } from '../../src/engine/weights.ts';
import { createModelBuilder } from '../../src/engine/zoo/builder.ts';
import { madeBatch } from '../../src/main/runtime/made-batch.ts';
import { openNetworkTrainer } from '../../src/main/runtime/network-trainer.ts';
import type { Setback } from '../../src/main/runtime/network-trainer.ts';
import type { TrainerState } from '../../src/main/runtime/trainer.ts';
import { toErrorRecord } from '../../src/shared/errors.ts';
import type { ErrorRecord } from '../../src/shared/errors.ts';
import { mulberry32 } from '../../src/shared/random.ts';

export type TrainedSteps = {
  readonly losses: readonly number[];
  readonly predictions: Float32Array;
  readonly setbacks: readonly Setback[];
  /** Of steps that failed for good. */
  readonly errors: readonly ErrorRecord[];
  readonly weights: Weights;
  readonly state: TrainerState;
};

/** Without batch norms parts of a batch add up to the whole. At 96 px about 8 MB a photo. */
export function memoryHungry(of: {
  readonly batch: number;
  readonly sizePx: number;
  readonly hasNorm?: boolean;
}): TrainingOptions {
  const { input, convolve, normalise, maxPool, globalAveragePool, dense, model } = createModelBuilder();
  let x = input('photo', [of.sizePx, of.sizePx, 3]);
  for (const name of ['a', 'b', 'c']) {
    x = convolve(name, x, { filters: 32, size: 3, hasBias: true, activation: 'relu' });
  }
  if (of.hasNorm) x = normalise('norm', x);
  x = globalAveragePool('mean', maxPool('pool', x, { size: 2, stride: 2, padding: 'valid' }));
  return {
    model: model('hungry', dense('top', x, { units: 3, activation: 'softmax' })),
    loss: { kind: 'categorical-cross-entropy', labels: 'class-numbers' },
    optimizer: { kind: 'sgd', momentum: 0.9 },
    batch: of.batch,
    l2: 1e-3,
  };
}

export type LimitedRun = {
  readonly training: TrainingOptions;
  readonly provider?: string;
  /** The last photo of the second batch is not a number. */
  readonly isSecondBroken?: boolean;
  readonly steps?: number;
};

/** A few steps, always from the same weights on the same noise. */
export async function trainSteps({
  training,
  provider = 'cpu',
  isSecondBroken = false,
  steps = 3,
}: LimitedRun): Promise<TrainedSteps> {
  const random = mulberry32(3);
  const step = compileTrainingStep(training);
  const setbacks: Setback[] = [];
  const errors: ErrorRecord[] = [];
  const losses: number[] = [];
  const trainer = await openNetworkTrainer({
    training,
    weights: initialWeights(training.model, random),
    threads: 1,
    provider,
    onSetback: setback => setbacks.push(setback),
  });
  let predictions = new Float32Array();
  for (let count = 0; count < steps; count++) {
    const batch = madeBatch(step, random);
    if (isSecondBroken && count === 1) batch['input']!.data.fill(NaN as never, -1);
    try {
      const done = await trainer.step(batch, 0.1);
      losses.push(done.loss);
      predictions = done.predictions.data as Float32Array<ArrayBuffer>;
    } catch (error) {
      errors.push(toErrorRecord(error));
    }
  }
  const trained = { losses, predictions, setbacks, errors, weights: trainer.weights(), state: trainer.state() };
  await trainer.dispose();
  return trained;
}

/** What the child says; an error where it could not even begin. */
export type LimitedAnswer = TrainedSteps | { readonly error: ErrorRecord };

if (process.send && process.argv[1] === import.meta.filename) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.once('message', async (run: LimitedRun) => {
    try {
      process.send!(await trainSteps(run));
    } catch (error) {
      process.send!({ error: toErrorRecord(error) });
    }
  });
}
