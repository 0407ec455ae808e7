// Being written in this session: answers that it is not there yet.
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { Context } from './context.ts';

type Names = Extract<keyof Handlers, `health:${string}`>;

export function healthHandlers(_context: Context): Pick<Handlers, Names> {
  const missing = (): never => {
    throw new AppError('internal', { reason: 'not there yet' });
  };
  return {
    'health:read': missing,
    'health:keep-together': missing,
  };
}
