// Being written in this session: answers that it is not there yet.
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { Context } from './context.ts';

type Names = Extract<keyof Handlers, `import:${string}`>;

export function importsHandlers(_context: Context): Pick<Handlers, Names> {
  const missing = (): never => {
    throw new AppError('internal', { reason: 'not there yet' });
  };
  return {
    'import:start': missing,
    'import:add': missing,
    'import:remove': missing,
    'import:find-photos': missing,
    'import:read': missing,
    'import:choose': missing,
    'import:apply': missing,
    'import:cancel': missing,
    'import:current': missing,
    'import:new-project': missing,
  };
}
