// Refuses a training step of tfjs-node that the machine's free memory cannot hold, before anything of it is allocated.
import type { TrainingOptions } from '../../engine/compile/training.ts';
import { stepMemory } from '../../engine/memory.ts';
import { requireFree } from './available-memory.ts';

/**
 * TF.js keeps what every kernel gave until the way back has passed it (`tfjs-tape.ts`): so many times what a step of ONNX's own ops
 * keeps. Fitted to what a process grew by in three steps at 224 px (MB estimated / measured): Xception batch 4 1995 / 1873, frozen
 * batch norms batch 4 1470 / 1385, batch 16 4090 / 3748, from block 7 1648 / 1469; ResNet-50 batch 4 1888 / 1797, frozen 1406 / 1252;
 * MobileNetV2 batch 8 1607 / 1735. So the process grew by 0.89 to 1.08 of the estimate.
 */
const timesActivations = 2.2;

/** @throws AppError `train-memory` as `requireMemory`. */
export function requireTfjsMemory(training: TrainingOptions, availableBytes?: number): void {
  const { total, activations } = stepMemory(training);
  requireFree(total + (timesActivations - 1) * activations, training, availableBytes);
}
