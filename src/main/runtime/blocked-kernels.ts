// Whether training steps may use ONNX Runtime's own blocked kernels here: they are internal to it, so that their block size is probed and
// their numbers are compared with those of the portable form before any graph of a person's uses them. This is the one place of that choice.
import { compileTrainingStep } from '../../engine/compile/training.ts';
import { OnnxGraph } from '../../engine/compile/onnx-graph.ts';
import { elementCount, float32Tensor, toFloat32 } from '../../engine/tensor.ts';
import type { Tensor, Weights } from '../../engine/tensor.ts';
import { initialWeights } from '../../engine/weights.ts';
import { mulberry32 } from '../../shared/random.ts';
import { kernelCheckNetwork } from './kernel-check-network.ts';
import { madeBatch } from './made-batch.ts';
import { openSession } from './onnx.ts';
import { refusalOf } from './refusal.ts';
import { openTrainer } from './trainer.ts';

/** The size of a block, with how far the steps were apart; or why steps are compiled in their portable form. */
export type BlockedKernels =
  { readonly blockSize: number; readonly steps: number; readonly difference: number } | { readonly reason: string };

/** What a CPU's vectors hold: AVX-512, AVX2, NEON. */
const knownBlockSizes = [16, 8, 4];
const comparedSteps = 4;
/**
 * Largest difference of a loss, a prediction or a weight after the steps, relative to the largest value of its tensor. Other
 * orders of summing give about 1e-6; a kernel that computes something else, 1e-2 and more.
 */
const tolerance = 1e-4;

/** Probed and tested at the first call of a process, in less than a second; the answer stays. */
export const blockedKernels: () => Promise<BlockedKernels> = once(async () => testBlockedKernels(probeBlockSize));

/** The form of a step that is fastest on this CPU: options of `compileTrainingStep`. */
export async function cpuForm(): Promise<{ readonly blockSize?: number }> {
  const kernels = await blockedKernels();
  return 'reason' in kernels ? {} : { blockSize: kernels.blockSize };
}

/**
 * Tests the kernels with the block size that `probe` gives. Errors of ONNX Runtime are reasons; anything else is a bug of ours
 * and is thrown.
 */
export async function testBlockedKernels(probe: () => Promise<number>): Promise<BlockedKernels> {
  try {
    const blockSize = await probe();
    if (!knownBlockSizes.includes(blockSize))
      return { reason: `blocks of ${knownBlockSizes.join(', ')} channels expected, ${blockSize} received` };
    const difference = await compareForms(blockSize);
    // Written so that NaN is refused too.
    if (!(difference <= tolerance))
      return { reason: `blocked kernels differ by ${difference.toExponential(1)}, ${tolerance} allowed` };
    return { blockSize, steps: comparedSteps, difference };
  } catch (error) {
    const reason = refusalOf(error);
    if (reason === undefined) throw error;
    return { reason };
  }
}

/** ReorderInput fills four channels up to a whole block. */
async function probeBlockSize(): Promise<number> {
  const onnx = new OnnxGraph();
  const x = onnx.input('x', 'float32', [1, 4, 1, 1]);
  onnx.output('blocked', onnx.blockedNode('ReorderInput', [x], [1, null, 1, 1], {}));
  const session = await openSession(onnx.toBytes('block size'), { threads: 1 });
  try {
    const { blocked } = await session.run({ x: float32Tensor([1, 4, 1, 1]) });
    return elementCount(blocked!.shape);
  } finally {
    await session.dispose();
  }
}

/** The largest difference between both forms after the same steps from the same weights on the same photos. */
async function compareForms(blockSize: number): Promise<number> {
  const [portable, blocked] = [await trainedIn({}), await trainedIn({ blockSize })];
  return Math.max(...[...portable].map(([name, tensor]) => relativeDifference(blocked.get(name)!, tensor)));
}

/** Losses, predictions and weights after the steps; the starting point and the photos are always the same. */
async function trainedIn(form: { readonly blockSize?: number }): Promise<Weights> {
  const model = kernelCheckNetwork();
  const random = mulberry32(11);
  const step = compileTrainingStep({
    model,
    loss: { kind: 'categorical-cross-entropy', labels: 'class-numbers' },
    optimizer: { kind: 'sgd', momentum: 0.9 },
    batch: 4,
    ...form,
  });
  const trainer = await openTrainer(step, initialWeights(model, random), { threads: 1 });
  try {
    const losses: number[] = [];
    let predictions = float32Tensor([0]);
    for (let count = 0; count < comparedSteps; count++) {
      const done = await trainer.step(madeBatch(step, random), 0.05);
      losses.push(done.loss);
      predictions = done.predictions;
    }
    return new Map([
      ...trainer.weights(),
      ['losses', float32Tensor([comparedSteps], losses)],
      ['predictions', predictions],
    ]);
  } finally {
    await trainer.dispose();
  }
}

/** The largest difference relative to the largest absolute value expected; NaN where either holds one. */
function relativeDifference(actual: Tensor, expected: Tensor): number {
  const [ours, theirs] = [toFloat32(actual), toFloat32(expected)];
  let [largest, difference] = [0, 0];
  for (let i = 0; i < theirs.length; i++) {
    largest = Math.max(largest, Math.abs(theirs[i]!));
    difference = Math.max(difference, Math.abs(ours[i]! - theirs[i]!));
  }
  return difference === 0 ? 0 : difference / largest;
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => (done ??= work());
}
