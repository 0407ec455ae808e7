// Being written in this session: answers that it is not there yet.
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { Context } from './context.ts';

type Names = Extract<keyof Handlers, `annotations:${string}`>;

export function annotationsHandlers(_context: Context): Pick<Handlers, Names> {
  const missing = (): never => {
    throw new AppError('internal', { reason: 'not there yet' });
  };
  return {
    'annotations:plan': missing,
    'annotations:export': missing,
    'annotations:result': missing,
  };
}
