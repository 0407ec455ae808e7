// One execution provider tried on a training step: does it compute the CPU's numbers, and how long does a step take on both? Runs in a
// process of its own (workers/device.ts), because a driver that fails may take its process along.
import { compileTrainingStep } from '../../engine/compile/training.ts';
import type { TrainingOptions } from '../../engine/compile/training.ts';
import { toFloat32 } from '../../engine/tensor.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { initialWeights } from '../../engine/weights.ts';
import { mulberry32 } from '../../shared/random.ts';
import { madeBatch } from './made-batch.ts';
import { refusalOf } from './refusal.ts';
import { openTrainer } from './trainer.ts';

/** Plain data, because it crosses processes. `options.blockSize` is the form that the CPU would use; a provider has the portable one. */
export type DeviceTrialRequest = {
  readonly provider: string;
  readonly options: TrainingOptions;
  readonly threads: number;
};

/** Milliseconds are the median of a few steps after the first; `difference` is how far the gradients and losses were apart. */
export type DeviceTrial =
  | { readonly provider: string; readonly difference: number; readonly stepMs: number; readonly cpuStepMs: number }
  | { readonly provider: string; readonly reason: string };

const timedSteps = 3;
/** Small enough to leave the loss of any network where float32 can compare it. */
const learningRate = 1e-6;
/**
 * What is allowed between the two, √Σ(ours − theirs)² / √Σ theirs² over the gradients of all weights together and over the
 * losses: other orders of summing give 1e-7 to 1e-5. A deep network in training mode multiplies any rounding (MobileNetV2 from
 * fresh weights: 1e-2), so where more is measured the network says itself how much: three times what its gradients change on
 * the CPU when every value of the photos moves by one rounding of float32.
 */
const allowedAlways = 1e-3;
const allowedByRounding = 3;
/** A network that multiplies roundings beyond this proves nothing of a device. */
const allowedNever = 0.05;
const oneRounding = 2 ** -23;

/** Never throws what ONNX Runtime refuses: that is the trial's reason. */
export async function tryDevice({ provider, options, threads }: DeviceTrialRequest): Promise<DeviceTrial> {
  const { blockSize: _, ...portable } = options;
  const cpuPlace = { provider: 'cpu', threads };
  try {
    const device = await stepsOn(portable, { provider, threads }, timedSteps);
    const cpu = await stepsOn(options, cpuPlace, timedSteps);
    const difference = Math.max(distance(device.gradients, cpu.gradients), distance(device.losses, cpu.losses));
    // Comparisons are written so that NaN is refused.
    if (!(difference <= allowedAlways)) {
      const nudged = await stepsOn(options, cpuPlace, 0, oneRounding);
      const allowed = Math.min(allowedNever, allowedByRounding * distance(nudged.gradients, cpu.gradients));
      if (!(difference <= allowed)) {
        const limit = Math.max(allowedAlways, allowed).toExponential(1);
        return {
          provider,
          reason: `its numbers differ from the CPU's by ${difference.toExponential(1)}, ${limit} allowed`,
        };
      }
    }
    return { provider, difference, stepMs: device.stepMs, cpuStepMs: cpu.stepMs };
  } catch (error) {
    const reason = refusalOf(error);
    if (reason === undefined) throw error;
    return { provider, reason };
  }
}

type Numbers = readonly Float32Array[];
type Steps = { readonly gradients: Numbers; readonly losses: Numbers; readonly stepMs: number };

/** One step for the gradients, then some for the time, from the same weights on the same noise. */
async function stepsOn(
  options: TrainingOptions,
  place: { readonly provider: string; readonly threads: number },
  timed: number,
  nudge = 0,
): Promise<Steps> {
  // Where gradients are summed over batches the sums are part of the state, and can be read.
  const step = compileTrainingStep({ ...options, batchesPerUpdate: Math.max(2, options.batchesPerUpdate ?? 1) });
  const random = mulberry32(13);
  const trainer = await openTrainer(step, initialWeights(options.model, random), place);
  try {
    const first = Object.entries(madeBatch(step, random)).map(
      ([name, tensor]) => [name, nudged(tensor, nudge)] as const,
    );
    const losses = [(await trainer.step(Object.fromEntries(first), learningRate)).loss];
    const { slots } = trainer.state();
    const sums = step.state.filter(({ kind }) => kind === 'gradient-sum');
    const times: number[] = [];
    for (let count = 0; count < timed; count++) {
      const batch = madeBatch(step, random);
      const startMs = performance.now();
      losses.push((await trainer.step(batch, learningRate)).loss);
      times.push(performance.now() - startMs);
    }
    return {
      gradients: sums.map(({ name }) => toFloat32(slots.get(name)!)),
      losses: [Float32Array.from(losses)],
      stepMs: times.sort((a, b) => a - b)[Math.floor(timed / 2)] ?? 0,
    };
  } finally {
    await trainer.dispose();
  }
}

/** Every other value a little larger, the rest a little smaller. */
function nudged(tensor: Tensor, by: number): Tensor {
  if (by === 0 || tensor.dtype !== 'float32') return tensor;
  const data = toFloat32(tensor).map((value, at) => value * (at % 2 === 0 ? 1 + by : 1 - by));
  return { ...tensor, data };
}

/** √Σ(ours − theirs)² / √Σ theirs² over all arrays together; NaN where either holds one. */
function distance(ours: Numbers, theirs: Numbers): number {
  let [apart, size] = [0, 0];
  theirs.forEach((values, place) => {
    const others = ours[place]!;
    for (let i = 0; i < values.length; i++) {
      apart += (others[i]! - values[i]!) ** 2;
      size += values[i]! ** 2;
    }
  });
  return apart === 0 ? 0 : Math.sqrt(apart / size);
}
