// Refuses a training step of tfjs-node that the machine's free memory cannot hold, before anything of it is allocated.
import type { TrainingOptions } from '../../engine/compile/training.ts';
import { stepMemory } from '../../engine/memory.ts';
import { requireFree } from './available-memory.ts';

/**
 * TF.js keeps what every kernel gives and the gradient of each until the step is over: so many times what a step of ONNX's own ops
 * keeps. Fitted to what a process grew by in three steps at 224 px (MB estimated / measured): Xception batch 4 3769 / 3629, frozen
 * batch norms batch 4 2579 / 2540, batch 16 8534 / 8248, from block 7 3115 / 2691; ResNet-50 batch 4 3445 / 3286, frozen 2349 / 2260;
 * MobileNetV2 batch 8 3458 / 3871. So the process grew by 0.86 to 1.12 of the estimate.
 */
const timesActivations = 5;

/** @throws AppError `train-memory` as `requireMemory`. */
export function requireTfjsMemory(training: TrainingOptions, availableBytes?: number): void {
  const { total, activations } = stepMemory(training);
  requireFree(total + (timesActivations - 1) * activations, training, availableBytes);
}
