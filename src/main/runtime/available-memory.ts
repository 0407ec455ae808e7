// Refuses a training step that the machine's free memory cannot hold, before anything of it is allocated.
import type { TrainingOptions } from '../../engine/compile/training.ts';
import { stepMemory } from '../../engine/memory.ts';
import { AppError } from '../../shared/errors.ts';

/**
 * @throws AppError `train-memory` {model, batch, neededGb, availableGb} where the estimate is more than is free: what the system
 * and a container's limit leave to this process.
 */
export function requireMemory(options: TrainingOptions, availableBytes = process.availableMemory()): void {
  const { total } = stepMemory(options);
  if (total <= availableBytes) return;
  throw new AppError('train-memory', {
    model: options.model.name,
    batch: options.batch,
    neededGb: gigabytes(Math.ceil(total / 1e8)),
    availableGb: gigabytes(Math.floor(availableBytes / 1e8)),
  });
}

const gigabytes = (tenths: number): number => tenths / 10;
