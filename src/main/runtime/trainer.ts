// Runs training steps: holds the weights and the optimizer's state, which each good step replaces by what it gave.
import type { TrainingStep } from '../../engine/compile/training.ts';
import { modelInvalid } from '../../engine/layers/config.ts';
import { elementCount, float32Tensor, toFloat32 } from '../../engine/tensor.ts';
import type { Tensor, Weights } from '../../engine/tensor.ts';
import { checkFinite, isFiniteTensor } from '../../engine/weights.ts';
import { AppError } from '../../shared/errors.ts';
import { fnv1a32, mulberry32 } from '../../shared/random.ts';
import { openFiniteCheck } from './finite-check.ts';
import type { FiniteCheck } from './finite-check.ts';
import { openSession } from './onnx.ts';
import type { Session } from './onnx.ts';

/** What a checkpoint keeps besides the weights: how many batches were done, the optimizer's running values and sums of gradients. */
export type TrainerState = { readonly steps: number; readonly slots: Weights };

export type TrainerOptions = {
  readonly threads: number;
  readonly provider?: string;
  /** Seeds what dropout drops; the same seed and step number drop the same. */
  readonly seed?: number;
  /** Goes on where a trainer stopped; `initial` then holds its weights. */
  readonly resume?: TrainerState;
};

export type Trainer = {
  /**
   * One batch: every input of the step by name. The loss is that before the update, which comes with each batch or after as
   * many as the step was compiled for; the learning rate is that of the update. A step that fails changes nothing: weights
   * and state stay those of the last good one.
   * @throws AppError `engine-failed` for a batch that the step does not read or that the runtime cannot compute,
   * `train-diverged` {step, value} where the loss, a prediction, a weight or a statistic is not finite after it.
   */
  step(
    batch: Readonly<Record<string, Tensor>>,
    learningRate: number,
  ): Promise<{ readonly loss: number; readonly predictions: Tensor }>;
  /** Copies of all weights, frozen ones too, after the last step. */
  weights(): Map<string, Tensor>;
  /** A copy of the rest of the state after the last step. */
  state(): TrainerState;
  dispose(): Promise<void>;
};

/**
 * @throws AppError `engine-failed` where the runtime refuses the step, `model-invalid` where a weight or slot is missing, has
 * another size or is not finite.
 */
export async function openTrainer(step: TrainingStep, initial: Weights, options: TrainerOptions): Promise<Trainer> {
  const frozen = Object.fromEntries(step.frozen.map(({ name, shape }) => [name, copyOf(initial, name, shape)]));
  const resumed = options.resume?.slots;
  let current: State = new Map(
    step.state.map(value => {
      const { name, shape } = value;
      if (!('start' in value)) return [name, copyOf(initial, name, shape)];
      return [name, resumed ? copyOf(resumed, name, shape) : filled(shape, value.start)];
    }),
  );
  let steps = options.resume?.steps ?? 0;
  const stepGraph = await openGraph(step, step.onnx, options);
  const updateGraph = step.update && (await openGraph(step, step.update.onnx, options, stepGraph));
  const batchesPerUpdate = step.update?.batches ?? 1;

  /** What a graph gives, and the state after it; `state` itself stays as it is. */
  async function computed({ session, check, writes }: Graph, given: Tensors, state: State): Promise<Computed> {
    const known: Tensors = { ...given, ...frozen, ...Object.fromEntries(state) };
    const results = await session.run(Object.fromEntries(session.inputs.map(name => [name, known[name]!])));
    const written = new Map(writes.map(name => [name, results[`next/${name}`]!]));
    const badResult = ['loss', 'predictions'].find(name => results[name] && !isFiniteTensor(results[name]));
    const bad = badResult ?? (await check.firstBad(written));
    if (bad !== undefined) throw new AppError('train-diverged', { step: steps + 1, value: bad });
    return { results, state: new Map([...state, ...written]) };
  }

  return {
    async step(batch, learningRate) {
      checkBatch(step, batch);
      const scalars = {
        learning_rate: float32Tensor([], [learningRate]),
        step: float32Tensor([], [Math.floor(steps / batchesPerUpdate) + 1]),
      };
      const noise = noiseOf(step, options.seed ?? 0, steps);
      const done = await computed(stepGraph, { ...batch, ...noise, ...scalars }, current);
      let { state } = done;
      if (updateGraph && (steps + 1) % batchesPerUpdate === 0) {
        ({ state } = await computed(updateGraph, scalars, state));
        for (const { name, kind } of step.state) if (kind === 'gradient-sum') toFloat32(state.get(name)!).fill(0);
      }
      freeReplaced(current, state);
      current = state;
      steps += 1;
      return { loss: done.results['loss']!.data[0] as number, predictions: done.results['predictions']! };
    },
    weights() {
      const trained = step.state
        .filter(value => !('start' in value))
        .map(({ name }) => [name, copy(current.get(name)!)] as const);
      return new Map([...trained, ...step.frozen.map(({ name }) => [name, copy(frozen[name]!)] as const)]);
    },
    state() {
      const slots = step.state
        .filter(value => 'start' in value)
        .map(({ name }) => [name, copy(current.get(name)!)] as const);
      return { steps, slots: new Map(slots) };
    },
    async dispose() {
      await closeGraph(stepGraph);
      if (updateGraph) await closeGraph(updateGraph);
    },
  };
}

