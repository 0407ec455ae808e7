// Being written in this session: answers that it is not there yet.
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { Context } from './context.ts';

type Names = Extract<keyof Handlers, `restore:${string}` | `backups:${string}`>;

export function restoreHandlers(_context: Context): Pick<Handlers, Names> {
  const missing = (): never => {
    throw new AppError('internal', { reason: 'not there yet' });
  };
  return {
    'restore:state': missing,
    'restore:preview': missing,
    'restore:apply': missing,
    'restore:leave': missing,
    'backups:list': missing,
    'backups:make': missing,
  };
}
