// From an optimizer's settings to the rule that updates weights.
import { assertNever } from '../../shared/errors.ts';
import { adagrad } from './adagrad.ts';
import { adam } from './adam.ts';
import { nadam } from './nadam.ts';
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
    case 'nadam':
      return nadam(optimizer);
    case 'adagrad':
      return adagrad(optimizer);
    default:
      return assertNever(optimizer);
  }
}
