// From an optimizer's settings to the rule that updates weights.
import { assertNever } from '../../shared/errors.ts';
import { adam } from './adam.ts';
import type { Optimizer, OptimizerRule } from './optimizer.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';

export function optimizerRule(optimizer: Optimizer): OptimizerRule {
  switch (optimizer.kind) {
    case 'sgd':
      return sgd(optimizer);
    case 'adam':
      return adam(optimizer);
    case 'rmsprop':
      return rmsprop(optimizer);
    default:
      return assertNever(optimizer);
  }
}
