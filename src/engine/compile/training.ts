// A training step as one ONNX graph: forward pass, loss, gradients in reverse, optimizer. Weights and optimizer state go in and come out.
import { invariant } from '../../shared/errors.ts';
import { modelInvalid } from '../layers/config.ts';
import { toKerasOrder } from '../layers/axes.ts';
import { batchLoss } from '../losses/batch-loss.ts';
import type { Loss, LossFunction } from '../losses/loss.ts';
import { lossFunction } from '../losses/registry.ts';
import type { Model } from '../model.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { layerOf, planModel } from '../plan.ts';
import type { Plan } from '../plan.ts';
import { OnnxGraph } from './onnx-graph.ts';
import type { Value } from './onnx-graph.ts';
import { binary, reduce } from './onnx-math.ts';
import type { Tape } from './tape.ts';
import { trainingGraph } from './training-graph.ts';
import type { GraphValue, TrainingGraph } from './training-graph.ts';
import { compileUpdate, sumOf, updateWeights } from './weight-update.ts';
import type { SlotValue } from './weight-update.ts';

export type TrainingOptions = {
  readonly model: Model;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** Photos in every step; a smaller last batch is filled up with photos of weight 0. */
  readonly batch: number;
  /** Updates the weights only after this many batches, by the mean of their gradients: as one batch of all their photos. */
  readonly batchesPerUpdate?: number;
  /** l2 · Σ w² of every trainable kernel is added to the loss. */
  readonly l2?: number;
  /** Adds the input `photo_weights` [batch]: factors of each photo's loss. The sum is divided by the batch size in any case. */
  readonly hasPhotoWeights?: boolean;
  /** Uses ONNX Runtime's blocked kernels, whose blocks are this large; without it every op is ONNX's own. */
  readonly blockSize?: number;
};

/** What changes from step to step: read as input `name`, written as output `next/name`. Slots and sums of gradients are filled with `start` at first. */
export type StateValue =
  (GraphValue & { readonly kind: 'weight' | 'statistic' }) | (SlotValue & { readonly kind: 'slot' | 'gradient-sum' });

/**
 * The graph and what it reads and writes. Besides `inputs` it reads the scalars `learning_rate` and `step` (1 at the first
 * update), the noise and the frozen weights. It writes `loss` (before the update), `predictions` and the state.
 */
export type TrainingStep = {
  readonly onnx: Uint8Array;
  readonly batch: number;
  readonly inputs: readonly GraphValue[];
  readonly noise: readonly GraphValue[];
  readonly frozen: readonly GraphValue[];
  readonly state: readonly StateValue[];
  readonly predictions: GraphValue;
  /**
   * Where gradients are summed over several batches: the graph that updates the weights after so many. It reads
   * `learning_rate`, `step`, weights, slots and sums, and writes weights and slots; the step itself only writes the rest.
   */
  readonly update?: { readonly onnx: Uint8Array; readonly batches: number };
};

/**
 * Compiles one step for a model with one output.
 * @throws AppError `model-invalid` where nothing is trainable, a trainable weight has no influence on the loss, or the
 * model has no single output [batch, values].
 */
export function compileTrainingStep({
  model,
  loss,
  optimizer,
  batch,
  batchesPerUpdate = 1,
  l2 = 0,
  hasPhotoWeights = false,
  blockSize,
}: TrainingOptions): TrainingStep {
  invariant(Number.isInteger(batchesPerUpdate) && batchesPerUpdate >= 1, `${batchesPerUpdate} batches per update`);
  const plan = planModel(model);
  const [output] = plan.outputs;
  if (plan.outputs.length !== 1 || output!.shape.length !== 2)
    throw modelInvalid(output!.layer, 'one output [batch, values]', shapesOf(plan.outputs));
  checkClasses(loss, output!);
  const onnx = new OnnxGraph();
  const graph = trainingGraph(onnx, plan, {
    batch,
    isTraining: true,
    ...(blockSize === undefined ? {} : { blockSize }),
  });
  const trainable = trainableWeights(plan, graph);

  const photoWeights = hasPhotoWeights ? onnx.input('photo_weights', 'float32', [batch]) : undefined;
  const lossAt = attachLoss(onnx, graph, lossFunction(loss), photoWeights);
  onnx.output('loss', l2 > 0 ? binary(onnx, 'Add', lossAt.loss, penalty(onnx, trainable, l2)) : lossAt.loss);
  onnx.output('predictions', toKerasOrder(graph.tape, graph.outputs[0]!));
  for (const [key, value] of graph.updates) onnx.output(`next/${key}`, value);

  const gradients = weightGradients(onnx, graph.tape, lossAt, trainable, l2);
  const written = new Set([...trainable.keys(), ...graph.updates.keys()]);
  const value = (name: string, { dtype, shape }: Value): GraphValue => ({ name, dtype, shape: shape as number[] });
  const weights = [...graph.weights].map(([key, of]) => value(key, of));
  const trained = [...trainable].map(([key, of]) => value(key, of));
  const isSummed = batchesPerUpdate > 1;
  const sums = isSummed ? sumGradients(onnx, trained, gradients) : [];
  const update = isSummed ? compileUpdate(optimizer, trained, batchesPerUpdate) : undefined;
  const slots = update?.slots ?? updateWeights(onnx, optimizer, trainable, gradients);
  return {
    onnx: onnx.toBytes(`${model.name} training step`),
    batch,
    inputs: [...graph.inputs, lossAt.targets, ...(photoWeights ? [value('photo_weights', photoWeights)] : [])],
    noise: graph.noise,
    frozen: weights.filter(weight => !written.has(weight.name)),
    state: [
      ...weights.filter(weight => trainable.has(weight.name)).map(weight => ({ ...weight, kind: 'weight' as const })),
      ...weights
        .filter(weight => graph.updates.has(weight.name))
        .map(weight => ({ ...weight, kind: 'statistic' as const })),
      ...slots.map(slot => ({ ...slot, kind: 'slot' as const })),
      ...sums.map(sum => ({ ...sum, kind: 'gradient-sum' as const })),
    ],
    predictions: { name: 'predictions', dtype: 'float32', shape: [batch, output!.shape[1]!] },
    ...(update ? { update: { onnx: update.onnx, batches: batchesPerUpdate } } : {}),
  };
}

