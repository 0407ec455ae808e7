// Runs training steps: holds the weights and the optimizer's state in two sets of buffers, one read and one written, swapped each step.
import type { TrainingStep } from '../../engine/compile/training.ts';
import { elementCount, float32Tensor, toFloat32 } from '../../engine/tensor.ts';
import type { Tensor, Weights } from '../../engine/tensor.ts';
import { AppError } from '../../shared/errors.ts';
import { fnv1a32, mulberry32 } from '../../shared/random.ts';
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
   * many as the step was compiled for; the learning rate is that of the update.
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
 * @throws AppError `engine-failed` where the runtime refuses the step, `model-invalid` where a weight or slot is missing or
 * has another size.
 */
export async function openTrainer(step: TrainingStep, initial: Weights, options: TrainerOptions): Promise<Trainer> {
  const frozen = Object.fromEntries(step.frozen.map(({ name, shape }) => [name, copyOf(initial, name, shape)]));
  const resumed = options.resume?.slots;
  const written = new Map(step.state.map(({ name, shape }) => [name, float32Tensor(shape)]));
  const current = new Map(
    step.state.map(value => {
      const { name, shape } = value;
      if (!('start' in value)) return [name, copyOf(initial, name, shape)];
      return [name, resumed ? copyOf(resumed, name, shape) : filled(shape, value.start)];
    }),
  );
  let steps = options.resume?.steps ?? 0;
  const loss = float32Tensor([]);
  const predictions = float32Tensor(step.predictions.shape);
  const graphOf = async (onnx: Uint8Array): Promise<Graph> => {
    const session = await openSession(onnx, options);
    const outputs = new Set(session.outputs);
    return { session, writes: step.state.map(({ name }) => name).filter(name => outputs.has(`next/${name}`)) };
  };
  const stepGraph = await graphOf(step.onnx);
  const updateGraph = step.update ? await graphOf(step.update.onnx) : undefined;
  const batchesPerUpdate = step.update?.batches ?? 1;

  /** What a graph writes is read by the next one. */
  async function run({ session, writes }: Graph, given: Tensors, results: Tensors): Promise<void> {
    const known: Tensors = { ...given, ...frozen, ...Object.fromEntries(current) };
    const outputs = Object.fromEntries(writes.map(name => [`next/${name}`, written.get(name)!]));
    await session.runInto(Object.fromEntries(session.inputs.map(name => [name, known[name]!])), {
      ...outputs,
      ...results,
    });
    for (const name of writes) {
      const [before, after] = [current.get(name)!, written.get(name)!];
      current.set(name, after);
      written.set(name, before);
    }
  }

  return {
    async step(batch, learningRate) {
      const missing = step.inputs.find(input => !batch[input.name]);
      if (missing) throw new AppError('engine-failed', { reason: `the batch has no ${missing.name}` });
      const scalars = {
        learning_rate: float32Tensor([], [learningRate]),
        step: float32Tensor([], [Math.floor(steps / batchesPerUpdate) + 1]),
      };
      await run(stepGraph, { ...batch, ...noiseOf(step, options.seed ?? 0, steps), ...scalars }, { loss, predictions });
      steps += 1;
      if (updateGraph && steps % batchesPerUpdate === 0) {
        await run(updateGraph, scalars, {});
        for (const { name, kind } of step.state) if (kind === 'gradient-sum') toFloat32(current.get(name)!).fill(0);
      }
      return { loss: loss.data[0] as number, predictions: copy(predictions) };
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
      await stepGraph.session.dispose();
      await updateGraph?.session.dispose();
    },
  };
}

type Tensors = Readonly<Record<string, Tensor>>;

/** An open graph and the names of the state that it changes. */
type Graph = { readonly session: Session; readonly writes: readonly string[] };

const filled = (shape: readonly number[], value: number): Tensor =>
  float32Tensor(shape, new Float32Array(elementCount(shape)).fill(value));
const copy = (tensor: Tensor): Tensor => float32Tensor(tensor.shape, toFloat32(tensor).slice());

function copyOf(tensors: Weights, name: string, shape: readonly number[]): Tensor {
  const tensor = tensors.get(name);
  if (tensor?.data.length === elementCount(shape)) return copy({ ...tensor, shape });
  throw new AppError('model-invalid', {
    layer: name,
    expected: `[${shape.join(', ')}]`,
    received: tensor ? `[${tensor.shape.join(', ')}]` : 'no such weight',
  });
}

function noiseOf(step: TrainingStep, seed: number, steps: number): Record<string, Tensor> {
  return Object.fromEntries(
    step.noise.map(({ name, shape }) => {
      const random = mulberry32(fnv1a32(`${seed}/${steps}/${name}`));
      return [name, float32Tensor(shape, Float32Array.from({ length: elementCount(shape) }, random))];
    }),
  );
}
