// Runs training steps: holds the weights and the optimizer's state in two sets of buffers, one read and one written, swapped each step.
import type { TrainingStep } from '../../engine/compile/training.ts';
import { elementCount, float32Tensor, toFloat32 } from '../../engine/tensor.ts';
import type { Tensor, Weights } from '../../engine/tensor.ts';
import { AppError } from '../../shared/errors.ts';
import { fnv1a32, mulberry32 } from '../../shared/random.ts';
import { openSession } from './onnx.ts';

/** What a checkpoint keeps besides the weights: how many steps were done and the optimizer's running sums. */
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
  /** One update with one batch: every input of the step by name. The loss is that before the update. */
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
  const newBuffers = (): Map<string, Tensor> =>
    new Map(step.state.map(({ name, shape }) => [name, float32Tensor(shape)]));
  let written = newBuffers();
  let current = new Map(
    step.state.map(({ name, shape, kind }) => {
      if (kind !== 'slot') return [name, copyOf(initial, name, shape)];
      return [name, resumed ? copyOf(resumed, name, shape) : float32Tensor(shape)];
    }),
  );
  let steps = options.resume?.steps ?? 0;
  const loss = float32Tensor([]);
  const predictions = float32Tensor(step.predictions.shape);
  const session = await openSession(step.onnx, options);

  return {
    async step(batch, learningRate) {
      const missing = step.inputs.find(input => !batch[input.name]);
      if (missing) throw new AppError('engine-failed', { reason: `the batch has no ${missing.name}` });
      const feeds = {
        ...batch,
        ...frozen,
        ...Object.fromEntries(current),
        ...noiseOf(step, options.seed ?? 0, steps),
        learning_rate: float32Tensor([], [learningRate]),
        step: float32Tensor([], [steps + 1]),
      };
      const outputs = Object.fromEntries([...written].map(([name, tensor]) => [`next/${name}`, tensor]));
      await session.runInto(feeds, { ...outputs, loss, predictions });
      [current, written] = [written, current];
      steps += 1;
      return { loss: loss.data[0] as number, predictions: copy(predictions) };
    },
    weights() {
      const trained = step.state
        .filter(({ kind }) => kind !== 'slot')
        .map(({ name }) => [name, copy(current.get(name)!)] as const);
      return new Map([...trained, ...step.frozen.map(({ name }) => [name, copy(frozen[name]!)] as const)]);
    },
    state() {
      const slots = step.state
        .filter(({ kind }) => kind === 'slot')
        .map(({ name }) => [name, copy(current.get(name)!)] as const);
      return { steps, slots: new Map(slots) };
    },
    dispose: () => session.dispose(),
  };
}

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