const shapesOf = (outputs: Plan['outputs']): string =>
  outputs.map(({ shape }) => `[${['batch', ...shape.slice(1)].join(', ')}]`).join(' and ');

function checkClasses(loss: Loss, { layer, shape }: Plan['outputs'][number]): void {
  if (loss.kind !== 'categorical-cross-entropy' || !loss.classWeights) return;
  const classes = shape[1]!;
  if (loss.classWeights.length !== classes)
    throw modelInvalid(layer, `a factor for each of ${classes} classes`, `${loss.classWeights.length} factors`);
  if (!loss.classWeights.every(Number.isFinite))
    throw modelInvalid(layer, 'class weights that are finite numbers', loss.classWeights.join(', '));
}

function trainableWeights(plan: Plan, graph: TrainingGraph): Map<string, Value> {
  const found = plan.weights
    .filter(weight => weight.isTrainable)
    .map(({ key }) => [key, graph.weights.get(key)] as const);
  const unused = found.find(([, value]) => !value);
  if (unused) throw modelInvalid(layerOf(unused[0]), 'a trainable layer that the output depends on', 'no influence');
  if (found.length === 0) throw modelInvalid(plan.outputs[0]!.layer, 'at least one trainable layer', 'all frozen');
  return new Map(found as [string, Value][]);
}

type LossAt = {
  readonly loss: Value;
  readonly seed: { readonly value: Value; readonly gradient: Value };
  readonly targets: GraphValue;
};

/** The loss reads the input of a last softmax or sigmoid that it is made for. */
function attachLoss(onnx: OnnxGraph, graph: TrainingGraph, loss: LossFunction, photoWeights?: Value): LossAt {
  const output = graph.outputs[0]!;
  const madeBy = graph.tape.madeBy(output);
  const value = loss.fusedWith && madeBy?.name === loss.fusedWith ? madeBy.inputs[0]! : output;
  const { loss: total, gradient, targets } = batchLoss(onnx, loss, value, photoWeights);
  return { loss: total, seed: { value, gradient }, targets: { name: 'targets', ...targets } };
}

/** Whether a weight is one that the penalty is on. */
export const isKernel = (key: string): boolean => key.endsWith('kernel');

function penalty(onnx: OnnxGraph, trainable: ReadonlyMap<string, Value>, l2: number): Value {
  const squares = [...trainable]
    .filter(([key]) => isKernel(key))
    .map(([, weight]) =>
      reduce(
        onnx,
        'ReduceSum',
        binary(onnx, 'Mul', weight, weight),
        weight.shape.map((_, axis) => axis),
        false,
      ),
    );
  const total = squares.reduce<Value>((sum, square) => binary(onnx, 'Add', sum, square), onnx.scalar(0));
  return binary(onnx, 'Mul', total, onnx.scalar(l2));
}

function weightGradients(
  onnx: OnnxGraph,
  tape: Tape,
  { seed }: LossAt,
  trainable: ReadonlyMap<string, Value>,
  l2: number,
): Value[] {
  const found = tape.gradients([seed], [...trainable.values()]);
  return [...trainable].map(([key, weight]) => {
    const gradient = found.get(weight.name);
    if (!gradient) throw modelInvalid(layerOf(key), 'a trainable layer with a gradient', 'none');
    if (l2 === 0 || !isKernel(key)) return gradient;
    return binary(onnx, 'Add', gradient, binary(onnx, 'Mul', weight, onnx.scalar(2 * l2)));
  });
}

/** The sums stand last in the graph, in the order of `updateWeights` and for its reason. */
function sumGradients(onnx: OnnxGraph, weights: readonly GraphValue[], gradients: readonly Value[]): SlotValue[] {
  return weights.map(({ name, shape }, place) => {
    const sum = onnx.input(sumOf(name), 'float32', shape);
    onnx.output(`next/${sumOf(name)}`, binary(onnx, 'Add', sum, gradients[place]!));
    return { name: sumOf(name), dtype: 'float32', shape, start: 0 };
  });
}
