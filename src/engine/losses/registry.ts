// From a loss' settings to the function that computes it.
import { assertNever } from '../../shared/errors.ts';
import { binaryCrossEntropy } from './binary-cross-entropy.ts';
import { categoricalCrossEntropy } from './categorical-cross-entropy.ts';
import { huber } from './huber.ts';
import type { Loss, LossFunction } from './loss.ts';
import { meanSquaredError } from './mean-squared-error.ts';

export function lossFunction(loss: Loss): LossFunction {
  switch (loss.kind) {
    case 'categorical-cross-entropy':
      return categoricalCrossEntropy(loss);
    case 'binary-cross-entropy':
      return binaryCrossEntropy();
    case 'mean-squared-error':
      return meanSquaredError();
    case 'huber':
      return huber(loss);
    default:
      return assertNever(loss);
  }
}
