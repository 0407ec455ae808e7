// Trains a network by tfjs-node: TensorFlow's layers and gradients, the engine's losses and optimizers, and the promises of a trainer of ours.
import { setImmediate as eventLoopTurn } from 'node:timers/promises';
import { compileTrainingStep, isKernel } from '../../engine/compile/training.ts';
import type { TrainingStep } from '../../engine/compile/training.ts';
import { sumOf } from '../../engine/compile/weight-update.ts';
import { LayerConfig } from '../../engine/layers/config.ts';
import { lossFunction } from '../../engine/losses/registry.ts';
import type { Model } from '../../engine/model.ts';
import { layerOf, planModel } from '../../engine/plan.ts';
import { float32Tensor } from '../../engine/tensor.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { isFiniteTensor } from '../../engine/weights.ts';
import { AppError, invariant } from '../../shared/errors.ts';
import type { NetworkTrainer, NetworkTrainerOptions } from './network-trainer.ts';
import { lossOf } from './tfjs-loss.ts';
import { requireTfjsMemory } from './tfjs-memory.ts';
import { loadModel } from './tfjs-model.ts';
import type { Tf, TfTensor, TfVariable } from './tfjs-module.ts';
import { refuseWithoutGradient, useTrainingMode, withoutLast } from './tfjs-training-mode.ts';
import type { Noise } from './tfjs-training-mode.ts';
import { weightUpdate } from './tfjs-update.ts';
import { asEngineFailure, fromTf, toTf } from './tfjs-values.ts';
import { checkBatch, copyOf, filled, noiseOf } from './trainer.ts';

type Tensors = Readonly<Record<string, TfTensor>>;
type Computed = { readonly loss: number; readonly predictions: Tensor; readonly next: Tensors };

