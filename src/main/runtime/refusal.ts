// Tells what a kernel or a device cannot do apart from mistakes of our own.
import { AppError } from '../../shared/errors.ts';

/** Why the runtime refused a graph, failed in a step or computed no numbers; undefined for any other error. */
export function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof AppError)) return undefined;
  if (error.code === 'engine-failed') return String(error.details['reason']).trim();
  if (error.code === 'train-diverged')
    return `${String(error.details['value'])} is not finite at step ${String(error.details['step'])}`;
  return undefined;
}
