// Refuses a training step that the machine's free memory cannot hold, before anything of it is allocated.
import type { TrainingOptions } from '../../engine/compile/training.ts';
import { stepMemory } from '../../engine/memory.ts';
import { AppError } from '../../shared/errors.ts';

/**
 * @throws AppError `train-memory` {model, batch, neededGb, availableGb} where the estimate is more than is free: what the system
 * and a container's limit leave to this process.
 */
export function requireMemory(options: TrainingOptions, availableBytes?: number): void {
  requireFree(stepMemory(options).total, options, availableBytes);
}

/** The same for an estimate in bytes. */
export function requireFree(
  bytes: number,
  { model, batch }: Pick<TrainingOptions, 'model' | 'batch'>,
  availableBytes = process.availableMemory(),
): void {
  if (bytes <= availableBytes) return;
  throw new AppError('train-memory', {
    model: model.name,
    batch,
    neededGb: gigabytes(Math.ceil(bytes / 1e8)),
    availableGb: gigabytes(Math.floor(availableBytes / 1e8)),
  });
}

const gigabytes = (tenths: number): number => tenths / 10;