type Tensors = Readonly<Record<string, Tensor>>;

/** Weights, statistics, slots and sums of gradients by name. */
type State = ReadonlyMap<string, Tensor>;

type Computed = { readonly results: Tensors; readonly state: State };

/** Gives back at once what the next state no longer holds: the garbage collector would let it wait for the next step's memory. */
function freeReplaced(before: State, after: State): void {
  for (const [name, { data }] of before) if (after.get(name)!.data !== data) (data.buffer as ArrayBuffer).transfer(0);
}

/** An open graph, the names of the state that it changes, and a check of the weights and statistics among them. */
type Graph = { readonly session: Session; readonly check: FiniteCheck; readonly writes: readonly string[] };

/** Where it cannot be opened nothing stays open, `before` neither. */
async function openGraph(
  step: TrainingStep,
  onnx: Uint8Array,
  options: TrainerOptions,
  before?: Graph,
): Promise<Graph> {
  let session: Session | undefined;
  try {
    session = await openSession(onnx, options);
    const outputs = new Set(session.outputs);
    const writes = step.state.filter(({ name }) => outputs.has(`next/${name}`));
    // What is wrong with slots and sums comes into the weights.
    const checked = writes.filter(({ kind }) => kind === 'weight' || kind === 'statistic');
    const check = await openFiniteCheck(checked, options);
    return { session, check, writes: writes.map(({ name }) => name) };
  } catch (error) {
    await session?.dispose();
    if (before) await closeGraph(before);
    throw error;
  }
}

async function closeGraph({ session, check }: Graph): Promise<void> {
  await session.dispose();
  await check.dispose();
}

/** As a slot is at first. */
export const filled = (shape: readonly number[], value: number): Tensor =>
  float32Tensor(shape, new Float32Array(elementCount(shape)).fill(value));
const copy = (tensor: Tensor): Tensor => float32Tensor(tensor.shape, toFloat32(tensor).slice());

/** @throws AppError `model-invalid` where it is missing, has another size or is not finite. */
export function copyOf(tensors: Weights, name: string, shape: readonly number[]): Tensor {
  const tensor = tensors.get(name);
  if (tensor?.data.length === elementCount(shape)) {
    checkFinite(name, tensor);
    return copy({ ...tensor, shape });
  }
  throw modelInvalid(name, `[${shape.join(', ')}]`, tensor ? `[${tensor.shape.join(', ')}]` : 'no such weight');
}

/** @throws AppError `engine-failed` naming the input that is missing, has another type or shape, or a class that there is not. */
export function checkBatch(step: TrainingStep, batch: Tensors): void {
  const classes = step.predictions.shape[1]!;
  for (const { name, dtype, shape } of step.inputs) {
    const given = batch[name];
    if (!given) throw new AppError('engine-failed', { reason: `the batch has no ${name}` });
    const [expected, received] = [`${dtype} [${shape.join(', ')}]`, `${given.dtype} [${given.shape.join(', ')}]`];
    if (expected !== received)
      throw new AppError('engine-failed', { reason: `${name}: ${expected} expected, ${received} received` });
    if (dtype !== 'int32') continue;
    const wrong = (given.data as Int32Array).find(value => value < 0 || value >= classes);
    if (wrong !== undefined)
      throw new AppError('engine-failed', {
        reason: `${name}: classes 0 to ${classes - 1} expected, ${wrong} received`,
      });
  }
}

/** What dropout drops by in this step, uniform in [0, 1), by name. */
export function noiseOf(step: TrainingStep, seed: number, steps: number): Record<string, Tensor> {
  return Object.fromEntries(
    step.noise.map(({ name, shape }) => {
      const random = mulberry32(fnv1a32(`${seed}/${steps}/${name}`));
      return [name, float32Tensor(shape, Float32Array.from({ length: elementCount(shape) }, random))];
    }),
  );
}