/** As `openNetworkTrainer`; it runs on the CPU with the whole batch at once. A closed trainer has no weights any more. */
export async function openTfjsTrainer(tf: Tf, options: NetworkTrainerOptions): Promise<NetworkTrainer> {
  const { training, weights: initial, seed = 0, resume } = options;
  const { model, optimizer, batchesPerUpdate = 1, l2 = 0 } = training;
  // The same step for the other runtime: it names what is read, kept and changed, and refuses what cannot be trained.
  const step = compileTrainingStep(training);
  const configs = layerConfigs(model);
  refuseWithoutGradient(planModel(model), configs);
  requireTfjsMemory(training);
  const activation = lossFunction(training.loss).fusedWith;
  const cut = activation ? withoutLast(model, activation) : null;
  const kept = step.state.flatMap(state => {
    if (!('start' in state)) return [];
    const { name, shape, start } = state;
    return [[name, resume ? copyOf(resume.slots, name, shape) : filled(shape, start)] as const];
  });
  const loaded = await loadModel(tf, cut ?? model, initial);
  const variable = (name: string): TfVariable => loaded.variables.get(name)!;
  const named = (kind: TrainingStep['state'][number]['kind']): TrainingStep['state'] =>
    step.state.filter(value => value.kind === kind);
  const [weights, statistics] = [named('weight'), named('statistic')];
  const slots = new Map(kept.map(([name, tensor]) => [name, toTf(tf, tensor)]));
  const value = (name: string): TfTensor => loaded.variables.get(name) ?? slots.get(name)!;
  const update = weightUpdate(tf, optimizer, weights);
  const loss = lossOf(tf, training.loss, step);
  let noise: Noise = new Map();
  const follows = new Set(statistics.map(({ name }) => layerOf(name)));
  useTrainingMode(tf, loaded, { trains: layer => follows.has(layer), noise: () => noise }, configs);
  let steps = resume?.steps ?? 0;
  let isOpen = true;
  const requireOpen = (): void => invariant(isOpen, 'the trainer is open');

  /** Inside `tidy`. Moves the statistics, as the layers do that; everything else stays as it is. */
  function computed(batch: Readonly<Record<string, Tensor>>, learningRate: number): Computed {
    const given = Object.fromEntries(step.inputs.map(({ name }) => [name, toTf(tf, batch[name]!)]));
    const inputs = step.inputs.filter(({ name }) => name !== 'targets' && name !== 'photo_weights');
    noise = tfNoise(tf, step, noiseOf(step, seed, steps));
    let output: TfTensor | undefined;
    try {
      const found = tf.variableGrads(
        () => {
          const results = loaded.layers.apply(
            inputs.map(({ name }) => given[name]!),
            { training: true },
          );
          output = tf.keep(tf.clone(Array.isArray(results) ? (results as TfTensor[])[0]! : (results as TfTensor)));
          return loss(output, given);
        },
        weights.map(({ name }) => variable(name)),
      );
      const gradients = Object.fromEntries(
        weights.map(({ name }) => [name, withPenalty(tf, name, found.grads[variable(name).name]!, variable(name), l2)]),
      );
      const predictions = fromTf(cut ? tf[activation!](output!) : output!);
      const penalties = l2 === 0 ? [] : weights.filter(({ name }) => isKernel(name));
      const total = penalties.reduce(
        (sum, { name }) => tf.add(sum, tf.mul(tf.scalar(l2), tf.sum(tf.square(variable(name))))),
        found.value,
      );
      const next = summed(gradients, learningRate);
      const done = { loss: total.dataSync()[0]!, predictions, next };
      requireFinite(done);
      return done;
    } finally {
      output?.dispose();
    }
  }

  /** What weights, slots and sums of gradients become. */
  function summed(gradients: Tensors, learningRate: number): Tensors {
    const at = { value, learningRate, count: Math.floor(steps / batchesPerUpdate) + 1 };
    if (batchesPerUpdate === 1) return update({ ...at, gradients });
    const sums = Object.entries(gradients).map(
      ([key, gradient]) => [key, tf.add(value(sumOf(key)), gradient)] as const,
    );
    if ((steps + 1) % batchesPerUpdate !== 0) return Object.fromEntries(sums.map(([key, sum]) => [sumOf(key), sum]));
    const share = tf.scalar(1 / batchesPerUpdate);
    const means = Object.fromEntries(sums.map(([key, sum]) => [key, tf.mul(sum, share)]));
    const none = sums.map(([key, sum]) => [sumOf(key), toTf(tf, float32Tensor(sum.shape))] as const);
    return { ...update({ ...at, gradients: means }), ...Object.fromEntries(none) };
  }

  function requireFinite({ loss: found, predictions, next }: Computed): void {
    const changed = [...weights.filter(({ name }) => next[name]), ...statistics];
    const values = changed.map(({ name }) => next[name] ?? variable(name));
    const bad = !Number.isFinite(found)
      ? 'loss'
      : !isFiniteTensor(predictions)
        ? 'predictions'
        : changed[firstBad(tf, values)]?.name;
    if (bad !== undefined) throw new AppError('train-diverged', { step: steps + 1, value: bad });
  }

  const copies = (names: readonly { readonly name: string }[]): [string, Tensor][] =>
    names.map(({ name }) => [name, fromTf(value(name))]);

  return {
    place: () => ({ provider: 'cpu', parts: 1 }),
    async step(batch, learningRate) {
      requireOpen();
      checkBatch(step, batch);
      await eventLoopTurn();
      const before = statistics.map(({ name }) => [name, tf.clone(variable(name))] as const);
      try {
        const done = asEngineFailure(() => tf.tidy(() => computed(batch, learningRate)));
        for (const [name, next] of Object.entries(done.next)) {
          if (loaded.variables.has(name)) {
            variable(name).assign(next);
            next.dispose();
          } else {
            slots.get(name)!.dispose();
            slots.set(name, next);
          }
        }
        steps += 1;
        return { loss: done.loss, predictions: done.predictions };
      } catch (error) {
        for (const [name, old] of before) variable(name).assign(old);
        throw error;
      } finally {
        for (const [, old] of before) old.dispose();
      }
    },
    weights() {
      requireOpen();
      return new Map(copies([...weights, ...statistics, ...step.frozen]));
    },
    state() {
      requireOpen();
      return { steps, slots: new Map(copies([...slots.keys()].map(name => ({ name })))) };
    },
    async dispose() {
      if (!isOpen) return;
      isOpen = false;
      loaded.layers.dispose();
      for (const slot of slots.values()) slot.dispose();
    },
  };
}

/** d (loss + l2 · w²) / dw, for kernels. */
function withPenalty(tf: Tf, key: string, gradient: TfTensor, weight: TfTensor, l2: number): TfTensor {
  return l2 > 0 && isKernel(key) ? tf.add(gradient, tf.mul(weight, tf.scalar(2 * l2))) : gradient;
}

/** -1 where all are finite. The sum of finite values may overflow: the values themselves decide. */
function firstBad(tf: Tf, values: readonly TfTensor[]): number {
  if (values.length === 0) return -1;
  const sums = tf.stack(values.map(value => tf.sum(value))).dataSync();
  return values.findIndex((value, place) => !Number.isFinite(sums[place]) && !isFiniteTensor(fromTf(value)));
}

/** The noise of a step by layer, its calls in order; rank 4 in Keras' order. */
function tfNoise(tf: Tf, step: TrainingStep, values: Readonly<Record<string, Tensor>>): Noise {
  const byLayer = new Map<string, TfTensor[]>();
  for (const { name, shape } of step.noise) {
    const layer = name.split('/').slice(2).join('/');
    const noise = toTf(tf, values[name]!);
    const inOrder = shape.length === 4 ? tf.transpose(noise, [0, 2, 3, 1]) : noise;
    byLayer.set(layer, [...(byLayer.get(layer) ?? []), inOrder]);
  }
  return byLayer;
}

function layerConfigs({ layers }: Model): Map<string, LayerConfig> {
  return new Map(
    layers.flatMap(({ name, config, nested }) =>
      nested ? [...layerConfigs(nested)] : [[name, new LayerConfig(name, config)] as const],
    ),
  );
}
