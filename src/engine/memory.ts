// How much memory a training step will take, from the plan alone: before anything is allocated.
import type { TrainingOptions } from './compile/training.ts';
import { optimizerRule } from './optimizers/registry.ts';
import type { Shape } from './compile/onnx-graph.ts';
import { layerOf, planModel } from './plan.ts';
import type { Plan, PlanStep } from './plan.ts';
import { elementCount } from './tensor.ts';

/** In bytes. */
export type StepMemory = {
  /** Weights, optimizer state and sums of gradients, each before and after the step. */
  readonly state: number;
  /** Gradients of the weights, and kernels laid out for the forward and the backward pass. */
  readonly gradients: number;
  /** What the layers give, as far as gradients need it, with what is at work beside it. */
  readonly activations: number;
  readonly total: number;
};

const bytesPerNumber = 4;
/** The compiled graph, its session and ONNX Runtime's own arena. */
const fixedBytes = 100e6;
/** The gradient of each weight, and its kernel in another layout. */
const copiesOfTrainable = 2;
/** A batch norm in training mode keeps what it gives, and needs more while its gradient is made. */
const batchNormFactor = { blocked: 2.2, portable: 1.6 };
/** ONNX's own ops hold less at once than the blocked form of a step. */
const portableFactor = 0.8;

/**
 * An estimate of what opening a trainer on these options and running a step adds to the process. Fitted to what a process grew
 * by in two steps at 224 px (2 threads, SGD with momentum; MB estimated / measured): Xception blocked, batch 4 1376 / 1338,
 * batch 16 3704 / 3791, frozen batch norms batch 16 2069 / 1994, from block 7 960 / 769; portable, batch 4 1235 / 1162, frozen
 * batch 16 2187 / 2110; MobileNetV2 batch 8 blocked 1108 / 987, portable 815 / 733; ResNet-50 batch 4 blocked 1463 / 1222,
 * frozen portable 1004 / 904. So the process grew by 0.80 to 1.02 of the estimate.
 * @throws AppError `model-invalid` as `planModel`.
 */
export function stepMemory({
  model,
  optimizer,
  batch,
  batchesPerUpdate = 1,
  blockSize,
}: Pick<TrainingOptions, 'model' | 'optimizer' | 'batch' | 'batchesPerUpdate' | 'blockSize'>): StepMemory {
  const plan = planModel(model);
  const all = sum(plan.weights.map(weight => bytesOf(weight.shape, 1)));
  const trainable = sum(plan.weights.filter(weight => weight.isTrainable).map(({ shape }) => bytesOf(shape, 1)));
  const slots = optimizerRule(optimizer).slots.filter(slot => !slot.isScalar).length + (batchesPerUpdate > 1 ? 1 : 0);
  const state = 2 * (all + slots * trainable);
  const gradients = copiesOfTrainable * trainable;
  const isBlocked = blockSize !== undefined;
  const activations = (isBlocked ? 1 : portableFactor) * activationBytes(plan, batch, isBlocked);
  return { state, gradients, activations, total: fixedBytes + state + gradients + activations };
}

/** What the inputs hold and what every call gives that comes after the first trainable weight; before it, the largest two values. */
function activationBytes(plan: Plan, batch: number, isBlocked: boolean): number {
  const trainable = new Set(plan.weights.filter(weight => weight.isTrainable).map(({ key }) => layerOf(key)));
  const moving = new Set<string>();
  const [kept, passing]: [number[], number[]] = [[], [0, 0]];
  for (const step of plan.steps) {
    const isMoving = trainable.has(step.layer) || step.inputs.some(input => moving.has(input));
    if (isMoving) moving.add(step.output);
    (isMoving ? kept : passing).push(bytesOfCall(plan, step, batch, isBlocked));
  }
  const twoLargest = passing.sort((a, b) => b - a).slice(0, 2);
  return sum([...plan.inputs.map(({ shape }) => bytesOf(shape, batch)), ...kept, ...twoLargest]);
}

function bytesOfCall(plan: Plan, step: PlanStep, batch: number, isBlocked: boolean): number {
  const bytes = bytesOf(step.shape, batch);
  // The gradient of a frozen one needs only its factors.
  if (step.className === 'BatchNormalization')
    return step.isTrainable ? batchNormFactor[isBlocked ? 'blocked' : 'portable'] * bytes : 0;
  // The noise that it drops by is an input of the step.
  if (step.className === 'Dropout') return 2 * bytes;
  // What is between its two convolutions is computed again by blocked kernels.
  if (step.className !== 'SeparableConv2D' || isBlocked) return bytes;
  // Between its two convolutions there are as many channels as its pointwise kernel reads.
  const pointwise = plan.weights.find(({ key }) => key === `${step.layer}/pointwise_kernel`)!;
  return bytes + bytesOf([...step.shape.slice(0, -1), pointwise.shape.at(-2)!], batch);
}

const bytesOf = (shape: Shape, batch: number): number =>
  bytesPerNumber * elementCount(shape.map(size => size ?? batch));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
